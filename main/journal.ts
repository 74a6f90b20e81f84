import { closeSync, fsync, mkdirSync, openSync, readFileSync, write } from 'node:fs';
import { dirname } from 'node:path';
import { promisify } from 'node:util';
import * as z from 'zod';
import { EntryId } from '../shared/ids.ts';
import { ActivityEntry } from '../shared/job.ts';
import { Failure, failure } from './failure.ts';
import { keepTornLineAside, syncFolder } from './journalFile.ts';
import { trimJournal } from './journalTrim.ts';
import { redactDeep } from './redact.ts';

/** How a write ended, as the journal keeps it. */
export type EntryOutcome = NonNullable<ActivityEntry['outcome']>;

/** What is known before the first byte leaves. `startedAt` is given where the work began before the row is written. */
export type NewEntry = Omit<ActivityEntry, 'id' | 'startedAt' | 'endedAt' | 'outcome'> & {
  readonly startedAt?: string;
};

/** The append-only record of every publish, yank and token test. */
export interface Journal {
  /** Writes the `started` row; it is on the disk when this resolves. Throws `disk_failed`: then nothing may be sent. */
  start(entry: NewEntry): Promise<EntryId>;
  /**
   * Writes the `ended` row. Called again for the same entry when a later look learns more: the last row counts. Throws
   * `disk_failed`; this run knows the outcome all the same, the next one will look it up.
   */
  end(id: EntryId, outcome: EntryOutcome): Promise<void>;
  /** Newest first. `damaged` counts the lines that could not be read, the torn ones that were kept aside among them. */
  list(page: { offset: number; limit: number }): { entries: ActivityEntry[]; total: number; damaged: number };
  get(id: EntryId): ActivityEntry | undefined;
  /** Entries without an end, oldest first: under way, or left by a program that was killed. */
  unfinished(): ActivityEntry[];
  /** How many entries have the outcome `unknown`. */
  unknownOutcomes(): number;
  /**
   * Drops every entry that has a clear end, in one step; what is under way or unknown stays. Answers how many went. Throws
   * `disk_failed`; nothing went then.
   */
  clear(): Promise<number>;
  close(): Promise<void>;
}

interface Options {
  readonly file: string;
  redact(text: string): string;
  now(): string;
  newId(): string;
  /** Hears that a row was added. */
  onChange?(): void;
}

const SCHEMA = 1;
const Row = z.discriminatedUnion('row', [
  z.object({ v: z.literal(SCHEMA), row: z.literal('started'), entry: ActivityEntry }),
  z.object({
    v: z.literal(SCHEMA),
    row: z.literal('ended'),
    id: EntryId,
    at: z.string(),
    outcome: ActivityEntry.shape.outcome.unwrap(),
  }),
]);
type Row = z.infer<typeof Row>;

const writeTo = promisify(write);
const sync = promisify(fsync);

function parseRow(line: string): Row | null {
  try {
    return Row.parse(JSON.parse(line));
  } catch {
    return null;
  }
}

/** Applies a row to what is known; false where it belongs to nothing. */
function apply(entries: Map<EntryId, ActivityEntry>, row: Row): boolean {
  if (row.row === 'started') {
    entries.set(row.entry.id, row.entry);
    return true;
  }
  const entry = entries.get(row.id);
  if (entry === undefined) return false;
  entries.set(row.id, { ...entry, endedAt: row.at, outcome: row.outcome });
  return true;
}

function readRows(file: string, entries: Map<EntryId, ActivityEntry>): number {
  let damaged = 0;
  for (const line of readFileSync(file, 'utf8').split('\n')) {
    if (line === '') continue;
    const row = parseRow(line);
    if (row === null || !apply(entries, row)) damaged += 1;
  }
  return damaged;
}

