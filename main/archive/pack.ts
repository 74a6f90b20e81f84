import { createHash, randomBytes } from 'node:crypto';
import { type FileHandle, open, rename, rm } from 'node:fs/promises';
import { availableParallelism } from 'node:os';
import { dirname } from 'node:path';
import { setImmediate as nextTurn } from 'node:timers/promises';
import { Sha256 } from '../../shared/ids.ts';
import type { IncludedFile } from '../../shared/project.ts';
import { byteOrder } from '../byteOrder.ts';
import { Failure, failure } from '../failure.ts';
import { createGzipWriter, deflateBlock } from './gzipWriter.ts';
import { createTarSource, type TarSource } from './tarSource.ts';

/** What is packed and where it goes. */
export type PackInput = {
  /** Absolute. */
  readonly folder: string;
  /** Paths with forward slashes, relative to the folder, with the sizes and modes that the walk saw. */
  readonly files: readonly IncludedFile[];
  /** Paths that come before all others, in this order: the registry shows the README that comes first. */
  readonly first?: readonly string[];
  readonly outFile: string;
  /** Where the archive is while it grows; beside `outFile`, with a random name, unless it is said. */
  readonly partFile?: string;
  readonly signal?: AbortSignal;
  /** Content bytes that were read, of how many; about ten thousand files or half a MiB lie between two calls at most. */
  readonly onProgress?: (doneBytes: number, totalBytes: number) => void;
  /** Blocks compressed at once; the cores of the computer unless it is said. The archive is the same for every number. */
  readonly parallel?: number;
};

/** `bytes` is the size of the archive, `unpackedBytes` the sum of its files' sizes. */
export type PackedArchive = {
  readonly sha256: Sha256;
  readonly bytes: number;
  readonly unpackedBytes: number;
  readonly fileCount: number;
};

const isPlainPath = (path: string): boolean =>
  path !== '' && !path.includes('\0') && path.split('/').every((part) => part !== '' && part !== '.' && part !== '..');

/** Files in the order of the archive: `first`, then by the bytes of their names. Refuses names that must not go in, and twins. */
const inOrder = (files: readonly IncludedFile[], first: readonly string[]): IncludedFile[] => {
  const rank = new Map(first.map((path, index) => [path, index]));
  const rankOf = (path: string): number => rank.get(path) ?? first.length;
  const sorted = files.toSorted((a, b) => rankOf(a.path) - rankOf(b.path) || byteOrder(a.path, b.path));
  for (const [i, { path }] of sorted.entries()) {
    if (!isPlainPath(path)) throw failure('invalid_input', `"${path}" cannot be the name of a file in an archive.`);
    if (sorted[i - 1]?.path === path) throw failure('invalid_input', `${path} was listed twice for the archive.`);
  }
  return sorted;
};

const stopIfCancelled = (signal: AbortSignal | undefined): void => {
  if (signal?.aborted === true) throw failure('cancelled', 'The archive was not built, because it was cancelled.');
};

/** Said where an archive cannot be written to its place. */
export const diskFailure = (file: string, error: unknown): Failure => {
  const reason = error instanceof Error ? error.message : String(error);
  return failure(
    'disk_failed',
    `The archive could not be written to ${dirname(file)} (${reason}). Make room there or check its permissions, then try again.`,
  );
};

/** Rejects as soon as the signal is aborted, whatever `work` still does. */
const orCancelled = async (work: Promise<void>, signal: AbortSignal | undefined): Promise<void> => {
  if (signal === undefined) return work;
  stopIfCancelled(signal);
  await new Promise<void>((resolve, reject) => {
    const stop = (): void => {
      try {
        stopIfCancelled(signal);
      } catch (error) {
        reject(error);
      }
    };
    signal.addEventListener('abort', stop, { once: true });
    work.then(resolve, reject).finally(() => signal.removeEventListener('abort', stop));
  });
};

