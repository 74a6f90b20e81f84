import type { EntryId } from '../shared/ids.ts';
import type { ActivityEntry, Evidence } from '../shared/job.ts';
import type { Journal } from './journal.ts';

/** The forms in which the log leaves the program. */
export type ExportFormat = 'jsonl' | 'csv';

/** A file as it is handed out. `text` is redacted as the log itself is. */
export interface ExportedLog {
  readonly name: string;
  readonly text: string;
}

/** Read by a spreadsheet as a formula, wherever a cell begins with it. */
const FORMULA = /^[=+\-@\t\r]/;
const NEEDS_QUOTES = /[",\r\n]/;

type Cell = string | number | undefined;

/** One cell by RFC 4180. What a spreadsheet would run gets an apostrophe in front, which makes it text there. */
function cell(value: Cell): string {
  if (value === undefined) return '';
  const text = String(value);
  const harmless = FORMULA.test(text) ? `'${text}` : text;
  return NEEDS_QUOTES.test(harmless) ? `"${harmless.replaceAll('"', '""')}"` : harmless;
}

const evidenceLine = ({ at, seen, proves }: Evidence): string => `${at} ${seen}: ${proves}`;

function durationOf({ startedAt, endedAt }: ActivityEntry): number | undefined {
  return endedAt === undefined ? undefined : Math.max(0, Date.parse(endedAt) - Date.parse(startedAt));
}

const errorOf = ({ outcome }: ActivityEntry) =>
  outcome !== undefined && 'error' in outcome ? outcome.error : undefined;

/** The columns in their order. A new one goes to the end, so that what reads the file by place goes on working. */
const COLUMNS: ReadonlyArray<readonly [name: string, of: (entry: ActivityEntry) => Cell]> = [
  ['id', (entry): EntryId => entry.id],
  ['started', (entry) => entry.startedAt],
  ['ended', (entry) => entry.endedAt],
  ['duration_ms', durationOf],
  ['registry', (entry) => entry.registryName],
  ['registry_id', (entry) => entry.registryId],
  ['action', (entry) => entry.action],
  ['group', (entry) => entry.package?.group],
  ['package', (entry) => entry.package?.name],
  ['version', (entry) => entry.version],
  ['outcome', (entry) => entry.outcome?.kind],
  ['confirmed', ({ outcome }) => (outcome !== undefined && 'confirmed' in outcome ? outcome.confirmed : undefined)],
  ['error', (entry) => errorOf(entry)?.code],
  ['meaning', (entry) => errorOf(entry)?.message],
  ['status', (entry) => errorOf(entry)?.status],
  ['answer', (entry) => errorOf(entry)?.serverText],
  ['sha256', (entry) => entry.sha256],
  ['bytes', (entry) => entry.bytes],
  ['request', (entry) => entry.request],
  ['note', (entry) => entry.note],
  [
    'seen',
    ({ outcome }) =>
      outcome !== undefined && 'evidence' in outcome ? outcome.evidence.map(evidenceLine).join('\n') : undefined,
  ],
];

const csvOf = (entries: readonly ActivityEntry[]): string =>
  [COLUMNS.map(([name]) => name), ...entries.map((entry) => COLUMNS.map(([, of]) => cell(of(entry))))]
    .map((row) => `${row.join(',')}\r\n`)
    .join('');

const jsonLinesOf = (entries: readonly ActivityEntry[]): string =>
  entries.map((entry) => `${JSON.stringify(entry)}\n`).join('');

/**
 * The whole log, oldest entry first. `jsonl`: one entry of the contract a line. `csv`: RFC 4180 with a header, CRLF, UTF-8 without a
 * byte order mark; cells that begin like a formula are made text. `at` is the instant that names the file.
 */
export function exportActivity(journal: Pick<Journal, 'list'>, format: ExportFormat, at: string): ExportedLog {
  const entries = journal.list({ offset: 0, limit: Number.MAX_SAFE_INTEGER }).entries.reverse();
  const text = format === 'csv' ? csvOf(entries) : jsonLinesOf(entries);
  return { name: `activity-${at.slice(0, 10)}.${format}`, text };
}
