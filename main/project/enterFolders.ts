import { failure } from '../failure.ts';
import { type Entry, errorCode, listFolder } from './entries.ts';
import type { FolderReader, ReadFolders } from './folderReader.ts';
import * as stays from './leftOut.ts';
import { type Finds, type Folder, take } from './takeEntry.ts';

/** A walk that is under way. */
export type Walk = {
  readonly finds: Finds;
  readonly signal: AbortSignal | undefined;
  readonly onProgress: ((entries: number) => void) | undefined;
  readonly mostFiles: number;
  readonly reader: FolderReader | undefined;
  readonly manyFolders: number;
  seen: number;
  full: boolean;
};

/** So many folders are listed in the background at once. */
const foldersAtOnce = 8;
/** The other thread has so much work waiting that it does not stand still while this one is busy, and so little that both end together. */
const batchesAhead = 4;
const foldersInBatch = 16;
const fewFolders = 8;
const progressEvery = 500;
/** Of entries that were looked at before: looking at the clock after each would be a tenth of the work. */
const entriesBetweenBreaths = 16;

/** Throws `cancelled` where the walk was stopped. */
export const stopIfAborted = ({ signal }: Walk): void => {
  if (signal?.aborted) throw failure('cancelled', 'Reading the folder was stopped.');
};

const takeAll = async (walk: Walk, folder: Folder, entries: readonly Entry[]): Promise<void> => {
  const { finds } = walk;
  for (const [i, entry] of entries.entries()) {
    const isQuick = entry.seen !== undefined && i % entriesBetweenBreaths > 0;
    const waiting = take(finds, folder.path, entry) ?? (isQuick ? null : finds.looks.breathe());
    if (waiting !== null) await waiting;
  }
  const before = walk.seen;
  walk.seen += entries.length;
  if (Math.floor(before / progressEvery) < Math.floor(walk.seen / progressEvery)) walk.onProgress?.(walk.seen);
  if (finds.included.length > walk.mostFiles) walk.full = true;
};

/** Takes what stands in a folder. Throws for the root what listing it throws, and `cancelled` where the walk was stopped. */
export const enter = async (walk: Walk, folder: Folder): Promise<void> => {
  stopIfAborted(walk);
  let entries: Entry[];
  try {
    entries = await listFolder(folder.raw);
  } catch (error) {
    if (folder.path === '') throw error;
    if (errorCode(error) === 'ENOENT') return;
    walk.finds.leftOut.push(stays.leftOutUnreadable(folder.path, 'folder'));
    walk.finds.problems.push(stays.unreadableCheck(folder.path, true));
    return;
  }
  await takeAll(walk, folder, entries);
};

/**
 * Takes what stands in folders that the other thread read. What it could not read is read here; so is a folder whose path is no text,
 * which the other thread looks for in vain.
 */
const enterByReader = async (walk: Walk, read: ReadFolders, folders: readonly Folder[]): Promise<void> => {
  const listed = await read(folders.map(({ raw }) => String(raw)));
  for (const [i, folder] of folders.entries()) {
    stopIfAborted(walk);
    const entries = listed[i] ?? null;
    await (entries === null ? enter(walk, folder) : takeAll(walk, folder, entries));
  }
};

/** Work that goes on side by side. */
type Crew = Set<Promise<void>>;

const join = (crew: Crew, work: Promise<void>): void => {
  const done: Promise<void> = work.finally(() => void crew.delete(done));
  crew.add(done);
};

/** The other thread takes the folders that have waited longest, this one the newest. */
const handOver = (walk: Walk, read: ReadFolders, crew: Crew): void => {
  const { waiting } = walk.finds;
  while (crew.size < batchesAhead && waiting.length >= fewFolders) {
    join(crew, enterByReader(walk, read, waiting.splice(0, Math.min(foldersInBatch, waiting.length / 2))));
  }
};

const enterHere = (walk: Walk, crew: Crew): void => {
  while (crew.size < foldersAtOnce) {
    const folder = walk.finds.waiting.pop();
    if (folder === undefined) return;
    join(crew, enter(walk, folder));
  }
};

/** Rejects when the walk is stopped, though a disk may still be waited for. */
const createStop = (walk: Walk) => {
  const { promise, reject } = Promise.withResolvers<never>();
  // Nobody may be waiting for it.
  promise.catch(() => undefined);
  const stop = (): void => {
    try {
      stopIfAborted(walk);
    } catch (thrown) {
      reject(thrown);
    }
  };
  walk.signal?.addEventListener('abort', stop, { once: true });
  return { promise, end: () => walk.signal?.removeEventListener('abort', stop) };
};

/**
 * Enters all folders that wait, and those in them. While one folder's files are looked at, the next ones are listed in the background;
 * where there are many, another thread takes some. Throws `cancelled` at once when the walk is stopped.
 */
export const enterAll = async (walk: Walk): Promise<void> => {
  const here: Crew = new Set();
  const there: Crew = new Set();
  const stopped = createStop(walk);
  let lent: ReturnType<FolderReader['borrow']> = null;
  try {
    while (!walk.full) {
      if (lent === null && walk.finds.waiting.length >= walk.manyFolders) lent = walk.reader?.borrow() ?? null;
      if (lent !== null) handOver(walk, lent.read, there);
      enterHere(walk, here);
      if (here.size + there.size === 0) return;
      await Promise.race([...here, ...there, stopped.promise]);
    }
    await Promise.race([Promise.all([...here, ...there]), stopped.promise]);
  } finally {
    stopped.end();
    lent?.giveBack();
  }
};
