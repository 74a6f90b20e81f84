import { stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { failure } from '../../main/failure.ts';
import type { PublishProjects } from '../../main/publish/archives.ts';
import { ProjectId, type RegistryId } from '../../shared/ids.ts';
import type { Check, ProjectReport } from '../../shared/project.ts';

/** One open project of one file, whose report a test can change. */
export async function openProject(folder: string) {
  const id = ProjectId.parse('project-1');
  const file = join(folder, 'elba.toml');
  await writeFile(file, '[package]\nname = "alice/pkg"\nversion = "1.0.0"\nauthors = []\n');
  const chosen: RegistryId[][] = [];
  let report: ProjectReport = {
    projectId: id,
    revision: 1,
    folder: '~/pkg',
    origin: 'folder',
    state: 'ready',
    package: { group: 'alice', name: 'pkg', version: '1.0.0' },
    manifest: null,
    checks: [],
    fileCount: 1,
    bytes: 10,
    leftOutCount: 0,
    biggest: [],
    suggestions: [],
    readAt: '2026-11-23T12:00:00.000Z',
  };
  const { size } = await stat(file);
  const projects: PublishProjects = {
    report: () => report,
    files: () => ({
      revision: report.revision,
      included: [{ path: 'elba.toml', bytes: size, executable: false }],
      leftOut: [],
    }),
    refresh: async (asked) => {
      if (asked !== id) throw failure('not_found', 'This project is not open.');
      report = { ...report, revision: report.revision + 1 };
      return report;
    },
    firstInArchive: () => ['elba.toml'],
    setChosen: (_, ids) => chosen.push([...ids]),
    folderOf: () => folder,
    ready: () => null,
  };
  return {
    id,
    projects,
    chosen,
    /** Changes what the next looks say. */
    say(change: Partial<ProjectReport>): void {
      report = { ...report, ...change, revision: report.revision + 1 };
    },
    check: (more: Partial<Check>): Check => ({ id: 'c', severity: 'error', title: 'Something is wrong', ...more }),
    /** Writes other bytes of the same length into the file. */
    touch: () => writeFile(file, '[package]\nname = "alice/pkg"\nversion = "1.0.0"\nauthors =[ ]\n'),
  };
}
