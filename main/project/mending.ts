import type { EditPreview, ManifestEdit } from '../../shared/edit.ts';
import type { ProjectId, Sha256 } from '../../shared/ids.ts';
import type { ProjectReport } from '../../shared/project.ts';
import { failure } from '../failure.ts';
import { applyEdit, previewEdit } from './manifestFile.ts';
import { type LookingParts, lookAt, memoryKey, type OpenProject } from './openProject.ts';
import { openRoot } from './openRoot.ts';
import type { Memory } from './remembered.ts';

/** What came in through a browser is a copy, and a change to it would be lost; the bytes of an archive are what is published. */
const refuseCopy = (project: OpenProject): void => {
  if (project.origin === 'folder') return;
  if (project.origin === 'archive')
    throw failure(
      'not_supported_here',
      'This archive is published exactly as it is, so nothing in it can be changed here. Change elba.toml in its folder, and pack it again.',
    );
  throw failure(
    'not_supported_here',
    'The files of this project came in through the browser and cannot be changed here. Change elba.toml in its folder, and drop it again.',
  );
};

/** Lets a secret pass that the last report tells of. */
const accept = (memory: Memory, project: OpenProject, findingId: string): void => {
  const report = project.built?.report;
  const isTold = report?.checks.some(({ actions = [] }) =>
    actions.some((action) => action.kind === 'accept' && action.findingId === findingId),
  );
  if (isTold !== true) throw failure('not_found', 'This finding is not there any more. Look at the review again.');
  const key = memoryKey(project, report);
  if (key === null) project.accepted.add(findingId);
  else memory.accept(key, findingId);
};

/** What a person does about findings: the part of the open projects that changes something. `get` throws `not_found`. */
export const createMending = (get: (id: ProjectId) => OpenProject, looking: LookingParts) => ({
  /** What a change would make of elba.toml. Throws `manifest_invalid`, and `not_supported_here` for what came through a browser. */
  previewEdit: async (id: ProjectId, edit: ManifestEdit): Promise<EditPreview> => {
    const project = get(id);
    refuseCopy(project);
    return previewEdit(await openRoot(project.folder), edit);
  },

  /**
   * Makes a change that was shown, and looks at the folder again. Throws `folder_changed` where elba.toml is another text than the one
   * that `previewEdit` gave the hash of, `manifest_invalid`, `disk_failed` and `not_supported_here`.
   */
  applyEdit: async (id: ProjectId, edit: ManifestEdit, beforeSha256: Sha256): Promise<ProjectReport> => {
    const project = get(id);
    refuseCopy(project);
    await project.inTurn(async () => applyEdit(await openRoot(project.folder), edit, beforeSha256));
    return lookAt(looking, project);
  },

  /** Lets one secret pass from now on, by the id in its `accept` action, and looks again. Throws `not_found`, `disk_failed`. */
  acceptFinding: async (id: ProjectId, findingId: string): Promise<ProjectReport> => {
    const project = get(id);
    accept(looking.memory, project, findingId);
    return lookAt(looking, project);
  },
});
