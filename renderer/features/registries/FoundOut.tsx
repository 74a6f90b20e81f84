import { CircleCheck, CircleDashed, CloudOff, LoaderCircle } from 'lucide-react';
import { type ReactNode, useEffect, useRef } from 'react';
import type { RegistryId } from '../../../shared/ids.ts';
import type { Registry } from '../../../shared/registry.ts';
import { useRegistry } from '../../bridge/useAppState.ts';
import { Button } from '../../components/Button.tsx';
import { ErrorDetails } from '../../components/ErrorNote.tsx';
import { LinkButton } from '../../components/LinkButton.tsx';
import { RegistryName } from '../../components/RegistryName.tsx';
import { href } from '../shell/router.ts';

function Finding(props: { readonly glyph: ReactNode; readonly title: string; readonly children: ReactNode }) {
  return (
    <li>
      {props.glyph}
      <span className="grow">
        <span className="med">{props.title}</span>
        <span className="small t2">{props.children}</span>
      </span>
    </li>
  );
}

const done = <CircleCheck className="i ok" aria-hidden="true" />;
const open = <CircleDashed className="i t2" aria-hidden="true" />;

function Reached({ registry }: { readonly registry: Registry }) {
  const { status, url } = registry;
  if (url === '')
    return (
      <Finding glyph={open} title="No registry address">
        Its packages can be listed from the index; publishing and yanking need an address.
      </Finding>
    );
  if (status.kind === 'offline')
    return (
      <Finding glyph={<CloudOff className="i" aria-hidden="true" />} title={`${registry.name} can’t be reached now`}>
        {status.error.message} It is saved all the same.
        <ErrorDetails error={status.error} registryName={registry.name} />
      </Finding>
    );
  if (status.kind !== 'reachable')
    return (
      <Finding glyph={<LoaderCircle className="i spin" aria-hidden="true" />} title="Checking…">
        {registry.host}
      </Finding>
    );
  return (
    <Finding glyph={done} title={url.startsWith('https:') ? 'Reachable over TLS' : 'Reachable'}>
      {registry.host}, {Math.round(status.milliseconds)} ms
    </Finding>
  );
}

function Family({ registry }: { readonly registry: Registry }) {
  if (registry.status.kind !== 'reachable') return null;
  switch (registry.status.family) {
    case 'packages':
      return (
        <Finding glyph={done} title="Packages routes">
          It lists its packages and versions itself.
        </Finding>
      );
    case 'documented':
      return (
        <Finding glyph={done} title="Documented routes">
          It has no routes for reading; versions are read from the index.
        </Finding>
      );
    case null:
      return (
        <Finding glyph={open} title="API style not told yet">
          Nothing that it answered says which routes it has. Choose them on its page if publishing answers 404.
        </Finding>
      );
  }
}

/** What a first look at a new registry found; it fills in while the look is under way. */
export function FoundOut({
  registryId,
  onAnother,
}: {
  readonly registryId: RegistryId;
  readonly onAnother: () => void;
}) {
  const registry = useRegistry(registryId);
  const heading = useRef<HTMLHeadingElement>(null);
  useEffect(() => heading.current?.focus(), []);
  if (registry === undefined) return null;
  return (
    <section>
      <h2 ref={heading} tabIndex={-1}>
        <RegistryName registry={registry} /> is added
      </h2>
      <ul className="probe box" aria-live="polite" aria-label="What was found">
        <Reached registry={registry} />
        <Family registry={registry} />
        <Finding glyph={registry.index === '' ? open : done} title={registry.index === '' ? 'No index' : 'Index'}>
          {registry.index === '' ? 'Without one, elba cannot install from here.' : registry.index}
        </Finding>
        {registry.url !== '' && registry.token.kind === 'none' && (
          <Finding glyph={open} title="No token yet">
            Browsing works without; publishing and yanking need one.
          </Finding>
        )}
      </ul>
      <div className="row addend">
        <LinkButton variant="primary" href={href({ page: 'registry', registryId })}>
          {registry.token.kind === 'none' && registry.url !== '' ? 'Save a token…' : `Open ${registry.name}`}
        </LinkButton>
        <LinkButton href={href({ page: 'packages', registryId })}>Show packages</LinkButton>
        <Button variant="ghost" onPress={onAnother}>
          Add another
        </Button>
      </div>
    </section>
  );
}
