import { createHash } from 'node:crypto';
import { open, stat } from 'node:fs/promises';
import { basename } from 'node:path';
import { Sha256 } from '../../shared/ids.ts';
import { type ListedArchive, type ListedFile, listFiles, piecesOf } from '../archive/listFiles.ts';
import { failure } from '../failure.ts';
import { errorCode } from './entries.ts';
import { archiveLimit, megabytes } from './fileChecks.ts';
import type { ProjectSource } from './projectSource.ts';

/** An archive that was packed before, in memory: these bytes, whatever becomes of the file that they were read from. */
export interface ReadyArchive {
  readonly bytes: Buffer;
  readonly sha256: Sha256;
  readonly listed: ListedArchive;
  /** Files by their paths, the last one of several of the same name, in the order of the archive. */
  readonly byPath: ReadonlyMap<string, ListedFile>;
  /** How many files were too much to be kept: nobody can look into them. */
  readonly notKept: number;
}

/** Whole files of up to 2 MiB are kept, as large as a README may be; of larger ones the beginning. */
const mostOfAFile = 2 * 1024 * 1024;
/** So much is kept of all files together, and of the rest only what tells a program. */
const mostKept = 128 * 1024 * 1024;
const leastOfAFile = 1024;

/** Whether a path is to be taken for an archive: a file of that name, whatever is in it. */
export const isArchive = async (path: string): Promise<boolean> =>
  /.\.tar\.gz$/i.test(basename(path)) &&
  stat(path).then(
    (stats) => stats.isFile(),
    () => false,
  );

const readWhole = async (path: string): Promise<Buffer> => {
  const handle = await open(path, 'r');
  try {
    const { size } = await handle.stat();
    if (size > archiveLimit)
      throw failure(
        'too_large',
        `${basename(path)} has ${megabytes(size)}, and registries take no more than ${megabytes(archiveLimit)}. Leave out what is not needed with exclude in elba.toml, and pack it again.`,
      );
    // Never more than the size that was judged, whatever is written to the file meanwhile.
    const bytes = Buffer.alloc(size);
    let filled = 0;
    while (filled < size) {
      const { bytesRead } = await handle.read(bytes, filled, size - filled, filled);
      if (bytesRead === 0) break;
      filled += bytesRead;
    }
    return bytes.subarray(0, filled);
  } finally {
    await handle.close();
  }
};

/**
 * Reads an archive into memory and lists it there; nothing is unpacked. Broken ones are read as far as they go. Throws `too_large` over
 * 31,457,280 bytes and `folder_unreadable`.
 */
export const readReadyArchive = async (path: string): Promise<ReadyArchive> => {
  const bytes = await readWhole(path).catch((error: unknown) => {
    if (errorCode(error) === '') throw error;
    throw failure('folder_unreadable', `${basename(path)} cannot be read. This account has no permission for it.`);
  });
  let kept = 0;
  let notKept = 0;
  const keep = (_path: string, size: number): number => {
    const wanted = Math.min(size, mostOfAFile);
    if (kept + wanted > mostKept) {
      notKept += 1;
      return leastOfAFile;
    }
    kept += wanted;
    return wanted;
  };
  const listed = await listFiles(piecesOf(bytes), { keep });
  const byPath = new Map(listed.files.map((file) => [file.path, file]));
  const sha256 = Sha256.parse(createHash('sha256').update(bytes).digest('hex'));
  return { bytes, sha256, listed, byPath, notKept };
};

/** The files of an archive, which never change. What was not kept is as unreadable as a file without permission. */
export const archiveSource = ({ byPath }: ReadyArchive): ProjectSource => ({
  read: async (path, most) => {
    const file = byPath.get(path);
    if (file === undefined) return { kind: 'missing' };
    const { content, bytes: size } = file;
    if (content.length < Math.min(size, most, mostOfAFile)) return { kind: 'unreadable' };
    return { kind: 'read', bytes: content.subarray(0, most), size };
  },
  stamp: async (path) => byPath.get(path)?.sha256 ?? null,
  sha256: async (path) => byPath.get(path)?.sha256 ?? null,
});
