import { lstatSync, readdirSync } from 'node:fs';
import { parentPort } from 'node:worker_threads';
import { type Entry, kindOf, lost, seenOf } from './entries.ts';
import { toColumns } from './folderColumns.ts';

/** One with more would hold up the thread of the walk when it comes as a whole; that one takes it bit by bit. */
const mostEntries = 20_000;

/**
 * What stands in a folder, files looked at. Null where anything in it is out of the ordinary, or where it has more than `most` entries:
 * the thread of the walk reads such a folder itself.
 */
export const readFolder = (folder: string, most = mostEntries): Entry[] | null => {
  try {
    const names = readdirSync(folder);
    if (names.length > most) return null;
    const entries: Entry[] = [];
    for (const name of names) {
      if (name.includes(lost)) return null;
      const raw = `${folder}/${name}`;
      const stats = lstatSync(raw, { throwIfNoEntry: false });
      // It went away meanwhile.
      if (stats === undefined) continue;
      const kind = kindOf(stats);
      entries.push({ name, utf8: true, raw, kind, ...(kind === 'file' ? { seen: seenOf(stats) } : {}) });
    }
    return entries;
  } catch {
    return null;
  }
};

const isFolders = (message: unknown): message is string[] =>
  Array.isArray(message) && message.every((folder) => typeof folder === 'string');

/** The thread that reads folders: their paths in, columns out. It loads little, so that it is there soon. */
const serve = (port: NonNullable<typeof parentPort>): void => {
  port.on('message', (message: unknown) => {
    if (!isFolders(message)) throw new TypeError('The thread that reads folders was asked for something else.');
    const columns = toColumns(message.map((folder) => readFolder(folder)));
    const { counts, kinds, sizes, modes, owners } = columns;
    const buffers = [counts, kinds, sizes, modes, owners].map(({ buffer }) => buffer);
    port.postMessage({ kind: 'read', columns }, buffers);
  });
  port.postMessage({ kind: 'up' });
};

if (parentPort !== null) serve(parentPort);
