import { stat } from 'node:fs/promises';
import type { ProjectId } from '../../shared/ids.ts';
import type { Check, ProjectReport } from '../../shared/project.ts';
import { normaliseName } from '../elba/packageName.ts';
import { Failure, failure } from '../failure.ts';
import { createTurns, type InTurn } from '../turns.ts';
import { readArchiveDraft } from './archiveReport.ts';
import { errorCode } from './entries.ts';
import type { FolderReader } from './folderReader.ts';
import type { Inspected, Inspector } from './inspect.ts';
import { openRoot } from './openRoot.ts';
import type { ReadyArchive } from './readyArchive.ts';
import type { Memory } from './remembered.ts';
import { type BuiltReport, type Draft, finishReport, readDraft } from './report.ts';
import type { ProjectWatch, WatchProject } from './watchProject.ts';

export type Dispose = () => Promise<void>;

/** A project that is open. */
export type OpenProject = {
  readonly id: ProjectId;
  /** Absolute; of an archive it is the file's own path, or its name where that came in through the browser. */
  readonly folder: string;
  readonly origin: ProjectReport['origin'];
  /** The archive that is to be published as it is, where no folder was opened. */
  readonly ready: ReadyArchive | null;
  /** Removes a staged folder; null where there is nothing to remove. */
  dispose: Dispose | null;
  built: BuiltReport | null;
  revision: number;
  /** The look that is under way, and whether another was asked for since it began. */
  looking: Promise<ProjectReport> | null;
  again: boolean;
  /** Whether somebody waits for a new report; else one that says nothing new is dropped. */
  asked: boolean;
  watch: ProjectWatch | null;
  inspector: Inspector | null;
  inspected: Inspected | null;
  /** Secrets that the person lets pass as long as the project is open, by id. */
  readonly accepted: Set<string>;
  /** What keeps the folder from being watched. */
  trouble: Check | null;
  readonly abort: AbortController;
  /** Changes of elba.toml are made one after the other. */
  readonly inTurn: InTurn;
};

export type LookingParts = {
  readonly homeFolder: string;
  readonly now: () => Date;
  readonly memory: Memory;
  readonly emit: (report: ProjectReport) => void;
  readonly log: (line: string) => void;
  readonly watch?: WatchProject | undefined;
  readonly reader?: FolderReader | undefined;
};

export const newProject = (
  id: ProjectId,
  folder: string,
  origin: OpenProject['origin'],
  dispose: Dispose | null,
  ready: ReadyArchive | null = null,
): OpenProject => ({
  id,
  folder,
  origin,
  ready,
  dispose,
  built: null,
  revision: 0,
  looking: null,
  again: false,
  asked: false,
  watch: null,
  inspector: null,
  inspected: null,
  accepted: new Set(),
  trouble: null,
  abort: new AbortController(),
  inTurn: createTurns(),
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
    throw failure('not_a_project', 'This is not a package. Drop the folder with elba.toml.');
  }
  await openRoot(folder);
};

const remember = (parts: LookingParts, folder: string, report: ProjectReport): void => {
  const last = parts.memory.recent()[0];
  if (last?.folder === folder && JSON.stringify(last.package) === JSON.stringify(report.package)) return;
  parts.memory.noteOpened({ folder, package: report.package, openedAt: report.readAt });
};

const rememberOpened = (parts: LookingParts, { folder, origin }: OpenProject, report: ProjectReport): void => {
  try {
    if (origin === 'folder' && report.state === 'ready') remember(parts, folder, report);
  } catch {
    // Not worth failing for: the project itself was read.
    parts.log('The list of recent projects could not be saved.');
  }
};

/** By folder; a project that came in through the browser has none that lasts, so by its name. */
export const memoryKey = (project: OpenProject, report: ProjectReport | undefined): string | null => {
  if (project.origin === 'folder') return `folder:${project.folder}`;
  return report?.package ? `package:${normaliseName(report.package)}` : null;
};

const acceptedIn = (memory: Memory, project: OpenProject, report: ProjectReport): ReadonlySet<string> => {
  const key = memoryKey(project, report);
  return new Set([...project.accepted, ...(key === null ? [] : memory.accepted(key))]);
};

