import { fork } from 'node:child_process';
import { once } from 'node:events';
import { createReadStream } from 'node:fs';
import { mkdir, rm, writeFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import * as z from 'zod';
import {
  type BigIndexSize,
  fullSize,
  writeBigIndexFolder,
  writeBigIndexGit,
  writeBigIndexTar,
} from '../support/bigIndex.ts';
import { builtFile } from './built.ts';
import { frameFigures } from './catalogFrames.ts';
import {
  type Asked,
  type BenchOptions,
  type BenchPart,
  type Figure,
  ratioFigure,
  skippedFigure,
  valueFigure,
} from './figure.ts';
import { compared, hasProgram, medianOf, timedProgram } from './measure.ts';
import { inScratch } from './scratch.ts';

const REGISTRY = 'big';

const Told = z.object({
  all: z.number(),
  listed: z.number(),
  whole: z.number().optional(),
  typing: z.number().optional(),
  dependents: z.number().optional(),
  details: z.number().optional(),
  megabytes: z.number().optional(),
});

/** A data folder in which one registry is nothing but an index. */
async function writeDataFolder(folder: string, index: string): Promise<void> {
  await mkdir(folder, { recursive: true, mode: 0o700 });
  const registry = { id: REGISTRY, name: 'Big', colour: 'teal', url: '', index, family: 'auto' };
  const more = { production: false, allowPlainHttp: false, embedded: false, hidden: false };
  await writeFile(join(folder, 'registries.json'), JSON.stringify({ v: 1, registries: [{ ...registry, ...more }] }));
}

/** Runs the program once on a data folder. */
async function run(dataFolder: string, until: 'listed' | 'whole'): Promise<z.infer<typeof Told>> {
  const child = fork(new URL('./catalogProgram.ts', import.meta.url), [
    dataFolder,
    await builtFile('main/catalogWorker.js'),
    until,
  ]);
  const ended = once(child, 'exit');
  const told = await Promise.race([once(child, 'message'), ended.then(() => [undefined])]);
  await ended;
  return Told.parse(told[0]);
}

/** Milliseconds until the list can be used, each time without anything kept from before. */
const cold = async (folder: string, index: string, { runs }: BenchOptions): Promise<number> =>
  medianOf(runs, async () => {
    await rm(folder, { recursive: true, force: true });
    await writeDataFolder(folder, index);
    return (await run(folder, 'listed')).listed;
  });

const listedIn = (what: string): Asked => ({
  name: `list of 100,000 packages, ${what}`,
  unit: 'ms',
  limit: 2000,
  better: 'lower',
});

async function folderFigures(scratch: string, size: BigIndexSize, options: BenchOptions): Promise<Figure[]> {
  const root = join(scratch, 'index');
  options.log(`Writing an index of ${size.packages} packages and ${size.versions} versions as a folder`);
  writeBigIndexFolder(root, size);
  const data = join(scratch, 'data');
  const index = `index+dir+${root}`;
  options.log(`Opening it ${options.runs} times with nothing kept`);
  const first = await cold(data, index, options);
  options.log('Reading all of it');
  await rm(data, { recursive: true, force: true });
  await writeDataFolder(data, index);
  const whole = await run(data, 'whole');
  options.log(`Opening it ${options.runs} times from what was kept`);
  const kept = await medianOf(options.runs, async () => (await run(data, 'listed')).listed);
  const again = await run(data, 'whole');
  const limit = (name: string, most: number, unit = 'ms'): Asked => ({ name, unit, limit: most, better: 'lower' });
  return [
    valueFigure(listedIn('folder, cold'), first),
    valueFigure(limit('the same, from what was kept', 300), kept),
    valueFigure(limit('all versions of the folder read, cold', 30_000), whole.whole ?? Number.NaN),
    valueFigure(limit('slowest keystroke of a search', 50), again.typing ?? Number.NaN),
    valueFigure(limit('dependents of a package', 50), again.dependents ?? Number.NaN),
    valueFigure(limit('memory of the program, reading', 500, 'MiB'), whole.megabytes ?? Number.NaN),
    valueFigure(limit('memory of the program, from what was kept', 500, 'MiB'), again.megabytes ?? Number.NaN),
    ...(await frameFigures(data, REGISTRY, options)),
  ];
}

async function tarFigures(scratch: string, size: BigIndexSize, options: BenchOptions): Promise<Figure[]> {
  const file = join(scratch, 'index.tar.gz');
  options.log('Writing it as a tar.gz');
  await writeBigIndexTar(file, size);
  const server = createServer((_, response) => void createReadStream(file).pipe(response));
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('The server has no port.');
  try {
    options.log(`Downloading and opening it ${options.runs} times`);
    const index = `index+tar+http://127.0.0.1:${address.port}/index.tar.gz`;
    return [valueFigure(listedIn('tar over http, cold'), await cold(join(scratch, 'tar-data'), index, options))];
  } finally {
    server.close();
    server.closeAllConnections();
  }
}

async function gitFigures(scratch: string, size: BigIndexSize, options: BenchOptions): Promise<Figure[]> {
  const asked: Asked = { name: 'git index fetched and listed', unit: 'ms', limit: 2, better: 'lower' };
  if (!hasProgram('git')) return [skippedFigure(asked, 'There is no git here.')];
  const repository = join(scratch, 'index.git');
  options.log('Writing it as a git repository');
  await writeBigIndexGit(repository, size);
  const url = pathToFileURL(repository).href;
  const data = join(scratch, 'git-data');
  const ours = async (): Promise<number> => {
    await rm(data, { recursive: true, force: true });
    await writeDataFolder(data, `index+git+${url}`);
    return (await run(data, 'listed')).listed;
  };
  const theirs = async (): Promise<number> => {
    await rm(join(scratch, 'clone'), { recursive: true, force: true });
    return timedProgram('git', ['clone', '--quiet', '--bare', '--depth=1', url, join(scratch, 'clone')]);
  };
  options.log('Fetching and listing it, and git clone beside it');
  // How long a fetch takes is the network's and git's; what is added to it is ours.
  const took = await compared(1, ours, theirs);
  return [
    ratioFigure(asked, { value: took.ours, reference: { name: 'git clone', value: took.theirs }, ratio: took.ratio }),
  ];
}

/** The packages of a large index: how soon they can be used, searched and scrolled, and in how much memory. */
export const catalog: BenchPart = (options) =>
  inScratch(async (scratch) => {
    const size = options.size === 'full' ? fullSize : { packages: 50, versions: 400 };
    await builtFile('main/web.js');
    return [
      ...(await folderFigures(scratch, size, options)),
      ...(await tarFigures(scratch, size, options)),
      ...(await gitFigures(scratch, size, options)),
    ];
  });
