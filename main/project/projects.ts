import { basename, isAbsolute, join, resolve } from 'node:path';
import type { ProjectId, RegistryId } from '../../shared/ids.ts';
import type { ProjectFiles, ProjectReport, RecentProject, ShownReadme } from '../../shared/project.ts';
import { manifestFile } from '../elba/manifest.ts';
import { failure } from '../failure.ts';
import type { DocumentStore } from '../host.ts';
import type { ReadText } from '../utf8.ts';
import { errorCode } from './entries.ts';
import type { FolderReader } from './folderReader.ts';
import type { Inspector, InspectorParts } from './inspect.ts';
import { createMending } from './mending.ts';
import {
  checkFolder,
  type Dispose,
  type LookingParts,
  lookAt,
  lookFirst,
  memoryKey,
  newProject,
  type OpenProject,
  startWatching,
} from './openProject.ts';
import { displayFolder } from './paths.ts';
import type { ProjectSource } from './projectSource.ts';
import { readProjectText } from './projectText.ts';
import { readReadme } from './readmeText.ts';
import { isArchive, type ReadyArchive, readReadyArchive } from './readyArchive.ts';
import { createMemory, type Memory } from './remembered.ts';
import type { BuiltReport } from './report.ts';
import type { WatchProject } from './watchProject.ts';

export type ProjectsParts = {
  readonly homeFolder: string;
  readonly now: () => Date;
  readonly newId: () => ProjectId;
  /** Where recent projects and chosen registries are kept. */
  readonly remember: DocumentStore;
  /** Told after each look at a folder that was asked for, and after those in between that saw a change. */
  readonly emit: (report: ProjectReport) => void;
  readonly log: (line: string) => void;
  /** How folders are watched; without it they are looked at only when asked. */
  readonly watch?: WatchProject;
  /** How the files of a project are looked into; without it they are not. */
  readonly newInspector?: (parts: InspectorParts) => Inspector;
  /** Helps to list large folders; without it one thread lists them. */
  readonly reader?: FolderReader;
};

/** How a path was come by; what lies there may turn out to be an archive. */
type Origin = Exclude<ProjectReport['origin'], 'archive'>;

/** Holds the open projects; everything else here works on it. */
const createShelf = (parts: ProjectsParts, looking: LookingParts) => {
  const projects = new Map<ProjectId, OpenProject>();

  const get = (id: ProjectId): OpenProject => {
    const project = projects.get(id);
    if (project === undefined) throw failure('not_found', 'This project is not open any more. Open its folder again.');
    return project;
  };

  const built = (id: ProjectId): BuiltReport => {
    const { built: last } = get(id);
    if (last === null) throw failure('busy', 'The folder is still being read. Try again in a moment.');
    return last;
  };

  const close = async (id: ProjectId): Promise<void> => {
    const project = projects.get(id);
    if (project === undefined) return;
    projects.delete(id);
    project.abort.abort();
    await project.watch?.close();
    await project.looking?.catch(() => undefined);
    await project.dispose?.().catch((error: unknown) => {
      parts.log(`A staged folder could not be removed: ${errorCode(error)}`);
    });
  };

  const beginWith = async (project: OpenProject): Promise<ProjectReport> => {
    projects.set(project.id, project);
    project.inspector = parts.newInspector?.({ key: looking.memory.secretKey(), log: parts.log }) ?? null;
    startWatching(looking, project);
    try {
      return await lookFirst(looking, project);
    } catch (error) {
      project.dispose = null;
      await close(project.id);
      throw error;
    }
  };

  const begin = async (folder: string, origin: Origin, dispose: Dispose | null): Promise<ProjectReport> => {
    await checkFolder(folder);
    const same = [...projects.values()].find((open) => open.folder === folder && open.origin === origin);
    if (same !== undefined) return lookAt(looking, same);
    return beginWith(newProject(parts.newId(), folder, origin, dispose));
  };

  /** An archive is read once, here: what becomes of its file then is of no matter, so it is another project each time. */
  const beginArchive = async (file: string, origin: Origin, dispose: Dispose | null): Promise<ProjectReport> => {
    const ready = await readReadyArchive(file);
    const known = origin === 'staged' ? basename(file) : file;
    const report = await beginWith(newProject(parts.newId(), known, 'archive', null, ready));
    await dispose?.();
    return report;
  };

  const closeAll = async (): Promise<void> => {
    await Promise.all([...projects.keys()].map(close));
  };

  return { get, built, close, closeAll, begin, beginArchive };
};
type Shelf = ReturnType<typeof createShelf>;

/** A path that begins with `~/` is below the home folder, as reports show it. */
const absolute = (folder: string, homeFolder: string): string => {
  const expanded = /^~(?=[/\\]|$)/.test(folder) ? join(homeFolder, folder.slice(1)) : folder;
  if (!isAbsolute(expanded)) throw failure('invalid_input', 'A folder is opened by its whole path.');
  return resolve(expanded);
};