/** The folder's entry for the file must reach the disk as well. Windows cannot sync a folder and does not need to. */
const syncFolder = async (folder: string): Promise<void> => {
  if (process.platform === 'win32') return;
  const handle = await open(folder, 'r');
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
};

/** A pool of blocks, so that memory stays the same however large the project is. */
const createPool = (): { take: () => Buffer; release: (block: Buffer) => void } => {
  const free: ArrayBuffer[] = [];
  return {
    take: () => Buffer.from(free.pop() ?? new ArrayBuffer(deflateBlock)),
    // A short last block is a view of its buffer; what is given back is the whole.
    release: (block) => {
      if (block.buffer instanceof ArrayBuffer) free.push(block.buffer);
    },
  };
};

type Written = { readonly sha256: string; readonly bytes: number };

const writeArchive = async (input: PackInput, source: TarSource, part: FileHandle): Promise<Written> => {
  const hash = createHash('sha256');
  const pool = createPool();
  const total = input.files.reduce((sum, file) => sum + file.bytes, 0);
  let bytes = 0;
  let queue: Promise<void> = Promise.resolve();
  let queued = 0;
  const write = (piece: Buffer): void => {
    hash.update(piece);
    bytes += piece.length;
    queued += piece.length;
    queue = queue.then(async () => {
      await part.write(piece).catch((error: unknown) => {
        throw diskFailure(input.outFile, error);
      });
      queued -= piece.length;
    });
    queue.catch(() => undefined);
  };
  const parallel = Math.max(1, Math.min(input.parallel ?? availableParallelism() + 1, 16));
  const gzip = createGzipWriter({ parallel, write, release: pool.release });
  for (;;) {
    stopIfCancelled(input.signal);
    const block = pool.take();
    const filled = source.fill(block);
    if (filled === 0) break;
    await gzip.add(block.subarray(0, filled));
    if (queued > 4 * deflateBlock) await queue;
    // An abort from another thread arrives as a message, and messages arrive between turns.
    await nextTurn();
    input.onProgress?.(source.contentBytes(), total);
  }
  await gzip.finish();
  await queue;
  return { sha256: hash.digest('hex'), bytes };
};

/**
 * Packs files into one tar.gz: one gzip member, entries in a fixed order without a prefix, fixed modes, owner and time, so the
 * same files give the same bytes on every computer with the same zlib. Grows under a temporary name, is synced and then
 * renamed; nothing is left behind when it fails or is cancelled. Memory stays flat. Reads synchronously in small slices, so
 * call it in a worker (`createPacker`) where something else needs the thread.
 *
 * Throws `folder_changed` (a file vanished, has another size, became a link or special file, or was written to meanwhile),
 * `folder_unreadable`, `disk_failed`, `invalid_input` (a name with `..`, or twice) and `cancelled`.
 */
export const packArchive = async (input: PackInput): Promise<PackedArchive> => {
  const files = inOrder(input.files, input.first ?? []);
  stopIfCancelled(input.signal);
  const partFile = input.partFile ?? `${input.outFile}.${randomBytes(6).toString('hex')}.part`;
  const source = createTarSource(input.folder, files);
  let part: FileHandle | null = null;
  try {
    part = await open(partFile, 'wx', 0o600).catch((error: unknown) => {
      throw diskFailure(input.outFile, error);
    });
    const { sha256, bytes } = await writeArchive(input, source, part);
    await orCancelled(part.sync(), input.signal);
    await part.close();
    part = null;
    await rename(partFile, input.outFile);
    await syncFolder(dirname(input.outFile));
    const unpackedBytes = source.contentBytes();
    return { sha256: Sha256.parse(sha256), bytes, unpackedBytes, fileCount: files.length };
  } catch (error) {
    await part?.close().catch(() => undefined);
    await rm(partFile, { force: true });
    throw error instanceof Failure ? error : diskFailure(input.outFile, error);
  } finally {
    source.close();
  }
};
