import { mkdir, readdir, rename, rm, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { PackageRef, ProjectId, RegistryId, Sha256 } from '../../shared/ids.ts';
import type { PreparedArchive, PreparingArchive, ProjectFiles, ProjectReport } from '../../shared/project.ts';
import { diskFailure, type PackedArchive, type PackInput } from '../archive/pack.ts';
import { failure } from '../failure.ts';
import type { ReadyArchive } from '../project/readyArchive.ts';
import { createTurns, type InTurn } from '../turns.ts';
import { fingerprint } from './fingerprint.ts';
import { formatBytes } from './words.ts';

/** The largest body of the reference registry's sample configuration, in bytes. */
export const MOST_ARCHIVE_BYTES = 31_457_280;

/** What publishing needs of the open projects. */
export interface PublishProjects {
  report(id: ProjectId): ProjectReport;
  files(id: ProjectId): ProjectFiles;
  refresh(id: ProjectId): Promise<ProjectReport>;
  firstInArchive(id: ProjectId): string[];
  setChosen(id: ProjectId, registryIds: readonly RegistryId[]): void;
  folderOf(id: ProjectId): string;
  /** The archive that is sent as it is; null for a folder, which is packed. */
  ready(id: ProjectId): ReadyArchive | null;
}

/** An archive that was built, with what it was built from. `file` is named by the hash and never written to again. */
export interface BuiltArchive {
  readonly prepared: PreparedArchive;
  readonly package: PackageRef;
  readonly version: string;
  readonly file: string;
  readonly mark: string;
}

export interface Archives {
  /** Builds the archive of a project's present state, once. See `createPublishing`. */
  prepare(projectId: ProjectId): Promise<PreparedArchive>;
  /** Stops what is being built for a project: it fails with `cancelled`. The next call of `prepare` builds anew. */
  stop(projectId: ProjectId): void;
  /** The archive that was prepared last for a project, if it is this one and its file is whole. Throws `archive_missing`. */
  find(projectId: ProjectId, sha256: Sha256): Promise<BuiltArchive>;
  /** Throws `folder_changed` where the folder is not what the archive was built from; `report` is its state now. */
  refuseChanged(built: BuiltArchive, report: ProjectReport): Promise<void>;
  /** Keeps an archive's file until it is let go, whatever is prepared meanwhile. */
  hold(built: BuiltArchive): { release(): Promise<void> };
  /** Stops what is being built for a project (it fails with `cancelled`), and removes what was, as far as nothing holds it. */
  forget(projectId: ProjectId): Promise<void>;
  /** Removes all archives that an earlier run left behind. */
  clear(): Promise<void>;
}

interface Parts {
  readonly projects: PublishProjects;
  readonly packer: { pack(input: PackInput): Promise<PackedArchive> };
  readonly folder: string;
  readonly preparing?: ((progress: PreparingArchive) => void) | undefined;
}

type Ready = ProjectReport & { readonly package: NonNullable<ProjectReport['package']> };

/** Throws `busy`, `folder_unreadable` or `checks_failed` where a report does not allow an archive for anybody. */
export function refuseUnready(report: ProjectReport): Ready {
  if (report.state === 'reading') throw failure('busy', 'The folder is still being read. Try again in a moment.');
  if (report.state === 'gone') {
    throw failure(
      'folder_unreadable',
      `${report.folder} is no longer there. Put it back, or open the folder where it is now.`,
    );
  }
  const first = report.checks.find((check) => check.severity === 'error' && check.registryIds === undefined);
  if (first !== undefined)
    throw failure('checks_failed', `${first.title}. Mend this first; the review shows where it is.`);
  if (report.package === null)
    throw failure('checks_failed', 'elba.toml does not say what this package is called. Mend this first.');
  return { ...report, package: report.package };
}

const changed = () =>
  failure(
    'folder_changed',
    'The folder has changed since the archive was built. Review it again; the archive is built anew.',
  );

const gone = () =>
  failure(
    'archive_missing',
    'The archive that was reviewed is no longer there. Review the project again; it is built anew.',
  );

const isFile = (file: string, bytes: number): Promise<boolean> =>
  stat(file).then(
    (found) => found.isFile() && found.size === bytes,
    () => false,
  );

/** Counts who needs a file. What is not needed any more is removed. */
function createHolds(isCurrent: (file: string) => boolean) {
  const held = new Map<string, number>();
  const drop = async (file: string): Promise<void> => {
    if (!held.has(file) && !isCurrent(file)) await rm(file, { force: true });
  };
  return {
    drop,
    hold(file: string) {
      held.set(file, (held.get(file) ?? 0) + 1);
      return {
        async release(): Promise<void> {
          const left = (held.get(file) ?? 1) - 1;
          if (left > 0) held.set(file, left);
          else held.delete(file);
          await drop(file);
        },
      };
    },
  };
}

/** What changes when something else would be sent: of a folder its files, of a ready archive its bytes. */
function markOf(projects: PublishProjects, id: ProjectId): Promise<string> {
  const ready = projects.ready(id);
  if (ready !== null) return Promise.resolve(ready.sha256);
  return fingerprint(projects.folderOf(id), projects.files(id).included, projects.firstInArchive(id));
}

/** Writes an archive that was packed elsewhere, byte for byte. */
async function copyReady({ bytes, sha256, byPath }: ReadyArchive, outFile: string): Promise<PackedArchive> {
  await writeFile(outFile, bytes, { flag: 'wx', mode: 0o600, flush: true }).catch((error: unknown) => {
    throw diskFailure(outFile, error);
  });
  const unpackedBytes = [...byPath.values()].reduce((sum, file) => sum + file.bytes, 0);
  return { sha256, bytes: bytes.length, unpackedBytes, fileCount: byPath.size };
}

async function build(parts: Parts, report: Ready, signal: AbortSignal): Promise<BuiltArchive> {
  const { projects, packer, folder, preparing } = parts;
  const { projectId, revision } = report;
  const files = projects.files(projectId);
  const ready = projects.ready(projectId);
  if (files.revision !== revision) throw changed();
  const mark = await markOf(projects, projectId);
  const home = join(folder, encodeURIComponent(projectId));
  await mkdir(home, { recursive: true, mode: 0o700 });
  const building = join(home, `building-${revision}.tar.gz`);
  const source = { folder: projects.folderOf(projectId), files: files.included };
  const onProgress = (doneBytes: number, totalBytes: number): void =>
    preparing?.({ projectId, revision, doneBytes, totalBytes });
  const packed = await (ready === null
    ? packer.pack({ ...source, first: projects.firstInArchive(projectId), outFile: building, signal, onProgress })
    : copyReady(ready, building));
  const file = join(home, `${packed.sha256}.tar.gz`);
  try {
    if (packed.bytes > MOST_ARCHIVE_BYTES) throw tooLarge(packed.bytes);
    if ((await markOf(projects, projectId)) !== mark) throw changed();
    await rename(building, file);
  } finally {
    await rm(building, { force: true });
  }
  const { group, name, version } = report.package;
  const { sha256, bytes, unpackedBytes, fileCount } = packed;
  const prepared = { projectId, revision, sha256, bytes, unpackedBytes, fileCount };
  return { prepared, package: { group, name }, version, file, mark };
}

const tooLarge = (bytes: number) =>
  failure(
    'too_large',
    `The archive has ${formatBytes(bytes)}, and registries take no more than ${formatBytes(MOST_ARCHIVE_BYTES)}. Leave out what is not needed with exclude in elba.toml; the review lists the biggest files.`,
  );

const sameIdentity = (built: BuiltArchive, { package: now }: ProjectReport): boolean =>
  now !== null && now.group === built.package.group && now.name === built.package.name && now.version === built.version;

/** The builds of one project: one after the other, and what stops them all. */
interface Line {
  readonly inTurn: InTurn;
  stop: AbortController;
}

/** Builds and keeps the archives of the open projects, one each, in `folder/{projectId}/{sha256}.tar.gz`. */
export function createArchives(parts: Parts): Archives {
  const { projects, folder } = parts;
  const current = new Map<ProjectId, BuiltArchive>();
  const lines = new Map<ProjectId, Line>();
  const holds = createHolds((file) => [...current.values()].some((built) => built.file === file));

  /** A folder that was looked at again without having changed gives the archive that is there. */
  const reuse = async (report: Ready): Promise<PreparedArchive | null> => {
    const known = current.get(report.projectId);
    if (known === undefined || !sameIdentity(known, report)) return null;
    const { sha256, bytes, revision } = known.prepared;
    if (revision !== report.revision && (await markOf(projects, report.projectId)) !== known.mark) return null;
    if (!(await isFile(known.file, bytes))) return null;
    const prepared = { ...known.prepared, sha256, revision: report.revision };
    current.set(report.projectId, { ...known, prepared });
    return prepared;
  };
  const prepareNow = async (report: Ready, signal: AbortSignal): Promise<PreparedArchive> => {
    const reused = await reuse(report);
    if (reused !== null) return reused;
    const before = current.get(report.projectId);
    const built = await build(parts, report, signal);
    current.set(report.projectId, built);
    if (before !== undefined && before.file !== built.file) await holds.drop(before.file);
    return built.prepared;
  };

  return {
    prepare(projectId) {
      const line = lines.get(projectId) ?? { inTurn: createTurns(), stop: new AbortController() };
      lines.set(projectId, line);
      const { signal } = line.stop;
      // Whoever waited behind another build gets the state of now, which that build may already have been.
      return line.inTurn(() => prepareNow(refuseUnready(projects.report(projectId)), signal));
    },
    stop(projectId) {
      const line = lines.get(projectId);
      line?.stop.abort();
      if (line !== undefined) line.stop = new AbortController();
    },
    async find(projectId, sha256) {
      const built = current.get(projectId);
      if (built?.prepared.sha256 !== sha256 || !(await isFile(built.file, built.prepared.bytes))) throw gone();
      return built;
    },
    async refuseChanged(built, report) {
      const same = sameIdentity(built, report) && (await markOf(projects, report.projectId)) === built.mark;
      if (!same) throw changed();
    },
    hold: (built) => holds.hold(built.file),
    async forget(projectId) {
      const built = current.get(projectId);
      current.delete(projectId);
      lines.get(projectId)?.stop.abort();
      lines.delete(projectId);
      if (built !== undefined) await holds.drop(built.file);
    },
    async clear() {
      const names = await readdir(folder).catch(() => []);
      for (const name of names) {
        const ofThisRun = [...lines.keys()].some((id) => encodeURIComponent(id) === name);
        if (!ofThisRun) await rm(join(folder, name), { recursive: true, force: true });
      }
    },
  };
}
