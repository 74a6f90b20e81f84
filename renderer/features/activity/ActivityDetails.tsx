import { Search } from 'lucide-react';
import type { ReactNode } from 'react';
import type { AppError } from '../../../shared/errors.ts';
import type { ActivityEntry, Evidence } from '../../../shared/job.ts';
import { CopyButton } from '../../components/Copyable.tsx';
import { formatBytes, formatInstant, formatTimeExact } from '../../components/format.ts';
import { answerText, ServerText } from '../../components/ServerText.tsx';
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

function Seen({ evidence }: { readonly evidence: readonly Evidence[] }) {
  return (
    <ul className="evid" aria-label="What was seen">
      {evidence.map((one) => (
        <li key={`${one.at} ${one.kind} ${one.seen}`}>
          <Search className="i s" aria-hidden="true" />
          <span>
            {one.seen} <span className="t2">{one.proves}</span>
          </span>
          <time dateTime={one.at} className="t2">
            {formatTimeExact(one.at)}
          </time>
        </li>
      ))}
    </ul>
  );
}

/** Request, answer, hash, size, duration and what was seen, of one entry. */
export function ActivityDetails({ entry }: { readonly entry: ActivityEntry }) {
  const error = errorIn(entry);
  const evidence = evidenceIn(entry);
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
      {evidence.length > 0 && <Seen evidence={evidence} />}
      <div className="row acts">
        <CopyButton text={detailsText(entry)} what="details" kind="button" />
      </div>
    </>
  );
}