const openSuggestion = async (shelf: Shelf, id: ProjectId, folder: string): Promise<ProjectReport> => {
  const project = shelf.get(id);
  if (project.origin === 'archive' || !shelf.built(id).report.suggestions.includes(folder)) {
    throw failure('invalid_input', 'This folder was not suggested. Choose it as a folder of its own.');
  }
  const report = await shelf.begin(join(project.folder, ...folder.split('/')), project.origin, project.dispose);
  project.dispose = null;
  await shelf.close(id);
  return report;
};

const firstInArchive = ({ readme }: BuiltReport): string[] =>
  readme === null ? [manifestFile] : [manifestFile, readme];

const isMissing = (folder: string): Promise<boolean> =>
  checkFolder(folder).then(
    () => false,
    () => true,
  );

const recentProjects = (memory: Memory, homeFolder: string): Promise<RecentProject[]> =>
  Promise.all(
    memory.recent().map(async (entry) => ({
      folder: displayFolder(entry.folder, homeFolder),
      package: entry.package,
      registryIds: memory.chosen(`folder:${entry.folder}`),
      openedAt: entry.openedAt,
      missing: await isMissing(entry.folder),
    })),
  );

/** What is known of the open projects since they were looked at last. */
const createReads = (shelf: Shelf) => ({
  /** The last report. Throws `busy` before the first one is there. */
  report: (id: ProjectId): ProjectReport => shelf.built(id).report,

  /** The files of the last report. */
  files: (id: ProjectId): ProjectFiles => shelf.built(id).files,

  /** The paths that the archive is to begin with: the manifest, and the README that the registry is to show. */
  firstInArchive: (id: ProjectId): string[] => firstInArchive(shelf.built(id)),

  /** See `readProjectText`. */
  readText: async (id: ProjectId, path: string): Promise<ReadText> => readProjectText(shelf.built(id).source, path),

  /** See `readReadme`. */
  readme: (id: ProjectId): Promise<ShownReadme | null> => {
    const { source, readme, files } = shelf.built(id);
    return readReadme(source, readme, files);
  },

  /** Where the files of the last report are read from. */
  source: (id: ProjectId): ProjectSource => shelf.built(id).source,
});

/**
 * The projects that are open. A project is named by its id from then on; only `folderOf` gives its folder, for what packs it.
 * Calls with an id that is not open throw `not_found`.
 */
export const createProjects = (parts: ProjectsParts) => {
  const memory = createMemory(parts.remember);
  const looking: LookingParts = { ...parts, memory };
  const shelf = createShelf(parts, looking);
  const keyOf = (project: OpenProject): string | null => memoryKey(project, project.built?.report);
  return {
    /**
     * Opens a folder by its whole path (or `~/…`) and reads it, but not yet what is in its files; one that is open already is read again under the same id.
     * A `.tar.gz` is read into memory instead, and is what will be published. `dispose` is run when the project is closed, or when opening
     * fails. Throws `not_found`, `not_a_project`, `folder_unreadable`, and `too_large` for an archive that no registry takes.
     */
    open: async (folder: string, origin: Origin, dispose?: Dispose): Promise<ProjectReport> => {
      try {
        const path = absolute(folder, parts.homeFolder);
        const begin = (await isArchive(path)) ? shelf.beginArchive : shelf.begin;
        return await begin(path, origin, dispose ?? null);
      } catch (error) {
        await dispose?.();
        throw error;
      }
    },

    /** Opens a folder that the report of a project suggested, in place of that project. */
    openSuggestion: (id: ProjectId, folder: string): Promise<ProjectReport> => openSuggestion(shelf, id, folder),

    ...createReads(shelf),

    /** Looks at the folder again, once for any number of calls that come while it looks. */
    refresh: async (id: ProjectId): Promise<ProjectReport> => lookAt(looking, shelf.get(id)),

    ...createMending(shelf.get, looking),

    /** Closes a project, stops what is being read and disposes of a staged folder. */
    close: (id: ProjectId): Promise<void> => shelf.close(id),
    closeAll: (): Promise<void> => shelf.closeAll(),

    /** Projects that were opened before, the last one first. `folder` is as it is shown, and `open` takes it so. */
    recent: (): Promise<RecentProject[]> => recentProjects(memory, parts.homeFolder),

    /** The registries last chosen for this project; none that were never chosen for it. */
    chosen: (id: ProjectId): RegistryId[] => {
      const key = keyOf(shelf.get(id));
      return key === null ? [] : memory.chosen(key);
    },

    setChosen: (id: ProjectId, registryIds: readonly RegistryId[]): void => {
      const key = keyOf(shelf.get(id));
      if (key !== null) memory.setChosen(key, registryIds);
    },

    /** The archive that is to be published as it is; null for a folder, which is packed. */
    ready: (id: ProjectId): ReadyArchive | null => shelf.get(id).ready,

    /** Where the project lies, absolute; for packing only. */
    folderOf: (id: ProjectId): string => shelf.get(id).folder,
  };
};

export type Projects = ReturnType<typeof createProjects>;