const tell = (parts: LookingParts, project: OpenProject, built: BuiltReport): ProjectReport => {
  project.revision = built.report.revision;
  project.built = built;
  rememberOpened(parts, project, built.report);
  parts.emit(built.report);
  if (!project.abort.signal.aborted) project.watch?.follow(built);
  return built.report;
};

const pending = ['Looking for secrets…'];

/**
 * Looks into the files of a draft. Where that takes a while, the report is told without it before, with what was found the last time:
 * a finding does not vanish while it is looked for again.
 */
const inspect = async (parts: LookingParts, project: OpenProject, draft: Draft): Promise<BuiltReport> => {
  const { inspector, inspected, abort } = project;
  const { root, source, report, walked } = draft;
  const accepted = (): ReadonlySet<string> => acceptedIn(parts.memory, project, report);
  if (inspector === null || walked.included.length === 0) return finishReport(draft);
  if (project.built === null || !inspector.isQuick(walked.stamps)) {
    tell(parts, project, finishReport(draft, { checks: [], ...inspected, accepted: accepted(), pending }));
  }
  const version = report.package?.version ?? null;
  const { included, leftOut, stamps } = walked;
  const found = await inspector.inspect({ root, source, version, included, leftOut, stamps, signal: abort.signal });
  project.inspected = found;
  return finishReport(draft, { ...found, accepted: accepted() });
};

const lookOnce = async (parts: LookingParts, project: OpenProject): Promise<ProjectReport> => {
  const wasAsked = project.asked;
  project.again = false;
  project.asked = false;
  const revision = project.revision + 1;
  const { id: projectId, folder, origin, ready, abort, trouble } = project;
  const { homeFolder, now, reader } = parts;
  const notes = trouble === null ? [] : [trouble];
  const input = { projectId, folder, origin, revision, homeFolder, now, notes, signal: abort.signal, reader };
  const draft = await (ready === null ? readDraft(input) : readArchiveDraft(input, ready));
  const built = await inspect(parts, project, draft);
  if (!wasAsked && project.built?.mark === built.mark) return project.built.report;
  return tell(parts, project, built);
};

const lookUntilQuiet = async (parts: LookingParts, project: OpenProject): Promise<ProjectReport> => {
  let report = await lookOnce(parts, project);
  while (project.again) report = await lookOnce(parts, project);
  return report;
};

const look = (parts: LookingParts, project: OpenProject): Promise<ProjectReport> => {
  if (project.looking !== null) {
    project.again = true;
    return project.looking;
  }
  project.looking = lookUntilQuiet(parts, project).finally(() => {
    project.looking = null;
  });
  return project.looking;
};

/**
 * Looks at a project's folder. Calls during a look lead to one more look after it, however many they are, and all get the report
 * of that one.
 */
export const lookAt = (parts: LookingParts, project: OpenProject): Promise<ProjectReport> => {
  project.asked = true;
  return look(parts, project);
};

const logUnlessStopped = (parts: LookingParts, error: unknown): void => {
  const isStopped = error instanceof Failure && error.error.code === 'cancelled';
  if (!isStopped) parts.log(`A folder could not be looked at: ${String(error)}`);
};

/** Looks at a project for the first time; the report comes before all files were looked into. */
export const lookFirst = (parts: LookingParts, project: OpenProject): Promise<ProjectReport> =>
  new Promise((resolve, reject) => {
    const emit: LookingParts['emit'] = (report) => {
      parts.emit(report);
      resolve(report);
    };
    lookAt({ ...parts, emit }, project).then(resolve, (error: unknown) => {
      // After the first report nobody hears it any more.
      if (project.built !== null) logUnlessStopped(parts, error);
      reject(error);
    });
  });

/** Looks without anybody waiting for it: tells of a new report only where something changed. */
export const glanceAt = async (parts: LookingParts, project: OpenProject): Promise<void> => {
  try {
    await look(parts, project);
  } catch (error) {
    logUnlessStopped(parts, error);
  }
};

/** Has a folder watched from now on. What comes from a browser does not change. */
export const startWatching = (parts: LookingParts, project: OpenProject): void => {
  if (parts.watch === undefined || project.origin !== 'folder') return;
  const glance = (): void => void glanceAt(parts, project);
  project.watch = parts.watch(project.folder, {
    onChange: glance,
    onTrouble: (trouble) => {
      if (project.trouble?.why === trouble?.why) return;
      project.trouble = trouble;
      glance();
    },
  });
};
