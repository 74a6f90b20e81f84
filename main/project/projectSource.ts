import { createHash } from 'node:crypto';
import { lstat } from 'node:fs/promises';
import { join } from 'node:path';
import { type ReadFile, readProjectFile } from './readFile.ts';

/** Where the files of a project are read from: its folder, or an archive in memory. Paths are relative, with forward slashes. */
export interface ProjectSource {
  /** The beginning of a file, at most `most` bytes. */
  read(path: string, most: number): Promise<ReadFile>;
  /** What changes when a file is written to; null where it went away or cannot be looked at. */
  stamp(path: string): Promise<string | null>;
  /** The hash of a whole file, in hex; null where it has not `bytes` bytes any more or cannot be read. */
  sha256(path: string, bytes: number): Promise<string | null>;
}

/** The files of a folder, read as `readProjectFile` does: no links, and nothing outside. */
export const folderSource = (root: string): ProjectSource => ({
  read: (path, most) => readProjectFile(root, path, most),
  stamp: async (path) => {
    const stats = await lstat(join(root, path), { bigint: true }).catch(() => null);
    return stats === null ? null : `${stats.size} ${stats.mtimeNs} ${stats.ctimeNs}`;
  },
  sha256: async (path, bytes) => {
    const read = await readProjectFile(root, path, bytes + 1);
    if (read.kind !== 'read' || read.bytes.length !== bytes) return null;
    return createHash('sha256').update(read.bytes).digest('hex');
  },
});
