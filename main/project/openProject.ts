import { stat } from 'node:fs/promises';
import type { ProjectId } from '../../shared/ids.ts';
import type { ProjectReport } from '../../shared/project.ts';
import { failure } from '../failure.ts';
import { errorCode } from './entries.ts';
import type { Memory } from './remembered.ts';
import { type BuiltReport, buildReport } from './report.ts';
import { openRoot } from './walk.ts';

export type Dispose = () => Promise<void>;

/** A project that is open. */
export type OpenProject = {
  readonly id: ProjectId;
  /** Absolute. */
  readonly folder: string;
  readonly origin: ProjectReport['origin'];
  /** Removes a staged folder; null where there is nothing to remove. */
  dispose: Dispose | null;
  built: BuiltReport | null;
  revision: number;
  /** The look that is under way, and whether another was asked for since it began. */
  looking: Promise<ProjectReport> | null;
  again: boolean;
  readonly abort: AbortController;
};

export type LookingParts = {
  readonly homeFolder: string;
  readonly now: () => Date;
  readonly memory: Memory;
  readonly emit: (report: ProjectReport) => void;
  readonly log: (line: string) => void;
};

export const newProject = (
  id: ProjectId,
  folder: string,
  origin: OpenProject['origin'],
  dispose: Dispose | null,
): OpenProject => ({
  id,
  folder,
  origin,
  dispose,
  built: null,
  revision: 0,
  looking: null,
  again: false,
  abort: new AbortController(),
});

/** Throws `not_found`, `folder_unreadable` or `not_a_project` for what is no folder that can be opened. */
export const checkFolder = async (folder: string): Promise<void> => {
  const stats = await stat(folder).catch((error: unknown) => {
    if (errorCode(error) === 'ENOENT' || errorCode(error) === 'ENOTDIR') {
      throw failure('not_found', `There is no folder ${folder}. It was moved or deleted, or the path has a mistake.`);
    }
    throw failure('folder_unreadable', `The folder ${folder} cannot be read. This account has no permission for it.`);
  });
  if (!stats.isDirectory()) {
    throw failure('not_a_project', `${folder} is not a folder. Choose the folder that holds elba.toml.`);
  }
  await openRoot(folder);
};

const remember = (parts: LookingParts, folder: string, report: ProjectReport): void => {
  const last = parts.memory.recent()[0];
  if (last?.folder === folder && JSON.stringify(last.package) === JSON.stringify(report.package)) return;
  parts.memory.noteOpened({ folder, package: report.package, openedAt: report.readAt });
};

const lookOnce = async (parts: LookingParts, project: OpenProject): Promise<ProjectReport> => {
  project.again = false;
  project.revision += 1;
  const { id: projectId, folder, origin, revision, abort } = project;
  const { homeFolder, now } = parts;
  const built = await buildReport({ projectId, folder, origin, revision, homeFolder, now, signal: abort.signal });
  project.built = built;
  try {
    if (origin === 'folder' && built.report.state === 'ready') remember(parts, folder, built.report);
  } catch {
    // Not worth failing for: the project itself was read.
    parts.log('The list of recent projects could not be saved.');
  }
  parts.emit(built.report);
  return built.report;
};

const lookUntilQuiet = async (parts: LookingParts, project: OpenProject): Promise<ProjectReport> => {
  let report = await lookOnce(parts, project);
  while (project.again) report = await lookOnce(parts, project);
  return report;
};

/**
 * Looks at a project's folder. Calls during a look lead to one more look after it, however many they are, and all get the report
 * of that one; so this can be called for every change that a watcher sees.
 */
export const lookAt = (parts: LookingParts, project: OpenProject): Promise<ProjectReport> => {
  if (project.looking !== null) {
    project.again = true;
    return project.looking;
  }
  project.looking = lookUntilQuiet(parts, project).finally(() => {
    project.looking = null;
  });
  return project.looking;
};
