import type { ProjectId, RegistryId, StagingId } from '../../shared/ids.ts';
import type { PreparedArchive, ProjectReport } from '../../shared/project.ts';
import type { Handlers } from '../dispatch.ts';
import { failure } from '../failure.ts';
import type { Host } from '../host.ts';
import type { Projects } from '../project/projects.ts';
import type { Staging } from '../project/staging.ts';
import type { Publishing } from '../publish/publishing.ts';

export interface ProjectHandlerParts {
  readonly host: Pick<Host, 'folders' | 'chooseFolder' | 'chooseArchive'>;
  readonly projects: Projects;
  readonly staging: Pick<Staging, 'commit' | 'commitFile'>;
  readonly publishing: Pick<Publishing, 'prepare' | 'stopPreparing' | 'start'>;
  /** Told when a folder is about to be read, before an archive of it is asked for. */
  opening(): void;
  /** The registries that are chosen for a project to begin with. */
  chosen(projectId: ProjectId): RegistryId[];
  /** Told when a person asks for a new look at a project. */
  checkingAgain(projectId: ProjectId): void;
  /** Told of each archive that is asked for. */
  prepared(archive: PreparedArchive): void;
  /** Told when a project is closed. */
  closed(projectId: ProjectId): Promise<void>;
}

type Calls =
  | 'projects.choose'
  | 'projects.chooseArchive'
  | 'projects.open'
  | 'projects.report'
  | 'projects.files'
  | 'projects.refresh'
  | 'projects.readText'
  | 'projects.previewEdit'
  | 'projects.applyEdit'
  | 'projects.acceptFinding'
  | 'projects.readme'
  | 'projects.close'
  | 'projects.recent'
  | 'publish.prepare'
  | 'publish.stopPreparing'
  | 'publish.start'
  | 'publish.chosen';

/** A page must not name folders of this computer where they come in file by file: whoever reached it could read any. */
function openPath({ host, projects }: ProjectHandlerParts, path: string): Promise<ProjectReport> {
  if (host.folders === 'path') return projects.open(path, 'folder');
  throw failure(
    'not_supported_here',
    'A page in the browser cannot open a folder by its path. Drop the folder here, or name it on the command line.',
  );
}

async function openStaged({ projects, staging }: ProjectHandlerParts, id: StagingId): Promise<ProjectReport> {
  const { folder, dispose } = await staging.commit(id);
  return projects.open(folder, 'staged', dispose);
}

async function openStagedArchive({ projects, staging }: ProjectHandlerParts, id: StagingId): Promise<ProjectReport> {
  const { file, dispose } = await staging.commitFile(id);
  return projects.open(file, 'staged', dispose);
}

async function openChosen({ projects }: ProjectHandlerParts, chosen: string | null): Promise<ProjectReport | null> {
  return chosen === null ? null : projects.open(chosen, 'folder');
}

/** The calls about projects and what becomes of them. */
export function projectHandlers(parts: ProjectHandlerParts): Pick<Handlers, Calls> {
  const { projects, publishing } = parts;
  return {
    'projects.choose': async () => openChosen(parts, await parts.host.chooseFolder()),
    'projects.chooseArchive': async () => openChosen(parts, await parts.host.chooseArchive()),
    'projects.open': (input) => {
      parts.opening();
      if (input.kind === 'path') return openPath(parts, input.path);
      if (input.kind === 'staging') return openStaged(parts, input.stagingId);
      if (input.kind === 'staged_archive') return openStagedArchive(parts, input.stagingId);
      return projects.openSuggestion(input.projectId, input.folder);
    },
    'projects.report': ({ projectId }) => projects.report(projectId),
    'projects.files': ({ projectId }) => projects.files(projectId),
    'projects.refresh': ({ projectId }) => {
      parts.checkingAgain(projectId);
      return projects.refresh(projectId);
    },
    'projects.readText': ({ projectId, path }) => projects.readText(projectId, path),
    'projects.previewEdit': ({ projectId, edit }) => projects.previewEdit(projectId, edit),
    'projects.applyEdit': ({ projectId, edit, beforeSha256 }) => projects.applyEdit(projectId, edit, beforeSha256),
    'projects.acceptFinding': ({ projectId, findingId }) => projects.acceptFinding(projectId, findingId),
    'projects.readme': ({ projectId }) => projects.readme(projectId),
    'projects.close': async ({ projectId }) => {
      await parts.closed(projectId);
      await projects.close(projectId);
    },
    'projects.recent': () => projects.recent(),
    'publish.prepare': async ({ projectId }) => {
      const archive = await publishing.prepare(projectId);
      parts.prepared(archive);
      return archive;
    },
    'publish.stopPreparing': ({ projectId }) => publishing.stopPreparing(projectId),
    'publish.start': (request) => publishing.start(request),
    'publish.chosen': ({ projectId }) => parts.chosen(projectId),
  };
}
