import { Lock } from 'lucide-react';
import { useId } from 'react';
import type { RegistryId } from '../../../shared/ids.ts';
import type { Registry } from '../../../shared/registry.ts';
import { useLocalRegistry, useRegistries } from '../../bridge/useAppState.ts';
import { Checkbox } from '../../components/Checkbox.tsx';
import { classNames } from '../../components/classNames.ts';
import { EmptyState } from '../../components/EmptyState.tsx';
import { formatWhen } from '../../components/format.ts';
import { LinkButton } from '../../components/LinkButton.tsx';
import { registryMark } from '../../components/registryState.tsx';
import { Skeleton } from '../../components/Skeleton.tsx';
import { Swatch } from '../../components/Swatch.tsx';
import { href } from '../shell/router.ts';
import { obstacleOf, type TargetObstacle } from './targetState.tsx';
import type { Published } from './usePublished.ts';

function publishedText(published: Published | undefined, version: string | undefined, hasObstacle: boolean): string {
  if (published === undefined || published.kind === 'reading') return '';
  if (published.kind === 'nothing') return 'Not here yet';
  if (published.kind === 'unreadable') return 'What is there could not be read';
  if (published.hasThis) return `${version} is here already`;
  const when =
    published.publishedAt === null || hasObstacle ? '' : `, ${formatWhen(published.publishedAt, new Date())}`;
  return `Latest ${published.version}${published.yanked ? ' (yanked)' : ''}${when}`;
}

function ObstacleLink({ obstacle }: { readonly obstacle: TargetObstacle }) {
  return (
    <a className={classNames('st', 'obstacle', obstacle.tone)} href={href(obstacle.fix)} title={obstacle.action}>
      {obstacle.glyph}
      {obstacle.text}
      <span className="vh">. {obstacle.action}</span>
    </a>
  );
}

function Target(props: {
  readonly registry: Registry;
  readonly published: Published | undefined;
  readonly version: string | undefined;
  readonly isChosen: boolean;
  readonly obstacle: TargetObstacle | null;
  readonly onChoose: (isChosen: boolean) => void;
}) {
  const { registry, obstacle, published } = props;
  const id = useId();
  const line =
    registry.status.kind === 'offline' ? 'Not read' : publishedText(published, props.version, obstacle !== null);
  const mark = registryMark(registry);
  const isThere = published?.kind === 'latest' && published.hasThis;
  return (
    <label
      htmlFor={id}
      className={classNames('target', registry.colour, props.isChosen && 'on', obstacle !== null && 'dis')}
    >
      <Checkbox
        id={id}
        aria-label={`Publish to ${registry.name}`}
        aria-describedby={`${id}-state`}
        isSelected={props.isChosen}
        isDisabled={obstacle !== null}
        onChange={props.onChoose}
      />
      <Swatch colour={registry.colour} />
      <span className="grow" id={`${id}-state`}>
        <span className="row tname">
          <span className="med ell" title={registry.name}>
            {registry.name}
          </span>
          {registry.production ? (
            <span className="st small t2 prod">
              <Lock className="i xs" />
              <span className="pword">Production</span>
            </span>
          ) : null}
        </span>
        <span className={classNames('small ell blk', isThere ? 'warn' : 't2')} title={line}>
          {line === '' ? ' ' : line}
        </span>
      </span>
      <span className="small t2">
        {obstacle === null ? (
          <span title={mark.text}>
            {mark.glyph}
            <span className="vh">{mark.text}</span>
          </span>
        ) : (
          <ObstacleLink obstacle={obstacle} />
        )}
      </span>
    </label>
  );
}

/** The registries to publish to: a row each, those that cannot be chosen with the reason and the way to mend it. */
export function Targets(props: {
  /** False while it is not known yet what is preselected. */
  readonly isKnown: boolean;
  readonly chosen: ReadonlySet<RegistryId>;
  readonly published: ReadonlyMap<RegistryId, Published>;
  readonly version: string | undefined;
  readonly onChange: (registryId: RegistryId, isChosen: boolean) => void;
}) {
  const registries = useRegistries();
  const local = useLocalRegistry();
  return (
    // biome-ignore lint/a11y/useSemanticElements: a fieldset cannot be laid out with its heading in the row that the design has
    <div role="group" aria-labelledby="targets-heading">
      <div className="sec-h">
        <h2 id="targets-heading">Publish to</h2>
        {registries.length === 0 || !props.isKnown ? null : (
          <span className="small t3 push">
            {props.chosen.size} of {registries.length} selected
          </span>
        )}
      </div>
      {!props.isKnown ? (
        <Skeleton label="Reading what was chosen last" />
      ) : registries.length === 0 ? (
        <div className="box">
          <EmptyState
            title="No registry yet"
            action={
              <LinkButton size="sm" href={href({ page: 'publish' })}>
                Set one up
              </LinkButton>
            }
          >
            Add the registry that this package goes to, or start one on this computer.
          </EmptyState>
        </div>
      ) : (
        <div className="box targets">
          {registries.map((registry) => (
            <Target
              key={registry.id}
              registry={registry}
              published={props.published.get(registry.id)}
              version={props.version}
              isChosen={props.chosen.has(registry.id)}
              obstacle={obstacleOf(registry, local)}
              onChoose={(isChosen) => props.onChange(registry.id, isChosen)}
            />
          ))}
        </div>
      )}
    </div>
  );
}
