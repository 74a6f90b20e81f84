import { createHash } from 'node:crypto';
import type { PackageDetails } from '../../shared/catalog.ts';
import type { FileChange, ModifiedFile, PublishChanges, SizedFile } from '../../shared/changes.ts';
import type { PackageRef, ProjectId, RegistryId } from '../../shared/ids.ts';
import type { IncludedFile, ProjectFiles, ProjectReport } from '../../shared/project.ts';
import type { Client } from '../api/client.ts';
import { readWholeArchive, type WholeArchive } from '../api/wholeArchive.ts';
import { type ChangedFile, type ComparedFile, compareArchives } from '../archive/compare.ts';
import { diffTexts, type TextDiff } from '../archive/textDiff.ts';
import { mapBounded } from '../catalog/bounded.ts';
import { orAbsent } from '../catalog/settle.ts';
import { parseManifest } from '../elba/manifest.ts';
import { newestFirst } from '../elba/version.ts';
import { failure } from '../failure.ts';
import { readProjectFile } from '../project/readFile.ts';
import { MOST_ARCHIVE_BYTES } from './archives.ts';
import { manifestChanges } from './manifestChanges.ts';
import { listPublished, readPublished } from './publishedFiles.ts';

export interface ChangesParts {
  readonly projects: {
    report(id: ProjectId): ProjectReport;
    files(id: ProjectId): ProjectFiles;
    folderOf(id: ProjectId): string;
  };
  details(registryId: RegistryId, ref: PackageRef): Promise<PackageDetails>;
  clientFor(registryId: RegistryId): Pick<Client, 'download'>;
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

interface Base extends WholeArchive {
  readonly version: string;
  readonly yanked: boolean | null;
}

const FILES_AT_ONCE = 8;
const MOST_TEXT_BYTES = 2 ** 20;
/** Published archives that are kept for the next question; each at most as large as a registry takes. */
const MOST_KEPT = 2;

/** The version to compare with: the highest by SemVer that is not yanked, else the highest. */
function baseOf({ versions }: PackageDetails) {
  const sorted = [...versions].sort((a, b) => newestFirst(a.version, b.version));
  return sorted.find(({ yanked }) => yanked !== true) ?? sorted[0] ?? null;
}

/** Downloads archives, and keeps the last few: a version is never replaced. */
function createShelf({ clientFor, signal }: ChangesParts) {
  const kept = new Map<string, Promise<WholeArchive>>();
  return (registryId: RegistryId, ref: PackageRef, version: string): Promise<WholeArchive> => {
    const key = JSON.stringify([registryId, ref.group, ref.name, version]);
    const reading = kept.get(key) ?? readWholeArchive(clientFor(registryId), ref, version, MOST_ARCHIVE_BYTES, signal);
    kept.delete(key);
    kept.set(key, reading);
    reading.catch(() => {
      if (kept.get(key) === reading) kept.delete(key);
    });
    for (const oldest of [...kept.keys()].slice(0, -MOST_KEPT)) kept.delete(oldest);
    return reading;
  };
}

/** The project's side of a comparison. Only a file that could be the same is read: one that has another size is not. */
async function comparedFiles(
  folder: string,
  files: readonly IncludedFile[],
  published: readonly ComparedFile[],
): Promise<ComparedFile[]> {
  const sizes = new Map(published.map(({ path, bytes }) => [path, bytes]));
  return mapBounded(files, FILES_AT_ONCE, async ({ path, bytes, executable }) => {
    if (sizes.get(path) !== bytes) return { path, bytes, executable, sha256: '' };
    const read = await readProjectFile(folder, path, bytes);
    if (read.kind !== 'read') throw failure('folder_changed', `${path} changed while it was compared. Look again.`);
    return { path, bytes, executable, sha256: createHash('sha256').update(read.bytes).digest('hex') };
  });
}

const sized = ({ path, bytes }: ComparedFile): SizedFile => ({ path, bytes });
const modified = ({ path, before, after }: ChangedFile): ModifiedFile => ({
  path,
  bytesBefore: before.bytes,
  bytesAfter: after.bytes,
});

const drawn = (diff: TextDiff): FileChange =>
  diff.kind === 'hunks'
    ? { ...diff, hunks: diff.hunks.map((hunk) => ({ ...hunk, lines: [...hunk.lines] })) }
    : { ...diff };

function manifestOf(bytes: Buffer | null, now: ProjectReport) {
  const before = bytes === null ? null : parseManifest(bytes.toString('utf8')).manifest;
  return before === null || now.manifest === null ? null : manifestChanges(before, now.manifest);
}

/** Puts it together. */
export function createChanges(parts: ChangesParts): Changes {
  const { projects, signal } = parts;
  const download = createShelf(parts);

  const findBase = async (report: ProjectReport, registryId: RegistryId): Promise<Base | null> => {
    if (report.package === null)
      throw failure('checks_failed', 'elba.toml does not say what this package is called. Mend this first.');
    const details = await orAbsent(parts.details(registryId, report.package));
    const base = details === null ? null : baseOf(details);
    if (details === null || base === null) return null;
    const ref = { group: details.group, name: details.name };
    const archive = await download(registryId, ref, base.version);
    return { ...archive, version: base.version, yanked: base.yanked };
  };

  return {
    async of(projectId, registryId) {
      const report = projects.report(projectId);
      const { included, revision } = projects.files(projectId);
      const base = await findBase(report, registryId);
      if (base === null) return { kind: 'first', registryId, revision };
      const { files, manifest, reading } = await listPublished(base.bytes, signal);
      const now = await comparedFiles(projects.folderOf(projectId), included, files);
      const { added, removed, changed, mode, same } = compareArchives(files, now);
      return {
        kind: 'compared',
        registryId,
        revision,
        base: { version: base.version, yanked: base.yanked, sha256: base.sha256, bytes: base.bytes.length },
        added: added.map(sized),
        removed: removed.map(sized),
        modified: changed.map(modified),
        mode: mode.map(({ path, after }) => ({ path, executable: after.executable })),
        same,
        manifest: manifestOf(manifest, report),
        whole: reading.whole,
        findings: reading.findings.map(({ text }) => text),
        moreFindings: reading.moreFindings,
      };
    },
    async file(projectId, registryId, path) {
      const report = projects.report(projectId);
      const isIncluded = projects.files(projectId).included.some((file) => file.path === path);
      const base = await findBase(report, registryId);
      const before = base === null ? null : await readPublished(base.bytes, path, MOST_TEXT_BYTES, signal);
      const read = isIncluded ? await readProjectFile(projects.folderOf(projectId), path, MOST_TEXT_BYTES + 1) : null;
      const after = read?.kind === 'read' ? read.bytes : null;
      if (before === null && after === null) {
        throw failure('not_found', `Neither the project nor the published version has a file ${path}.`);
      }
      if (before === 'too_big') return { kind: 'not_drawn', reason: 'too_big' };
      return drawn(diffTexts(before ?? Buffer.alloc(0), after ?? Buffer.alloc(0)));
    },
  };
}
