import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { createApp } from '../../main/app.ts';
import { dispatch } from '../../main/dispatch.ts';
import { createFolderReader } from '../../main/project/folderReader.ts';
import { walkProject } from '../../main/project/walk.ts';
import type { CallInput, CallName } from '../../shared/contract.ts';
import { ProjectReport } from '../../shared/project.ts';
import { testHost } from '../support/testHost.ts';
import { builtFile } from './built.ts';
import {
  type Asked,
  type BenchOptions,
  type BenchPart,
  type Figure,
  ratioFigure,
  skippedFigure,
  valueFigure,
} from './figure.ts';
import { compared, hasProgram, median, medianOf, timed, timedProgram } from './measure.ts';
import { inScratch } from './scratch.ts';
import { writeTextProject } from './textProject.ts';

const ignored = ['*.ibc', '/build'];

const againstFind = async (asked: Asked, entries: number, { runs, log }: BenchOptions): Promise<Figure> => {
  if (!hasProgram('find')) return skippedFigure(asked, 'There is no find here.');
  return inScratch(async (folder) => {
    log(`Writing ${entries} entries`);
    const filesInFolder = 40;
    const files = Math.round(entries / (1 + 1 / filesInFolder));
    await writeTextProject(folder, { files, totalBytes: files * 100, filesInFolder });
    const named = (name: string): string[] => ['-name', name, '-o'];
    const left = [...named('.git'), ...named('target'), ...named('*.ibc'), '-path', join(folder, 'build')];
    const args = [folder, '(', ...left, ')', '-prune', '-o', '-type', 'f', '-size', '+0', '-printf', '%P %s %m\\n'];
    log(`Walking them, and find beside it, ${runs * 2} times`);
    const reader = createFolderReader(pathToFileURL(await builtFile('main/folderWorker.js')));
    const ours = (): Promise<number> => timed(() => walkProject(folder, { exclude: ignored, reader }));
    const took = await compared(runs * 2, ours, () => timedProgram('find', args));
    reader.close();
    const reference = { name: 'find', value: took.theirs };
    return ratioFigure(asked, { value: took.ours, reference, ratio: took.ratio });
  });
};

/** Opens a folder and prepares its archive, as a drop on the window does. Milliseconds. */
const readyAfterDrop = async (
  scratch: string,
  folder: string,
  worker: string,
): Promise<{ cold: number; warm: number }> => {
  const app = await createApp({
    ...testHost({ dataFolder: scratch, homeFolder: scratch }),
    archiveWorker: pathToFileURL(worker),
  });
  const ask = async <N extends CallName>(name: N, input: CallInput<N>) => {
    const result = await dispatch(app, name, input);
    if (!result.ok) throw new Error(result.error.message);
    return result.value;
  };
  const drop = async (): Promise<number> => {
    const start = performance.now();
    const report = await ask('projects.open', { kind: 'path', path: folder });
    const { projectId } = ProjectReport.parse(report);
    await ask('publish.prepare', { projectId });
    const took = performance.now() - start;
    await ask('projects.close', { projectId });
    return took;
  };
  try {
    return { cold: await drop(), warm: await medianOf(3, drop) };
  } finally {
    await app.close();
  }
};

const smallProject = (files: number, { runs, log }: BenchOptions): Promise<Figure[]> =>
  inScratch(async (scratch) => {
    const folder = join(scratch, 'project');
    await mkdir(folder);
    await writeTextProject(folder, { files, totalBytes: files * 3000, filesInFolder: 10 });
    await writeFile(join(folder, 'README.md'), '# Text\n');
    const worker = await builtFile('main/archiveWorker.js');
    log(`Dropping ${files} files, ${runs} times`);
    const took: { cold: number; warm: number }[] = [];
    for (let run = 0; run <= runs; run++) took.push(await readyAfterDrop(join(scratch, `data-${run}`), folder, worker));
    const counted = took.slice(1);
    const asked = { unit: 'ms', limit: 50, better: 'lower' } as const;
    return [
      valueFigure({ ...asked, name: 'small project ready after the drop' }, median(counted.map(({ warm }) => warm))),
      valueFigure(
        { ...asked, name: 'the first one after the start', limit: 150 },
        median(counted.map(({ cold }) => cold)),
      ),
    ];
  });

/** Opening a project: the walk over its files, and how soon a small one can be published. */
export const project: BenchPart = async (options) => {
  const tiny = options.size === 'tiny';
  return [
    await againstFind(
      { name: 'walk of many entries', unit: 'ms', limit: 1.2, better: 'lower' },
      tiny ? 60 : 50_000,
      options,
    ),
    ...(await smallProject(tiny ? 5 : 30, options)),
  ];
};
