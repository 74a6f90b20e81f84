import type { ComparedFile } from './compare.ts';
import type { ArchiveLimits } from './findings.ts';
import type { ArchiveReading } from './list.ts';
import { listFiles, type OtherEntry } from './listFiles.ts';

/** The bytes of an archive, from the beginning; asked for anew for each reading. */
export type ArchiveSource = () => AsyncIterable<Uint8Array>;

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

const isManifest = (path: string): boolean => path.toLowerCase() === 'elba.toml';

/** Lists a published archive in memory, with the hash of each file. */
export async function listPublished(source: ArchiveSource, signal: AbortSignal): Promise<PublishedFiles> {
  const keep = (path: string, bytes: number): number => (isManifest(path) && bytes <= MOST_MANIFEST_BYTES ? bytes : 0);
  const { files, others, reading } = await listFiles(source(), { limits: LIMITS, keep, signal });
  return {
    files: files.map(({ path, bytes, sha256, executable }) => ({ path, bytes, sha256, executable })),
    others,
    manifest: files.findLast(({ path, bytes }) => keep(path, bytes) > 0)?.content ?? null,
    reading,
  };
}

/** The first `most` bytes of some files of a published archive, by path. The last of several of one name counts. */
export async function readAllPublished(
  source: ArchiveSource,
  paths: ReadonlySet<string>,
  most: number,
  signal: AbortSignal,
): Promise<ReadonlyMap<string, PublishedFile>> {
  const keep = (path: string): number => (paths.has(path) ? most : 0);
  const { files } = await listFiles(source(), { limits: LIMITS, keep, signal });
  const wanted = files.filter(({ path }) => paths.has(path));
  return new Map(wanted.map(({ path, bytes, content }) => [path, { bytes: content, size: bytes }]));
}

/** The first `most` bytes of a file of a published archive; null where it is not there. The last of several counts. */
export async function readPublished(
  source: ArchiveSource,
  path: string,
  most: number,
  signal: AbortSignal,
): Promise<PublishedFile | null> {
  return (await readAllPublished(source, new Set([path]), most, signal)).get(path) ?? null;
}