/** Appends whole lines, one after another, each synced. After a failed write the next line starts on a fresh one. */
function appender(fileOf: () => number) {
  let last: Promise<void> = Promise.resolve();
  let torn = false;
  const append = async (text: string): Promise<void> => {
    const bytes = Buffer.from(torn ? `\n${text}\n` : `${text}\n`);
    try {
      let done = 0;
      while (done < bytes.length) done += (await writeTo(fileOf(), bytes, done)).bytesWritten;
      await sync(fileOf());
      torn = false;
    } catch (cause) {
      torn = true;
      const reason = cause instanceof Error && 'code' in cause ? ` (${String(cause.code)})` : '';
      throw failure(
        'disk_failed',
        `The activity log could not be written${reason}. Nothing is sent without it; free some space or check the data folder.`,
      );
    }
  };
  return {
    append(text: string): Promise<void> {
      const mine = last.then(() => append(text));
      last = mine.catch(() => undefined);
      return mine;
    },
    /** Runs while nothing is written. */
    between<T>(run: () => T): Promise<T> {
      const mine = last.then(run);
      last = mine.then(
        () => undefined,
        () => undefined,
      );
      return mine;
    },
    idle: (): Promise<void> => last,
  };
}

/** Later than every instant. */
const EVER = '9999';

function clearFile(file: string): ReadonlySet<string> {
  try {
    return trimJournal(file, EVER);
  } catch (cause) {
    const reason = cause instanceof Error && 'code' in cause ? ` (${String(cause.code)})` : '';
    throw failure('disk_failed', `The activity log could not be cleared${reason}. Nothing of it went.`);
  }
}

/**
 * Opens the journal: JSON Lines, each row with a schema version, 0600, only ever appended to and synced row by row. A last
 * line that was torn by a crash is moved to `{file}.torn` and counted. Every string is redacted before it is written.
 * Throws what the file system throws where the file cannot be opened.
 */
export function createJournal({ file, redact, now, newId, onChange }: Options): Journal {
  mkdirSync(dirname(file), { recursive: true, mode: 0o700 });
  let fd = openSync(file, 'a', 0o600);
  syncFolder(dirname(file));
  const aside = keepTornLineAside(file, (line) => parseRow(line) !== null);
  const entries = new Map<EntryId, ActivityEntry>();
  const damaged = aside + readRows(file, entries);
  const lines = appender(() => fd);

  /** Not every system replaces a file that is open. */
  const clearClosed = (): ReadonlySet<string> => {
    closeSync(fd);
    try {
      return clearFile(file);
    } finally {
      fd = openSync(file, 'a', 0o600);
    }
  };
  const learn = (row: Row): void => {
    apply(entries, row);
    onChange?.();
  };

  return {
    async start(entry) {
      const id = EntryId.parse(newId());
      const row: Row = { v: SCHEMA, row: 'started', entry: redactDeep({ startedAt: now(), ...entry, id }, redact) };
      await lines.append(JSON.stringify(row));
      learn(row);
      return id;
    },
    end(id, outcome) {
      const row: Row = { v: SCHEMA, row: 'ended', id, at: now(), outcome: redactDeep(outcome, redact) };
      learn(row);
      return lines.append(JSON.stringify(row));
    },
    list({ offset, limit }) {
      const newestFirst = [...entries.values()].reverse();
      return { entries: newestFirst.slice(offset, offset + limit), total: newestFirst.length, damaged };
    },
    get: (id) => entries.get(id),
    unfinished: () => [...entries.values()].filter((entry) => entry.outcome === undefined),
    unknownOutcomes: () => [...entries.values()].filter((entry) => entry.outcome?.kind === 'unknown').length,
    clear: () =>
      lines.between(() => {
        const gone = clearClosed();
        for (const id of entries.keys()) if (gone.has(id)) entries.delete(id);
        onChange?.();
        return gone.size;
      }),
    async close() {
      await lines.idle();
      closeSync(fd);
    },
  };
}

/** The entry with this id. Throws `not_found`. */
export function entryOf(journal: Pick<Journal, 'get'>, id: EntryId): ActivityEntry {
  const entry = journal.get(id);
  if (entry === undefined) throw failure('not_found', 'This entry is no longer in the activity log.');
  return entry;
}

/**
 * Writes the end of an entry whose outcome stands whatever becomes of the journal: a disk that fails is told to `log`, and the next
 * start will look the outcome up.
 */
export async function endEntry(
  journal: Pick<Journal, 'end'>,
  id: EntryId,
  outcome: EntryOutcome,
  log: (text: string) => void,
): Promise<void> {
  try {
    await journal.end(id, outcome);
  } catch (thrown) {
    if (!(thrown instanceof Failure)) throw thrown;
    log(thrown.error.message);
  }
}
