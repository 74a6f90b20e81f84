import { CircleX, CloudOff, LoaderCircle, Lock } from 'lucide-react';
import { useId } from 'react';
import type { RegistryId } from '../../../shared/ids.ts';
import type { Registry } from '../../../shared/registry.ts';
import type { TargetReport } from '../../../shared/targets.ts';
import { useLocalRegistry, useRegistries } from '../../bridge/useAppState.ts';
import { Checkbox } from '../../components/Checkbox.tsx';
import { classNames } from '../../components/classNames.ts';
import { EmptyState } from '../../components/EmptyState.tsx';
import { formatWhen } from '../../components/format.ts';
import { LinkButton } from '../../components/LinkButton.tsx';
import { type RegistryMark, registryMark } from '../../components/registryState.tsx';
import { Skeleton } from '../../components/Skeleton.tsx';
import { Swatch } from '../../components/Swatch.tsx';
import { href } from '../shell/router.ts';
import { errorOfTarget, type TargetReports } from './targetReports.ts';
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
  if (obstacle.fix === null)
    return (
      <span className={classNames('st', obstacle.tone)}>
        {obstacle.glyph}
        {obstacle.text}
        <span className="vh">. {obstacle.action}</span>
      </span>
    );
  return (
    <a className={classNames('st', 'obstacle', obstacle.tone)} href={href(obstacle.fix)} title={obstacle.action}>
      {obstacle.glyph}
      {obstacle.text}
      <span className="vh">. {obstacle.action}</span>
    </a>
  );
}

interface RowFacts {
  readonly registry: Registry;
  readonly report: TargetReport | undefined;
  readonly published: Published | undefined;
  readonly version: string | undefined;
  readonly obstacle: TargetObstacle | null;
}

/** The second line of a row: what speaks against this registry, else what it has of the package. */
function lineOf(facts: RowFacts): { readonly text: string; readonly tone: 'err' | 'warn' | 't2' } {
  const { registry, report, published, obstacle } = facts;
  if (registry.status.kind === 'offline') return { text: 'Not read', tone: 't2' };
  if (report?.state === 'same') return { text: 'Same archive', tone: 't2' };
  const error = obstacle === null ? errorOfTarget(report) : null;
  const isThere = published?.kind === 'latest' && published.hasThis;
  if (error !== null && !isThere) return { text: error, tone: 'err' };
  const text = publishedText(published, facts.version, obstacle !== null);
  return { text, tone: error !== null ? 'err' : isThere ? 'warn' : 't2' };
}

/** The glyph at the end of a row that can be chosen. */
function markOf(registry: Registry, report: TargetReport | undefined): Pick<RegistryMark, 'text' | 'glyph' | 'tone'> {
  if (report?.state === 'checking')
    return { text: 'Checking…', glyph: <LoaderCircle className="i s spin" />, tone: undefined };
  if (report?.state === 'unreachable') return { text: 'Offline', glyph: <CloudOff className="i s" />, tone: undefined };
  if (errorOfTarget(report) !== null)
    return { text: 'Cannot be published there yet', glyph: <CircleX className="i s" />, tone: 'err' };
  return registryMark(registry);
}

function Target(props: {
  readonly registry: Registry;
  readonly report: TargetReport | undefined;
  readonly published: Published | undefined;
  readonly version: string | undefined;
  readonly isChosen: boolean;
  readonly obstacle: TargetObstacle | null;
  readonly onChoose: (isChosen: boolean) => void;
}) {
  const { registry, obstacle } = props;
  const id = useId();
  const line = lineOf(props);
  const mark = markOf(registry, props.report);
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
        <span className={classNames('small ell blk', line.tone)} title={line.text}>
          {line.text === '' ? ' ' : line.text}
        </span>
      </span>
      <span className="small t2">
        {obstacle === null ? (
          <span title={mark.text} className={mark.tone}>
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
  readonly reports: TargetReports;
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
              report={props.reports.get(registry.id)}
              published={props.published.get(registry.id)}
              version={props.version}
              isChosen={props.chosen.has(registry.id)}
              obstacle={obstacleOf(registry, local, props.reports.get(registry.id)?.state)}
              onChoose={(isChosen) => props.onChange(registry.id, isChosen)}
            />
          ))}
        </div>
      )}
    </div>
  );
}
