import type { ErrorCode } from '../../../shared/errors.ts';
import type { PackageRef, ProjectId, Sha256 } from '../../../shared/ids.ts';
import type { ActivityEntry, Outcome, Step, Target } from '../../../shared/job.ts';
import type { Registry } from '../../../shared/registry.ts';
import { useRegistry } from '../../bridge/useAppState.ts';
import { ErrorDetails } from '../../components/ErrorNote.tsx';
import { LinkButton } from '../../components/LinkButton.tsx';
import { RegistryName } from '../../components/RegistryName.tsx';
import { StatusText } from '../../components/StatusText.tsx';
import { SaveArchiveButton } from '../publish/SaveArchive.tsx';
import { href } from '../shell/router.ts';
import { EvidenceList } from './EvidenceList.tsx';
import { splitSteps } from './jobProgress.ts';
import { LookButton } from './LookButton.tsx';
import { isAboutToken, wordsOf } from './outcomeWords.tsx';

/** Somebody else can publish the same bytes. */
const OWNER_CODES: ReadonlySet<ErrorCode> = new Set(['not_owner', 'group_taken']);

interface RowProps {
  readonly outcome: Outcome;
  readonly target: Target;
  readonly steps: readonly Step[];
  readonly package: PackageRef;
  readonly projectId: ProjectId;
  readonly sha256: Sha256;
  /** What a later look found of this target. */
  readonly onLooked: (targetId: string, outcome: Outcome) => void;
}

function Fixes(props: RowProps & { readonly registry: Registry | undefined; readonly code: ErrorCode }) {
  const { registry, code, projectId, outcome } = props;
  const needsToken = registry !== undefined && isAboutToken(code);
  return (
    <div className="row fixes">
      {needsToken ? (
        <LinkButton size="sm" href={href({ page: 'registry', registryId: registry.id })}>
          {code === 'token_missing' ? 'Save a token…' : 'Replace token…'}
        </LinkButton>
      ) : null}
      {OWNER_CODES.has(code) ? <SaveArchiveButton projectId={projectId} sha256={props.sha256} /> : null}
      {outcome.kind === 'unknown' ? null : (
        <LinkButton size="sm" variant={needsToken ? 'ghost' : 'default'} href={href({ page: 'review', projectId })}>
          Back to the review
        </LinkButton>
      )}
    </div>
  );
}

/** A later look takes the place of what was known. */
function LookNow({ target, onLooked }: Pick<RowProps, 'target' | 'onLooked'>) {
  const { entryId } = target;
  if (entryId === undefined) return null;
  const take = ({ outcome }: ActivityEntry): void => {
    if (outcome !== undefined && outcome.kind !== 'token_accepted' && outcome.kind !== 'token_rejected')
      onLooked(target.id, outcome);
  };
  return <LookButton entryId={entryId} onLooked={take} />;
}

/** The first sentence says what happened and stands out; the rest says why and what to do. */
function Message({ text }: { readonly text: string }) {
  const end = text.search(/[.!?] (?=[A-Z“"‘'])/);
  if (end === -1) return <p className="med otext">{text}</p>;
  return (
    <>
      <p className="med otext">{text.slice(0, end + 1)}</p>
      <p className="t2">{text.slice(end + 2)}</p>
    </>
  );
}

/** What is known of a version that the registry took: no more than what was read back. */
function acceptedText(name: string, version: string, steps: readonly Step[]): string {
  const { verify } = splitSteps(steps);
  if (verify?.state === 'done') return `${version} is listed and its archive is byte for byte the one you reviewed.`;
  const detail = verify?.detail ?? '';
  return `${name} accepted ${version}.${detail === '' ? '' : ` ${detail}${detail.endsWith('.') ? '' : '.'}`}`;
}

function Body(props: RowProps & { readonly registry: Registry | undefined }) {
  const { outcome, registry, target } = props;
  const name = registry?.name ?? 'The registry';
  if ('error' in outcome)
    return (
      <>
        <Message text={outcome.error.message} />
        <EvidenceList evidence={outcome.evidence} isSettled={false} />
        <ErrorDetails error={outcome.error} registryName={registry?.name} />
        <Fixes {...props} code={outcome.error.code} />
      </>
    );
  if (outcome.confirmed === 'answer') return <p className="t2">{acceptedText(name, target.version, props.steps)}</p>;
  return (
    <>
      <p className="t2">No clear answer came from {name}. Nothing was sent twice; we looked:</p>
      <EvidenceList evidence={outcome.evidence} isSettled />
    </>
  );
}

/** What became of a publish at one registry. A rejection interrupts a screen reader; all else is part of the list's own live region. */
export function OutcomeRow(props: RowProps) {
  const { outcome, target } = props;
  const registry = useRegistry(target.registryId);
  const words = wordsOf(outcome);
  const isPublished = outcome.kind === 'published';
  return (
    <div className="res" role={outcome.kind === 'rejected' ? 'alert' : undefined}>
      <RegistryName registry={registry ?? { name: 'Removed', colour: 'graphite' }} />
      <div className="grow">
        <div className="row">
          <StatusText glyph={words.glyph} tone={words.tone} className="med">
            {words.title}
          </StatusText>
          <span className="push">
            {isPublished && registry !== undefined ? (
              <LinkButton
                size="sm"
                href={href({
                  page: 'packages',
                  registryId: registry.id,
                  group: props.package.group,
                  name: props.package.name,
                })}
              >
                Show package
              </LinkButton>
            ) : null}
            {outcome.kind === 'unknown' ? <LookNow target={target} onLooked={props.onLooked} /> : null}
          </span>
        </div>
        <Body {...props} registry={registry} />
      </div>
    </div>
  );
}
