import { onTestFinished } from 'vitest';
import { createProjects, type ProjectsParts } from '../../../main/project/projects.ts';
import { ProjectId } from '../../../shared/ids.ts';
import type { ProjectReport } from '../../../shared/project.ts';
import { memoryDocument } from '../../support/memoryDocument.ts';

/** Open projects with ids `p1`, `p2` and so on, what they told and what they logged; they are closed after the test. */
export const testProjects = (change: Partial<ProjectsParts> = {}) => {
  let ids = 0;
  const emitted: ProjectReport[] = [];
  const logged: string[] = [];
  const projects = createProjects({
    homeFolder: '/home/alice',
    now: () => new Date(1_000_000),
    newId: () => {
      ids += 1;
      return ProjectId.parse(`p${ids}`);
    },
    remember: memoryDocument(),
    emit: (report) => emitted.push(report),
    log: (line) => logged.push(line),
    ...change,
  });
  onTestFinished(() => projects.closeAll());
  return { projects, emitted, logged };
};
