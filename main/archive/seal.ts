import { createHash } from 'node:crypto';
import type { BigIntStats } from 'node:fs';
import { type FileHandle, open } from 'node:fs/promises';

/**
 * What changes whenever anything is written into a file, or another file takes its place: its inode, size and times. The system sets
 * the time of a change itself, and no program can set it back without setting the clock of the computer.
 */
export type Seal = string & { readonly seal: unique symbol };

/** The seal that a file with these facts has: the only place where a text becomes one. */
export const sealOf = ({ dev, ino, size, mtimeNs, ctimeNs }: BigIntStats): Seal =>
  `${dev} ${ino} ${size} ${mtimeNs} ${ctimeNs}` as Seal;

/** The seal that an open file has now. */
export const currentSeal = async (file: FileHandle): Promise<Seal> => sealOf(await file.stat({ bigint: true }));

/** Systems take the time from a clock that ticks every few milliseconds: of two changes in one tick the second one does not show. */
const tickMs = 100;

/** Some file systems know whole seconds only, or two of them. */
const isCoarse = ({ mtimeNs, ctimeNs }: BigIntStats): boolean =>
  mtimeNs % 1_000_000n === 0n && ctimeNs % 1_000_000n === 0n;

const blockBytes = 256 * 1024;

const hashOf = async (file: FileHandle): Promise<string> => {
  const hash = createHash('sha256');
  const block = Buffer.allocUnsafe(blockBytes);
  for (let at = 0; ; ) {
    const { bytesRead } = await file.read(block, 0, block.length, at);
    if (bytesRead === 0) return hash.digest('hex');
    hash.update(block.subarray(0, bytesRead));
    at += bytesRead;
  }
};

/**
 * Reads a file once and answers its seal where its bytes have this hash: as long as a file has that seal, they are the bytes that were
 * hashed. Null where that cannot be said, so that whoever sends the file hashes it again: other bytes, a file that was changed in the
 * last moment or meanwhile, a file system whose times are too coarse.
 */
export const sealArchive = async (path: string, sha256: string): Promise<Seal | null> => {
  const file = await open(path, 'r').catch(() => null);
  if (file === null) return null;
  try {
    const before = await file.stat({ bigint: true });
    if (isCoarse(before) || Date.now() - Number(before.ctimeNs / 1_000_000n) < tickMs) return null;
    if ((await hashOf(file)) !== sha256) return null;
    return (await currentSeal(file)) === sealOf(before) ? sealOf(before) : null;
  } catch {
    return null;
  } finally {
    await file.close();
  }
};
