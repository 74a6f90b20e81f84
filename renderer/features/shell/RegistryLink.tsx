import { Lock } from 'lucide-react';
import { useId } from 'react';
import type { Registry } from '../../../shared/registry.ts';
import { useCall } from '../../bridge/queries.ts';
import { classNames } from '../../components/classNames.ts';
import { registryMark } from '../../components/registryState.tsx';
import { Swatch } from '../../components/Swatch.tsx';
import { copyText, useContextMenu } from './ContextMenu.tsx';
import { href, navigate } from './router.ts';

/** A registry in the sidebar. Its name alone is the link's name; production and state are its description. */
export function RegistryLink({ registry, isCurrent }: { readonly registry: Registry; readonly isCurrent: boolean }) {
  const id = useId();
  const openMenu = useContextMenu();
  const check = useCall('registries.check');
  const mark = registryMark(registry);
  return (
    <a
      className="reg-row"
      href={href({ page: 'registry', registryId: registry.id })}
      aria-current={isCurrent ? 'page' : undefined}
      aria-label={registry.name}
      aria-keyshortcuts="Alt+ArrowUp Alt+ArrowDown"
      aria-describedby={id}
      draggable={false}
      onContextMenu={(event) =>
        openMenu(event, [
          {
            id: 'open',
            label: `Show ${registry.name}`,
            run: () => navigate({ page: 'registry', registryId: registry.id }),
          },
          {
            id: 'packages',
            label: `Packages of ${registry.name}`,
            run: () => navigate({ page: 'packages', registryId: registry.id }),
          },
          null,
          { id: 'check', label: 'Check now', run: () => check.mutate({ registryId: registry.id }) },
          { id: 'copy', label: 'Copy URL', run: () => copyText(registry.url) },
        ])
      }
    >
      <Swatch colour={registry.colour} />
      <span className="ell" title={registry.name}>
        {registry.name}
      </span>
      <span className="glyphs" id={id}>
        {registry.production ? (
          <span title="Production">
            <Lock className="i s" />
            <span className="vh">Production, </span>
          </span>
        ) : null}
        <span title={mark.text} className={classNames(mark.tone)}>
          {mark.glyph}
          <span className="vh">{mark.text}</span>
        </span>
      </span>
    </a>
  );
}
