import { createHash } from 'node:crypto';
import type { ComparedFile } from './compare.ts';
import type { ArchiveLimits } from './findings.ts';
import { type ArchiveEntry, type ArchiveReading, type EntrySink, plainPath, readArchive } from './list.ts';

/** The bytes of an archive, from the beginning; asked for anew for each reading. */
export type ArchiveSource = () => AsyncIterable<Uint8Array>;

/** An entry that is no file and no folder: a link with what it leads to, a pipe, a device. Nothing follows or opens it. */
export interface OtherEntry {
  readonly path: string;
  readonly kind: 'link' | 'special';
  readonly target: string | null;
}

/** What is read of a published archive. Its files are under the names that they would get in a folder. */
export interface PublishedFiles {
  readonly files: readonly ComparedFile[];
  readonly others: readonly OtherEntry[];
  /** The bytes of elba.toml; null where there is none that can be read. */
  readonly manifest: Buffer | null;
  readonly reading: ArchiveReading;
}

/** The beginning of a file of an archive; `size` is that of the whole file, in bytes. */
export interface PublishedFile {
  readonly bytes: Buffer;
  readonly size: number;
}

/** What one published archive may take: far above any package, and little enough for a review. */
const LIMITS: ArchiveLimits = { unpackedBytes: 256 * 2 ** 20, entries: 20_000, nameBytes: 4096, ratio: 250 };
const MOST_MANIFEST_BYTES = 2 ** 20;

/** Keeps the first `most` bytes of a file. */
function keeper(most: number, done: (bytes: Buffer) => void): EntrySink {
  const parts: Buffer[] = [];
  let left = most;
  return {
    write: (bytes) => {
      if (left === 0) return;
      const part = Buffer.from(bytes.subarray(0, left));
      left -= part.length;
      parts.push(part);
    },
    end: () => done(Buffer.concat(parts)),
  };
}

function both(first: EntrySink, second: EntrySink | null): EntrySink {
  return {
    write: (bytes) => {
      first.write(bytes);
      second?.write(bytes);
    },
    end: () => {
      first.end();
      second?.end();
    },
  };
}

/** Lists a published archive in memory, with the hash of each file. */
export async function listPublished(source: ArchiveSource, signal: AbortSignal): Promise<PublishedFiles> {
  const files: ComparedFile[] = [];
  const others: OtherEntry[] = [];
  let manifest: Buffer | null = null;
  const onEntry = (entry: ArchiveEntry): EntrySink | null => {
    const path = plainPath(entry.path);
    const { kind, bytes, executable } = entry;
    if (kind === 'link' || kind === 'special') others.push({ path, kind, target: entry.target ?? null });
    if (kind !== 'file') return null;
    const hash = createHash('sha256');
    const hashing: EntrySink = {
      write: (piece) => void hash.update(piece),
      end: () => void files.push({ path, bytes, sha256: hash.digest('hex'), executable }),
    };
    const isManifest = path.toLowerCase() === 'elba.toml' && bytes <= MOST_MANIFEST_BYTES;
    const keeping = isManifest
      ? keeper(MOST_MANIFEST_BYTES, (content) => {
          manifest = content;
        })
      : null;
    return both(hashing, keeping);
  };
  const reading = await readArchive(source(), { limits: LIMITS, onEntry, signal });
  return { files, others, manifest, reading };
}

/** The first `most` bytes of a file of a published archive; null where it is not there. The last of several counts. */
export async function readPublished(
  source: ArchiveSource,
  path: string,
  most: number,
  signal: AbortSignal,
): Promise<PublishedFile | null> {
  let found: PublishedFile | null = null;
  const onEntry = (entry: ArchiveEntry): EntrySink | null => {
    if (entry.kind !== 'file' || plainPath(entry.path) !== path) return null;
    return keeper(most, (bytes) => {
      found = { bytes, size: entry.bytes };
    });
  };
  await readArchive(source(), { limits: LIMITS, onEntry, signal });
  return found;
}
