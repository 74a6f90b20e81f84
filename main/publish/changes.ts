import type { PackageDetails } from '../../shared/catalog.ts';
import type { FileChange, FilesDiffer, PublishChanges } from '../../shared/changes.ts';
import type { PackageRef, ProjectId, RegistryId } from '../../shared/ids.ts';
import type { IncludedFile, ProjectFiles, ProjectReport } from '../../shared/project.ts';
import type { ArchiveShelf, ShelvedArchive } from '../api/archiveShelf.ts';
import type { ComparedFile } from '../archive/compare.ts';
import { faultsOf, fileChange, filesDiffer, MOST_DIFF_BYTES } from '../archive/differ.ts';
import { countedPaths, countLines, sideInMemory } from '../archive/lineCounts.ts';
import { listPublished, readAllPublished, readPublished } from '../archive/publishedFiles.ts';
import { mapBounded } from '../catalog/bounded.ts';
import { orAbsent } from '../catalog/settle.ts';
import { parseManifest } from '../elba/manifest.ts';
import { manifestChanges } from '../elba/manifestChanges.ts';
import { newestFirst } from '../elba/version.ts';
import { failure } from '../failure.ts';
import type { ProjectSource } from '../project/projectSource.ts';

export interface ChangesParts {
  readonly projects: {
    report(id: ProjectId): ProjectReport;
    files(id: ProjectId): ProjectFiles;
    source(id: ProjectId): ProjectSource;
  };
  details(registryId: RegistryId, ref: PackageRef): Promise<PackageDetails>;
  readonly archives: Pick<ArchiveShelf, 'lend'>;
  /** Aborted when the program ends. */
  readonly signal: AbortSignal;
}

export interface Changes {
  /**
   * What a project differs in from the version last published on a registry. Downloads that version once and reads it in memory. Throws
   * `checks_failed` for a project without a name, `busy`, `too_large`, and what the way to a registry can end in.
   */
  of(projectId: ProjectId, registryId: RegistryId): Promise<PublishChanges>;
  /** The text difference of one file. Throws as `of` does, and `not_found` where neither side has it. */
  file(projectId: ProjectId, registryId: RegistryId, path: string): Promise<FileChange>;
}

interface Base {
  readonly archive: ShelvedArchive;
  readonly version: string;
  readonly yanked: boolean | null;
}

const FILES_AT_ONCE = 8;

/** The version to compare with: the highest by SemVer that is not yanked, else the highest. */
function baseOf({ versions }: PackageDetails) {
  const sorted = [...versions].sort((a, b) => newestFirst(a.version, b.version));
  return sorted.find(({ yanked }) => yanked !== true) ?? sorted[0] ?? null;
}

/** The project's side of a comparison. Only a file that could be the same is read: one that has another size is not. */
async function comparedFiles(
  source: ProjectSource,
  files: readonly IncludedFile[],
  published: readonly ComparedFile[],
): Promise<ComparedFile[]> {
  const sizes = new Map(published.map(({ path, bytes }) => [path, bytes]));
  return mapBounded(files, FILES_AT_ONCE, async ({ path, bytes, executable }) => {
    if (sizes.get(path) !== bytes) return { path, bytes, executable, sha256: '' };
    const sha256 = await source.sha256(path, bytes);
    if (sha256 === null) throw failure('folder_changed', `${path} changed while it was compared. Look again.`);
    return { path, bytes, executable, sha256 };
  });
}

/** Counts the lines of what differs; the published side is read once for all files. */
async function countedLines(
  differ: FilesDiffer,
  archive: ShelvedArchive,
  source: ProjectSource,
  signal: AbortSignal,
): Promise<FilesDiffer> {
  const published = await readAllPublished(archive.read, countedPaths(differ), MOST_DIFF_BYTES, signal);
  const after = async (path: string) => {
    const read = await source.read(path, MOST_DIFF_BYTES);
    return read.kind !== 'read' || read.size > MOST_DIFF_BYTES ? null : read.bytes;
  };
  return countLines(differ, sideInMemory(published), after);
}

function manifestOf(bytes: Buffer | null, now: ProjectReport) {
  const before = bytes === null ? null : parseManifest(bytes.toString('utf8')).manifest;
  return before === null || now.manifest === null ? null : manifestChanges(before, now.manifest);
}

/** Puts it together. */
export function createChanges(parts: ChangesParts): Changes {
  const { projects, archives, signal } = parts;

  /** Lends the published version to compare with; null where there is none. */
  const withBase = async <T>(
    report: ProjectReport,
    registryId: RegistryId,
    use: (base: Base | null) => Promise<T>,
  ): Promise<T> => {
    if (report.package === null)
      throw failure('checks_failed', 'elba.toml does not say what this package is called. Mend this first.');
    const details = await orAbsent(parts.details(registryId, report.package));
    const base = details === null ? null : baseOf(details);
    if (details === null || base === null) return use(null);
    const ref = { group: details.group, name: details.name };
    return archives.lend(registryId, ref, base.version, (archive) =>
      use({ archive, version: base.version, yanked: base.yanked }),
    );
  };

  const compared = async (
    report: ProjectReport,
    registryId: RegistryId,
    base: Base | null,
  ): Promise<PublishChanges> => {
    const { projectId } = report;
    const { included, revision } = projects.files(projectId);
    if (base === null) return { kind: 'first', registryId, revision };
    const { files, manifest, reading } = await listPublished(base.archive.read, signal);
    const source = projects.source(projectId);
    const differ = filesDiffer(files, await comparedFiles(source, included, files));
    const { sha256, bytes } = base.archive;
    return {
      kind: 'compared',
      registryId,
      revision,
      base: { version: base.version, yanked: base.yanked, sha256, bytes },
      ...(await countedLines(differ, base.archive, source, signal)),
      manifest: manifestOf(manifest, report),
      ...faultsOf(reading),
    };
  };

  const changeOf = async (projectId: ProjectId, base: Base | null, path: string): Promise<FileChange> => {
    const isIncluded = projects.files(projectId).included.some((file) => file.path === path);
    const before = base === null ? null : await readPublished(base.archive.read, path, MOST_DIFF_BYTES, signal);
    const read = isIncluded ? await projects.source(projectId).read(path, MOST_DIFF_BYTES) : null;
    if (read?.kind === 'unreadable') return { kind: 'not_drawn', reason: 'too_big' };
    const after = read?.kind === 'read' ? read : null;
    if (before === null && after === null) {
      throw failure('not_found', `Neither the project nor the published version has a file ${path}.`);
    }
    return fileChange(before, after);
  };

  return {
    of: async (projectId, registryId) => {
      const report = projects.report(projectId);
      return withBase(report, registryId, (base) => compared(report, registryId, base));
    },
    file: async (projectId, registryId, path) =>
      withBase(projects.report(projectId), registryId, (base) => changeOf(projectId, base, path)),
  };
}
