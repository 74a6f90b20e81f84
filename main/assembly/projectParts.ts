import { randomUUID } from 'node:crypto';
import { ProjectId, StagingId } from '../../shared/ids.ts';
import type { Ground } from '../ground.ts';
import type { Host } from '../host.ts';
import { createFolderReader } from '../project/folderReader.ts';
import { createInspector } from '../project/inspect.ts';
import { createProjects } from '../project/projects.ts';
import { createStaging } from '../project/staging.ts';
import { createWatchProject } from '../project/watchProject.ts';
import type { Scratch } from '../scratch.ts';

/** Projects: those that are open, and those that come in file by file. */
export function buildProjects(host: Host, { events, now, log }: Ground, scratch: Scratch) {
  const reader = createFolderReader(host.folderWorker);
  const projects = createProjects({
    homeFolder: host.homeFolder,
    now,
    newId: () => ProjectId.parse(randomUUID()),
    remember: host.document('projects'),
    emit: (report) => events.emit('project.changed', report),
    log,
    watch: createWatchProject(),
    newInspector: createInspector,
    reader,
  });
  const staging = createStaging({ folder: scratch.staging, newId: () => StagingId.parse(randomUUID()) });
  const open: typeof projects.open = async (folder, origin, dispose) => {
    const report = await projects.open(folder, origin, dispose);
    if (origin === 'folder') host.folderOpened(projects.folderOf(report.projectId));
    return report;
  };
  return { projects: { ...projects, open }, staging, reader };
}
export type ProjectParts = ReturnType<typeof buildProjects>;
