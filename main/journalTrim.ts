import { closeSync, existsSync, fsyncSync, openSync, readFileSync, renameSync, writeSync } from 'node:fs';
import { dirname } from 'node:path';
import * as z from 'zod';
import { syncFolder } from './journalFile.ts';

const Started = z.object({ row: z.literal('started'), entry: z.object({ id: z.string() }) });
const Ended = z.object({
  row: z.literal('ended'),
  id: z.string(),
  at: z.string(),
  outcome: z.object({ kind: z.string() }),
});

function parse(line: string): unknown {
  try {
    return JSON.parse(line);
  } catch {
    return undefined;
  }
}

const idOf = (row: unknown): string | undefined =>
  Started.safeParse(row).data?.entry.id ?? Ended.safeParse(row).data?.id;

/** The entries whose last word came before `before` and is a clear one. */
function oldOnes(rows: readonly unknown[], before: string): Set<string> {
  const last = new Map<string, z.infer<typeof Ended>>();
  for (const row of rows) {
    const ended = Ended.safeParse(row);
    if (ended.success) last.set(ended.data.id, ended.data);
  }
  const old = [...last.values()].filter(({ at, outcome }) => at < before && outcome.kind !== 'unknown');
  return new Set(old.map(({ id }) => id));
}

/** Takes the place of the file in one step, so that a kill leaves the old or the new one. */
function replace(file: string, text: string): void {
  const temporary = `${file}.tmp`;
  const fd = openSync(temporary, 'w', 0o600);
  try {
    const bytes = Buffer.from(text, 'utf8');
    for (let at = 0; at < bytes.length; ) at += writeSync(fd, bytes, at);
    fsyncSync(fd);
  } finally {
    closeSync(fd);
  }
  renameSync(temporary, file);
  syncFolder(dirname(file));
}

/**
 * Drops the entries of a journal that nobody is writing to that ended before an instant. What has no end yet, what ended with an unknown
 * outcome and lines that cannot be read stay. Answers the ids of those that went. Throws what the file system throws.
 */
export function trimJournal(file: string, before: string): ReadonlySet<string> {
  if (!existsSync(file)) return new Set();
  const lines = readFileSync(file, 'utf8').split('\n');
  const rows = lines.map(parse);
  const old = oldOnes(rows, before);
  if (old.size === 0) return old;
  const kept = lines.filter((_, at) => {
    const id = idOf(rows[at]);
    return id === undefined || !old.has(id);
  });
  replace(file, kept.join('\n'));
  return old;
}
