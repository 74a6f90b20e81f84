import { execFile } from 'node:child_process';
import { mkdir } from 'node:fs/promises';
import { availableParallelism } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { packArchive } from '../../main/archive/pack.ts';
import { createPacker, type Packer } from '../../main/archive/packer.ts';
import { walkProject } from '../../main/project/walk.ts';
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
import { compared, hasProgram, median, timed, timedProgram } from './measure.ts';
import { type PackFeel, packProgram } from './packProgram.ts';
import { inScratch } from './scratch.ts';
import { type TextProject, writeTextProject } from './textProject.ts';

const workerUrl = new URL('../../main/archive/archiveWorker.ts', import.meta.url);

const shapes: Readonly<Record<BenchOptions['size'], { many: TextProject; big: TextProject }>> = {
  full: {
    many: { files: 27_000, totalBytes: 305e6, filesInFolder: 40 },
    big: { files: 200, totalBytes: 300e6, filesInFolder: 40 },
  },
  tiny: {
    many: { files: 30, totalBytes: 1e5, filesInFolder: 10 },
    big: { files: 2, totalBytes: 2e6, filesInFolder: 10 },
  },
};

const megabyte = 1e6;

interface Folders {
  readonly project: string;
  readonly out: string;
}

const inFolders = (shape: TextProject, log: BenchOptions['log'], work: (folders: Folders) => Promise<Figure[]>) =>
  inScratch(async (folder) => {
    const folders = { project: join(folder, 'project'), out: join(folder, 'out') };
    await mkdir(folders.project);
    await mkdir(folders.out);
    log(`Writing ${shape.files} files`);
    await writeTextProject(folders.project, shape);
    return work(folders);
  });

const againstTar = async (
  asked: Asked,
  { project, out }: Folders,
  packer: Packer,
  { runs, log }: BenchOptions,
): Promise<Figure> => {
  if (!hasProgram('tar')) return skippedFigure(asked, 'There is no tar here.');
  const files = (await walkProject(project, { exclude: [] })).included;
  const ours = (): Promise<number> =>
    timed(() => packer.pack({ folder: project, files, outFile: join(out, 'ours.tar.gz') }));
  const theirs = (): Promise<number> => timedProgram('tar', ['czf', join(out, 'tar.tar.gz'), '-C', project, '.']);
  log(`Packing, and tar czf beside it, ${runs} times`);
  const took = await compared(runs, ours, theirs);
  log(`${Math.round(took.ours)} ms beside ${Math.round(took.theirs)} ms, ${took.ratio.toFixed(2)} of it`);
  const reference = { name: 'tar czf', value: took.theirs };
  return ratioFigure(asked, { value: took.ours, reference, ratio: took.ratio });
};

/** Runs a fresh program for each measurement, because memory that was once taken is seldom given back. */
const feel = async ({ project, out }: Folders, { runs, log }: BenchOptions): Promise<Figure[]> => {
  log(`Packing in a program of its own, ${runs} times`);
  const worker = await builtFile('main/archiveWorker.js');
  const felt: PackFeel[] = [];
  for (let run = 0; run < runs; run++) {
    const args = ['--expose-gc', packProgram, worker, project, out];
    const { stdout } = await promisify(execFile)(process.execPath, args);
    // The program prints just this.
    felt.push(JSON.parse(stdout) as PackFeel);
  }
  const of = (name: string, unit: string, limit: number, value: (one: PackFeel) => number): Figure =>
    valueFigure({ name, unit, limit, better: 'lower' }, median(felt.map(value)));
  return [
    of('memory above idle while packing', 'MB', 120, (one) => (one.peakBytes - one.idleBytes) / megabyte),
    of('first progress', 'ms', 100, (one) => one.firstProgressMs),
    of('cancel', 'ms', 100, (one) => one.cancelMs),
    of('longest hold-up of the window', 'ms', 50, (one) => one.longestBlockMs),
  ];
};

/** How many different archives come out of the same files: on one core, on many, and once more. */
const differences = async ({ project, out }: Folders): Promise<Figure> => {
  const files = (await walkProject(project, { exclude: [] })).included;
  const hashes = new Set<string>();
  for (const parallel of [1, 2, availableParallelism() + 1, 16, 16]) {
    const archive = await packArchive({ folder: project, files, outFile: join(out, 'same.tar.gz'), parallel });
    hashes.add(archive.sha256);
  }
  return valueFigure(
    { name: 'different archives of the same files', unit: '', limit: 1, better: 'lower' },
    hashes.size,
  );
};

/** Packing: how fast, with how much memory, and how it feels meanwhile. */
export const archive: BenchPart = async (options) => {
  const { many, big } = shapes[options.size];
  const packer = createPacker(workerUrl);
  const asked = { unit: 'ms', better: 'lower' } as const;
  try {
    const ofMany = await inFolders(many, options.log, async (folders) => [
      await againstTar({ ...asked, name: 'pack many text files', limit: 0.55 }, folders, packer, options),
      ...(await feel(folders, options)),
      await differences(folders),
    ]);
    const ofBig = await inFolders(big, options.log, async (folders) => [
      await againstTar({ ...asked, name: 'pack few big files', limit: 0.6 }, folders, packer, options),
    ]);
    return [...ofMany, ...ofBig];
  } finally {
    await packer.close();
  }
};
