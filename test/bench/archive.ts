import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createPacker, type Packer } from '../../main/archive/packer.ts';
import { walkProject } from '../../main/project/walk.ts';
import { type Asked, type BenchOptions, type BenchPart, type Figure, ratioFigure, skippedFigure } from './figure.ts';
import { compared, hasProgram, timed, timedProgram } from './measure.ts';
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

const againstTar = async (
  asked: Asked,
  project: TextProject,
  packer: Packer,
  { runs, log }: BenchOptions,
): Promise<Figure> => {
  if (!hasProgram('tar')) return skippedFigure(asked, 'There is no tar here.');
  const folder = await mkdtemp(join(tmpdir(), 'bench-project-'));
  const out = await mkdtemp(join(tmpdir(), 'bench-archive-'));
  try {
    log(`Writing ${project.files} files`);
    await writeTextProject(folder, project);
    const files = (await walkProject(folder, { exclude: [] })).included;
    const ours = (): Promise<number> => timed(() => packer.pack({ folder, files, outFile: join(out, 'ours.tar.gz') }));
    const theirs = (): Promise<number> => timedProgram('tar', ['czf', join(out, 'tar.tar.gz'), '-C', folder, '.']);
    log(`Packing them, and tar czf beside it, ${runs} times`);
    const took = await compared(runs, ours, theirs);
    return ratioFigure(asked, {
      value: took.ours,
      reference: { name: 'tar czf', value: took.theirs },
      ratio: took.ratio,
    });
  } finally {
    await Promise.all([folder, out].map((made) => rm(made, { recursive: true, force: true })));
  }
};

/** Packing: how fast. */
export const archive: BenchPart = async (options) => {
  const { many, big } = shapes[options.size];
  const packer = createPacker(workerUrl);
  try {
    return [
      await againstTar(
        { name: 'pack many text files', unit: 'ms', limit: 0.55, better: 'lower' },
        many,
        packer,
        options,
      ),
      await againstTar({ name: 'pack 200 big files', unit: 'ms', limit: 0.6, better: 'lower' }, big, packer, options),
    ];
  } finally {
    await packer.close();
  }
};
