import type { ReactNode } from 'react';
import type { AppError } from '../../../shared/errors.ts';
import type { ActivityEntry, Evidence } from '../../../shared/job.ts';
import { useRegistry } from '../../bridge/useAppState.ts';
import { CopyButton } from '../../components/Copyable.tsx';
import { formatBytes, formatInstant } from '../../components/format.ts';
import { LinkButton } from '../../components/LinkButton.tsx';
import { answerText, ServerText } from '../../components/ServerText.tsx';
import { EvidenceList } from '../jobs/EvidenceList.tsx';
import { isAboutToken } from '../jobs/outcomeWords.tsx';
import { href } from '../shell/router.ts';
import { durationText } from './activityRows.ts';
import { outcomeLook } from './OutcomeText.tsx';

const errorIn = (entry: ActivityEntry): AppError | undefined =>
  entry.outcome !== undefined && 'error' in entry.outcome ? entry.outcome.error : undefined;

const evidenceIn = (entry: ActivityEntry): readonly Evidence[] =>
  entry.outcome !== undefined && 'evidence' in entry.outcome ? entry.outcome.evidence : [];

const archiveText = (entry: ActivityEntry): string | undefined =>
  entry.sha256 === undefined
    ? undefined
    : `sha256 ${entry.sha256}${entry.bytes === undefined ? '' : `, ${formatBytes(entry.bytes)}`}`;

/** Everything about an entry as lines of text, to be copied into a report. */
export function detailsText(entry: ActivityEntry): string {
  const error = errorIn(entry);
  const { package: ref } = entry;
  const lines: ReadonlyArray<readonly [string, string | undefined]> = [
    ['Action', entry.action],
    ['Registry', entry.registryName],
    ['Package', ref === undefined ? undefined : `${ref.group}/${ref.name} ${entry.version ?? ''}`.trim()],
    ['Request', entry.request],
    ['Started', entry.startedAt],
    ['Ended', entry.endedAt],
    ['Duration', entry.endedAt === undefined ? undefined : durationText(entry.startedAt, entry.endedAt)],
    ['Archive', archiveText(entry)],
    ['Outcome', outcomeLook(entry).text],
    ['Meaning', error?.message],
    ['Answer', error?.serverText === undefined ? undefined : answerText(error.serverText, error.status)],
    ['Note', entry.note],
    ...evidenceIn(entry).map((one) => ['Seen', `${one.at} ${one.seen}: ${one.proves}`] as const),
  ];
  return lines.flatMap(([name, text]) => (text === undefined ? [] : [`${name}: ${text}`])).join('\n');
}

function Fact(props: { readonly name: string; readonly children: ReactNode; readonly mono?: boolean }) {
  return (
    <>
      <dt>{props.name}</dt>
      <dd className={props.mono === true ? 'mono brk' : 'brk'}>{props.children}</dd>
    </>
  );
}

/** Where to go on from an entry: to the token that was refused, or to the package. */
function Onward({ entry }: { readonly entry: ActivityEntry }) {
  const registry = useRegistry(entry.registryId);
  const error = errorIn(entry);
  const { package: ref, outcome } = entry;
  if (registry === undefined) return null;
  const isThere = outcome?.kind === 'published' || outcome?.kind === 'yanked' || outcome?.kind === 'unyanked';
  return (
    <>
      {ref !== undefined && isThere ? (
        <LinkButton size="sm" href={href({ page: 'packages', registryId: registry.id, ...ref })}>
          Show package
        </LinkButton>
      ) : null}
      {error !== undefined && isAboutToken(error.code) ? (
        <LinkButton size="sm" href={href({ page: 'registry', registryId: registry.id })}>
          {error.code === 'token_missing' ? 'Save a token…' : 'Replace token…'}
        </LinkButton>
      ) : null}
    </>
  );
}

/** Request, answer, hash, size, duration and what was seen, of one entry. */
export function ActivityDetails({ entry }: { readonly entry: ActivityEntry }) {
  const error = errorIn(entry);
  const archive = archiveText(entry);
  return (
    <>
      <dl className="kv small">
        <Fact name="Request" mono>
          {entry.request}
        </Fact>
        <Fact name="Started">{formatInstant(entry.startedAt)}</Fact>
        {entry.endedAt !== undefined && <Fact name="Duration">{durationText(entry.startedAt, entry.endedAt)}</Fact>}
        {archive !== undefined && (
          <Fact name="Archive" mono>
            {archive}
          </Fact>
        )}
        {error !== undefined && <Fact name="Meaning">{error.message}</Fact>}
        {error?.todo?.map((line) => (
          <Fact key={line} name="To do">
            {line}
          </Fact>
        ))}
        {entry.note !== undefined && <Fact name="Your note">{entry.note}</Fact>}
      </dl>
      {error?.serverText !== undefined && (
        <ServerText text={error.serverText} status={error.status} registryName={entry.registryName} />
      )}
      <EvidenceList evidence={evidenceIn(entry)} isSettled={entry.outcome?.kind === 'published'} />
      <div className="row acts">
        <CopyButton text={detailsText(entry)} what="details" kind="button" />
        <Onward entry={entry} />
      </div>
    </>
  );
}
