import { randomUUID } from 'node:crypto';
import { createReadStream, createWriteStream } from 'node:fs';
import { mkdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { finished } from 'node:stream/promises';
import type { PackageRef, RegistryId, Sha256 } from '../../shared/ids.ts';
import { failure } from '../failure.ts';
import type { Downloaded, Reads } from './reads.ts';

/** An archive as a registry handed it out, as a file that is lent. */
export interface ShelvedArchive {
  readonly bytes: number;
  readonly sha256: Sha256;
  /** Its bytes, from the beginning each time. */
  read(): AsyncIterable<Uint8Array>;
}

export interface ArchiveShelf {
  /**
   * Lends the archive of a version, which is downloaded the first time: a version is never replaced. It stays whole until `use` has
   * ended. Throws `too_large` as soon as there is more than is taken, `disk_failed`, the reason of the signal that ends the program,
   * and what `download` throws.
   */
  lend<T>(
    registryId: RegistryId,
    ref: PackageRef,
    version: string,
    use: (archive: ShelvedArchive) => Promise<T>,
  ): Promise<T>;
  /** Drops what came from a registry that was removed, or whose address changed. */
  forget(registryId: RegistryId): void;
}

export interface ArchiveShelfParts {
  /** Where the files lie for this run, absolute; made when it is needed. */
  readonly folder: string;
  clientFor(registryId: RegistryId): Pick<Reads, 'download'>;
  /** The most that is taken of one archive, in bytes. */
  readonly mostBytes: number;
  /** How many bytes stay for the next question, at most; 256 MiB unless told. */
  readonly mostKept?: number;
  /** Aborted when the program ends. */
  readonly signal: AbortSignal;
}

interface Place {
  readonly registryId: RegistryId;
  readonly file: string;
  readonly reading: Promise<ShelvedArchive>;
  /** Null until it was downloaded. */
  bytes: number | null;
  lent: number;
}

const MOST_KEPT = 256 * 2 ** 20;

type Download = (signal: AbortSignal, into: (chunk: Uint8Array) => void) => Promise<Downloaded>;

/** Downloads into a new file, at most `most` bytes; nothing is left of it after a failure. */
async function downloadInto(file: string, what: string, most: number, signal: AbortSignal, download: Download) {
  const enough = new AbortController();
  const out = createWriteStream(file, { flags: 'wx', mode: 0o600 });
  let diskError: Error | null = null;
  const written = finished(out).catch((thrown: unknown) => {
    diskError = thrown instanceof Error ? thrown : new Error(String(thrown));
    enough.abort();
  });
  let taken = 0;
  const into = (chunk: Uint8Array): void => {
    taken += chunk.length;
    if (taken > most) enough.abort();
    else out.write(Buffer.from(chunk));
  };
  /** What ended it, where that was not the download itself. */
  const reason = (): unknown => {
    if (signal.aborted) return signal.reason;
    if (taken > most) return failure('too_large', `The archive of ${what} is too large to be looked into.`);
    if (diskError === null) return null;
    return failure('disk_failed', `The archive of ${what} could not be kept on the disk (${diskError.message}).`);
  };
  try {
    const { sha256 } = await download(AbortSignal.any([signal, enough.signal]), into);
    out.end();
    await written;
    if (reason() !== null) throw reason();
    return { bytes: taken, sha256, read: () => createReadStream(file) };
  } catch (thrown) {
    const why = reason() ?? thrown;
    out.destroy();
    await written;
    await rm(file, { force: true });
    throw why;
  }
}

/** Keeps downloaded archives as files, never unpacked, and drops those that were not asked for the longest. */
export function createArchiveShelf(parts: ArchiveShelfParts): ArchiveShelf {
  const { folder, mostBytes, mostKept = MOST_KEPT, signal } = parts;
  const places = new Map<string, Place>();

  /** A file that cannot be removed now goes with the folder, at the end of the run. */
  const drop = async (key: string, place: Place): Promise<void> => {
    if (places.get(key) === place) places.delete(key);
    if (place.lent === 0) await rm(place.file, { force: true }).catch(() => undefined);
  };

  const tidy = async (): Promise<void> => {
    let kept = [...places.values()].reduce((sum, { bytes }) => sum + (bytes ?? 0), 0);
    for (const [key, place] of [...places]) {
      if (kept <= mostKept) return;
      if (place.lent > 0 || place.bytes === null) continue;
      kept -= place.bytes;
      await drop(key, place);
    }
  };

  const begin = (registryId: RegistryId, ref: PackageRef, version: string): Place => {
    const file = join(folder, `${randomUUID()}.tar.gz`);
    const what = `${ref.group}/${ref.name} ${version}`;
    const client = parts.clientFor(registryId);
    const download: Download = (until, into) => client.download(ref, version, until, into);
    const reading = mkdir(folder, { recursive: true, mode: 0o700 }).then(() =>
      downloadInto(file, what, mostBytes, signal, download),
    );
    return { registryId, file, reading, bytes: null, lent: 0 };
  };

  return {
    async lend(registryId, ref, version, use) {
      const key = JSON.stringify([registryId, ref.group, ref.name, version]);
      const place = places.get(key) ?? begin(registryId, ref, version);
      // The last asked for stands last.
      places.delete(key);
      places.set(key, place);
      place.lent += 1;
      try {
        const archive = await place.reading;
        place.bytes = archive.bytes;
        return await use(archive);
      } catch (thrown) {
        if (place.bytes === null && places.get(key) === place) places.delete(key);
        throw thrown;
      } finally {
        place.lent -= 1;
        if (places.get(key) !== place) await drop(key, place);
        await tidy();
      }
    },
    forget(registryId) {
      for (const [key, place] of [...places]) if (place.registryId === registryId) void drop(key, place);
    },
  };
}
