import { setImmediate as nextTurn } from 'node:timers/promises';
import type { FilesDiffer, LineCount } from '../../shared/changes.ts';
import type { PublishedFile } from './publishedFiles.ts';
import { diffTexts } from './textDiff.ts';

/** Gives one side of a file, whole or as far as it is to be read; null where that side has none. */
export type ReadSide = (path: string) => Promise<Uint8Array | null>;

/** The paths of what differs that either side may be asked for. */
export const countedPaths = ({ modified, added, removed }: FilesDiffer): ReadonlySet<string> =>
  new Set([...modified, ...added, ...removed].map(({ path }) => path));

/** A side of which the beginnings of some files are in memory. */
export const sideInMemory =
  (files: ReadonlyMap<string, PublishedFile>): ReadSide =>
  async (path) => {
    const file = files.get(path);
    return file === undefined || file.bytes.length < file.size ? null : file.bytes;
  };

const MOST_BYTES = 512 * 1024;
/** One file may hold up the thread for so long, all of them together for so long in turns. */
const FILE_MS = 40;
const ALL_MS = 1500;

const NOTHING = Buffer.alloc(0);

function countOne(before: Uint8Array, after: Uint8Array): LineCount {
  const diff = diffTexts(before, after, { mostBytes: MOST_BYTES, timeoutMs: FILE_MS });
  if (diff.kind !== 'hunks') return null;
  const lines = diff.hunks.flatMap((hunk) => hunk.lines);
  const count = (kind: 'add' | 'del'): number => lines.filter((line) => line.kind === kind).length;
  return { added: count('add'), removed: count('del') };
}

/**
 * Counts the lines that came and went in each file that differs. A file that is no text or takes too long is not counted, and none is
 * any more once all of it took a second and a half. Sides are asked for one file after the other.
 */
export async function countLines(
  differ: FilesDiffer,
  before: ReadSide,
  after: ReadSide,
  clock: () => number = () => performance.now(),
): Promise<FilesDiffer> {
  const until = clock() + ALL_MS;
  const nothing: ReadSide = async () => NOTHING;
  const counted = async <T extends { path: string; lines: LineCount }>(
    files: readonly T[],
    [was, is]: readonly [ReadSide, ReadSide],
  ): Promise<T[]> => {
    const done: T[] = [];
    for (const file of files) {
      const inTime = clock() <= until;
      const [old, now] = inTime ? [await was(file.path), await is(file.path)] : [null, null];
      done.push(old === null || now === null ? file : { ...file, lines: countOne(old, now) });
      if (inTime) await nextTurn();
    }
    return done;
  };
  return {
    ...differ,
    modified: await counted(differ.modified, [before, after]),
    added: await counted(differ.added, [nothing, after]),
    removed: await counted(differ.removed, [before, nothing]),
  };
}
