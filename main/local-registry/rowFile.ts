import { readFileSync } from 'node:fs';
import { type FileHandle, open } from 'node:fs/promises';
import { dirname } from 'node:path';
import * as z from 'zod';
import { Failure, failure } from '../failure.ts';
import { keepTornLineAside, syncFolder } from '../journalFile.ts';
import { Row, rowVersion } from './rows.ts';

/** The journal, open for appending. */
export type RowFile = {
  /** Resolves once the row is on the disk. Rows that come while one is being written go out together. */
  append(row: Row): Promise<void>;
  close(): Promise<void>;
};

const Newer = z.object({ v: z.number().gt(rowVersion) });

const parse = (line: string): unknown => {
  try {
    return JSON.parse(line);
  } catch {
    return undefined;
  }
};

const readRows = (text: string, file: string, log: (line: string) => void): Row[] => {
  const rows: Row[] = [];
  for (const [at, line] of text.split('\n').entries()) {
    if (line === '') continue;
    const json = parse(line);
    const row = Row.safeParse(json);
    if (row.success) rows.push(row.data);
    else if (Newer.safeParse(json).success)
      throw failure(
        'disk_failed',
        `${file} was written by a newer version of this program. Use that version, or another folder.`,
      );
    else log(`${file}:${at + 1} cannot be read and is left as it is`);
  }
  return rows;
};

const reasonOf = (error: unknown): string => (error instanceof Error ? error.message : String(error));

type Waiting = { readonly line: string; readonly resolve: () => void; readonly reject: (error: unknown) => void };

/** Appends in batches, each with one sync. What could not be written whole is cut off again. */
const createAppender = (handle: FileHandle, size: number): RowFile => {
  let length = size;
  let waiting: Waiting[] = [];
  let running: Promise<void> | null = null;
  let broken: unknown = null;

  const write = async (bytes: Buffer): Promise<void> => {
    if (broken !== null) throw broken;
    try {
      await handle.appendFile(bytes);
      await handle.datasync();
      length += bytes.length;
    } catch (error) {
      // After a failed sync nobody knows what is on the disk: only a cut makes further rows safe.
      await handle
        .truncate(length)
        .then(() => handle.datasync())
        .catch(() => {
          broken = error;
        });
      throw error;
    }
  };

  const run = async (): Promise<void> => {
    while (waiting.length > 0) {
      const batch = waiting;
      waiting = [];
      try {
        await write(Buffer.from(batch.map(({ line }) => line).join('')));
        for (const { resolve } of batch) resolve();
      } catch (error) {
        for (const { reject } of batch) reject(error);
      }
    }
    running = null;
  };

  return {
    append: (row) =>
      new Promise((resolve, reject) => {
        waiting.push({ line: `${JSON.stringify(row)}\n`, resolve, reject });
        running ??= run();
      }),
    async close() {
      await running;
      await handle.close();
    },
  };
};

/**
 * Opens the journal at `file`, making it where there is none, and gives its rows in order. A torn last line, as a crash leaves it, is moved
 * aside; a broken line elsewhere is left in its place, told to `log` and passed over. Throws `disk_failed`, also where a newer version
 * of the program wrote it.
 */
export const openRowFile = async (
  file: string,
  log: (line: string) => void,
): Promise<{ rows: Row[]; journal: RowFile }> => {
  let handle: FileHandle | null = null;
  try {
    handle = await open(file, 'a+', 0o600);
    syncFolder(dirname(file));
    keepTornLineAside(file, (line) => Row.safeParse(parse(line)).success);
    // On the spot: rows are made of it on the spot as well, and a stream's pieces would have to be put together.
    const rows = readRows(readFileSync(file, 'utf8'), file, log);
    return { rows, journal: createAppender(handle, (await handle.stat()).size) };
  } catch (error) {
    await handle?.close();
    if (error instanceof Failure) throw error;
    throw failure(
      'disk_failed',
      `The local registry's journal ${file} cannot be opened (${reasonOf(error)}). Check the disk and the permissions.`,
    );
  }
};
