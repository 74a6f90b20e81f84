import { writeFile } from 'node:fs/promises';
import type { FileChange } from '../../shared/changes.ts';
import type { PackageRef, RegistryId, Sha256 } from '../../shared/ids.ts';
import type { ArchiveIdentity, InspectedArchive, VersionsCompared } from '../../shared/inspect.ts';
import type { ArchiveShelf, ShelvedArchive } from '../api/archiveShelf.ts';
import { faultsOf, fileChange, filesDiffer, MOST_DIFF_BYTES } from '../archive/differ.ts';
import { countedPaths, countLines, sideInMemory } from '../archive/lineCounts.ts';
import { listPublished, type PublishedFiles, readAllPublished, readPublished } from '../archive/publishedFiles.ts';
import { parseManifest } from '../elba/manifest.ts';
import { manifestChanges } from '../elba/manifestChanges.ts';
import { failure } from '../failure.ts';
import { type ReadText, readableText } from '../utf8.ts';
import { shownEntries } from './shownEntries.ts';

export interface InspectionParts {
  readonly archives: Pick<ArchiveShelf, 'lend'>;
  /** The hash that the index names for a version; null where it names none or cannot be read. */
  indexSha256(registryId: RegistryId, ref: PackageRef, version: string): Promise<Sha256 | null>;
  /** Aborted when the program ends. */
  readonly signal: AbortSignal;
}

/** Looks into published archives. All throw `too_large`, and what the way to a registry can end in. */
export interface Inspection {
  open(registryId: RegistryId, ref: PackageRef, version: string): Promise<InspectedArchive>;
  /** Writes the archive, byte for byte, into a new file. */
  copy(registryId: RegistryId, ref: PackageRef, version: string, file: string): Promise<void>;
  /** The beginning of a file as text, at most 1 MiB. Throws `not_found`. */
  readText(registryId: RegistryId, ref: PackageRef, version: string, path: string): Promise<ReadText>;
  compare(registryId: RegistryId, ref: PackageRef, before: string, after: string): Promise<VersionsCompared>;
  /** The lines of one file that differ. Throws `not_found` where neither version has it. */
  fileChange(registryId: RegistryId, ref: PackageRef, before: string, after: string, path: string): Promise<FileChange>;
}

const MOST_TEXT_BYTES = 2 ** 20;
/** Lists of archives that stay for the next question. */
const MOST_LISTS = 8;

/** Lists archives, and keeps the last few lists: the same bytes have the same one. */
function createLists(signal: AbortSignal) {
  const kept = new Map<Sha256, Promise<PublishedFiles>>();
  return ({ sha256, read }: ShelvedArchive): Promise<PublishedFiles> => {
    const listing = kept.get(sha256) ?? listPublished(read, signal);
    kept.delete(sha256);
    kept.set(sha256, listing);
    listing.catch(() => {
      if (kept.get(sha256) === listing) kept.delete(sha256);
    });
    for (const oldest of [...kept.keys()].slice(0, -MOST_LISTS)) kept.delete(oldest);
    return listing;
  };
}

const manifestIn = ({ manifest }: PublishedFiles) =>
  manifest === null ? null : parseManifest(manifest.toString('utf8')).manifest;

function manifestsDiffer(before: PublishedFiles, after: PublishedFiles): VersionsCompared['manifest'] {
  const [was, is] = [manifestIn(before), manifestIn(after)];
  return was === null || is === null ? null : manifestChanges(was, is);
}

/** Puts it together. */
export function createInspection({ archives, indexSha256, signal }: InspectionParts): Inspection {
  const list = createLists(signal);

  const identify = async (
    registryId: RegistryId,
    ref: PackageRef,
    version: string,
    { sha256, bytes }: ShelvedArchive,
  ): Promise<ArchiveIdentity> => ({
    version,
    sha256,
    indexSha256: await indexSha256(registryId, ref, version),
    bytes,
  });

  const side = (registryId: RegistryId, ref: PackageRef, version: string) =>
    archives.lend(registryId, ref, version, async (archive) => {
      const listed = await list(archive);
      return { listed, about: { ...(await identify(registryId, ref, version, archive)), ...faultsOf(listed.reading) } };
    });

  const fileOf = (registryId: RegistryId, ref: PackageRef, version: string, path: string, most: number) =>
    archives.lend(registryId, ref, version, ({ read }) => readPublished(read, path, most, signal));

  return {
    async open(registryId, ref, version) {
      const { listed, about } = await side(registryId, ref, version);
      return { ...about, ...shownEntries(listed) };
    },
    copy: (registryId, ref, version, file) =>
      archives.lend(registryId, ref, version, ({ read }) =>
        writeFile(file, read(), { flag: 'wx', mode: 0o600, signal }),
      ),
    async readText(registryId, ref, version, path) {
      const file = await fileOf(registryId, ref, version, path, MOST_TEXT_BYTES);
      if (file === null) throw failure('not_found', `Version ${version} has no file ${path}.`);
      return readableText(file.bytes, file.size);
    },
    async compare(registryId, ref, before, after) {
      const [was, is] = await Promise.all([side(registryId, ref, before), side(registryId, ref, after)]);
      const differ = filesDiffer(was.listed.files, is.listed.files);
      const filesOf = (version: string) =>
        archives.lend(registryId, ref, version, ({ read }) =>
          readAllPublished(read, countedPaths(differ), MOST_DIFF_BYTES, signal),
        );
      const [old, now] = await Promise.all([filesOf(before), filesOf(after)]);
      return {
        before: was.about,
        after: is.about,
        ...(await countLines(differ, sideInMemory(old), sideInMemory(now))),
        manifest: manifestsDiffer(was.listed, is.listed),
      };
    },
    async fileChange(registryId, ref, before, after, path) {
      const [was, is] = await Promise.all([
        fileOf(registryId, ref, before, path, MOST_DIFF_BYTES),
        fileOf(registryId, ref, after, path, MOST_DIFF_BYTES),
      ]);
      if (was === null && is === null) throw failure('not_found', `Neither ${before} nor ${after} has a file ${path}.`);
      return fileChange(was, is);
    },
  };
}
