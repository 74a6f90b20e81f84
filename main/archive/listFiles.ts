import { createHash } from 'node:crypto';
import type { ComparedFile } from './compare.ts';
import { type ArchiveLimits, usualLimits } from './findings.ts';
import { type ArchiveEntry, type ArchiveReading, type EntrySink, plainPath, readArchive } from './list.ts';

/** A file of an archive. `name` is as it is written there; `content` its beginning, as far as it was to be kept. */
export interface ListedFile extends ComparedFile {
  readonly name: string;
  readonly content: Buffer;
}

/** An entry that is no file and no folder: a link with what it leads to, a pipe, a device. Nothing follows or opens it. */
export interface OtherEntry {
  readonly path: string;
  readonly name: string;
  readonly kind: 'link' | 'special';
  readonly target: string | null;
}

/** An archive as it was read, in its own order. */
export interface ListedArchive {
  readonly files: readonly ListedFile[];
  readonly others: readonly OtherEntry[];
  readonly reading: ArchiveReading;
}

export interface ListOptions {
  readonly limits?: ArchiveLimits;
  /** How many bytes of a file's beginning are kept; none unless it is said. `path` is without `./`. */
  readonly keep?: (path: string, bytes: number) => number;
  readonly signal?: AbortSignal;
}

const piece = 64 * 1024;

/** The bytes of an archive in memory, in pieces, so that the ratio of unpacked to packed is looked at on the way. */
export async function* piecesOf(bytes: Buffer): AsyncGenerator<Uint8Array> {
  for (let at = 0; at < bytes.length; at += piece) yield bytes.subarray(at, at + piece);
}

/** Hashes a file, and keeps its first `most` bytes. */
function reader(most: number, done: (sha256: string, content: Buffer) => void): EntrySink {
  const hash = createHash('sha256');
  const kept: Buffer[] = [];
  let left = most;
  return {
    write: (bytes) => {
      hash.update(bytes);
      if (left <= 0) return;
      const part = Buffer.from(bytes.subarray(0, left));
      kept.push(part);
      left -= part.length;
    },
    end: () => done(hash.digest('hex'), Buffer.concat(kept)),
  };
}

/**
 * Lists an archive that nobody vouches for without unpacking it, with the hash of each file. Paths are those that the
 * files would get in a folder. Links and special entries are never followed. Throws the reason of `signal` when that is aborted; what
 * is wrong with the archive comes back in `reading`.
 */
export async function listFiles(source: AsyncIterable<Uint8Array>, options: ListOptions = {}): Promise<ListedArchive> {
  const files: ListedFile[] = [];
  const others: OtherEntry[] = [];
  const onEntry = (entry: ArchiveEntry): EntrySink | null => {
    const { path: name, kind, bytes, executable, target = null } = entry;
    const path = plainPath(name);
    if (kind === 'link' || kind === 'special') others.push({ path, name, kind, target });
    if (kind !== 'file') return null;
    return reader(options.keep?.(path, bytes) ?? 0, (sha256, content) => {
      files.push({ path, name, bytes, sha256, executable, content });
    });
  };
  const { limits = usualLimits, signal } = options;
  const reading = await readArchive(source, {
    limits,
    onEntry,
    ...(signal === undefined ? {} : { signal }),
  });
  return { files, others, reading };
}
