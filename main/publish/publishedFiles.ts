import { createHash } from 'node:crypto';
import type { ComparedFile } from '../archive/compare.ts';
import type { ArchiveLimits } from '../archive/findings.ts';
import { type ArchiveEntry, type ArchiveReading, type EntrySink, plainPath, readArchive } from '../archive/list.ts';

/** What is read of a published archive. Its files are under the names that they would get in a folder. */
export interface PublishedFiles {
  readonly files: readonly ComparedFile[];
  /** The bytes of elba.toml; null where there is none that can be read. */
  readonly manifest: Buffer | null;
  readonly reading: ArchiveReading;
}

/** What one published archive may take: far above any package, and little enough for a review. */
const LIMITS: ArchiveLimits = { unpackedBytes: 256 * 2 ** 20, entries: 20_000, nameBytes: 4096, ratio: 250 };
const MOST_MANIFEST_BYTES = 2 ** 20;
const PIECE = 64 * 1024;

/** In pieces, so that the ratio of unpacked to packed is looked at on the way. */
async function* piecesOf(bytes: Buffer): AsyncGenerator<Uint8Array> {
  for (let at = 0; at < bytes.length; at += PIECE) yield bytes.subarray(at, at + PIECE);
}

/** Keeps the content of a file that is no larger than `most`. */
function keeper(entry: ArchiveEntry, most: number, done: (bytes: Buffer) => void): EntrySink | null {
  if (entry.bytes > most) return null;
  const parts: Buffer[] = [];
  return {
    write: (bytes) => void parts.push(Buffer.from(bytes)),
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

/** Lists a published archive in memory, with the hash of each file. Links are findings of the reading and no files. */
export async function listPublished(archive: Buffer, signal: AbortSignal): Promise<PublishedFiles> {
  const files: ComparedFile[] = [];
  let manifest: Buffer | null = null;
  const onEntry = (entry: ArchiveEntry): EntrySink | null => {
    if (entry.kind !== 'file') return null;
    const path = plainPath(entry.path);
    const hash = createHash('sha256');
    const hashing: EntrySink = {
      write: (bytes) => void hash.update(bytes),
      end: () =>
        void files.push({ path, bytes: entry.bytes, sha256: hash.digest('hex'), executable: entry.executable }),
    };
    const isManifest = path.toLowerCase() === 'elba.toml';
    const keeping = isManifest
      ? keeper(entry, MOST_MANIFEST_BYTES, (bytes) => {
          manifest = bytes;
        })
      : null;
    return both(hashing, keeping);
  };
  const reading = await readArchive(piecesOf(archive), { limits: LIMITS, onEntry, signal });
  return { files, manifest, reading };
}

/** What a file of a published archive holds: null where it is not there, `too_big` over `most` bytes. The last of several counts. */
export async function readPublished(
  archive: Buffer,
  path: string,
  most: number,
  signal: AbortSignal,
): Promise<Buffer | 'too_big' | null> {
  let found: Buffer | 'too_big' | null = null;
  const onEntry = (entry: ArchiveEntry): EntrySink | null => {
    if (entry.kind !== 'file' || plainPath(entry.path) !== path) return null;
    found = entry.bytes > most ? 'too_big' : null;
    return keeper(entry, most, (bytes) => {
      found = bytes;
    });
  };
  await readArchive(piecesOf(archive), { limits: LIMITS, onEntry, signal });
  return found;
}
