import { fork } from 'node:child_process';
import { createHash, randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { closeSync, fdatasyncSync, fsyncSync, openSync, renameSync, writeSync } from 'node:fs';
import { mkdir, writeFile } from 'node:fs/promises';
import { Agent, type IncomingMessage, request } from 'node:http';
import { join } from 'node:path';
import { openLocalRegistry } from '../../main/local-registry/openLocalRegistry.ts';
import { manifestOf, tarGzOf } from '../unit/archive/tarballs.ts';
import { type BenchOptions, type BenchPart, type Figure, ratioFigure, skippedFigure, valueFigure } from './figure.ts';
import { compared, hasProgram, median, medianOf, timed } from './measure.ts';
import { inScratch } from './scratch.ts';
import { startSendfile } from './sendfile.ts';

interface Running {
  readonly port: number;
  readonly token: string;
  stop(): Promise<void>;
}

const start = async (folder: string): Promise<Running> => {
  const child = fork(new URL('./registryProgram.ts', import.meta.url), [folder]);
  const [told] = await once(child, 'message');
  const stop = async (): Promise<void> => {
    child.disconnect();
    if (child.exitCode === null) await once(child, 'exit');
  };
  return { ...told, stop };
};

const agent = new Agent({ keepAlive: true, maxSockets: 1 });

/** Sends a request and takes the answer's body without keeping it; its bytes. */
const ask = (port: number, method: string, path: string, body?: Buffer): Promise<number> =>
  new Promise((resolve, reject) => {
    const wire = request({ host: '127.0.0.1', port, method, path, agent }, (response: IncomingMessage) => {
      let bytes = 0;
      response.on('data', (chunk: Buffer) => {
        bytes += chunk.length;
      });
      response.once('end', () => {
        if (response.statusCode === 200) resolve(bytes);
        else reject(new Error(`${method} ${path.split('?', 1)} was answered ${response.statusCode}.`));
      });
      response.once('error', reject);
    });
    wire.once('error', reject);
    wire.end(body);
  });

const publish = ({ port, token }: Running, name: string, version: string, archive: Buffer): Promise<number> =>
  ask(port, 'PUT', `/api/v1/packages/${name}/${version}/publish?token=${token}`, archive);

const small = (name: string, version: string): Buffer =>
  tarGzOf([
    { path: 'elba.toml', content: manifestOf(name, version) },
    { path: 'src/Main.idr', content: 'module Main\n' },
  ]);

/** Milliseconds of one publish's syncs alone: the archive, its name, the journal's row. */
const syncsAlone = (folder: string, count: number): number[] => {
  const folderHandle = openSync(folder, 'r');
  const journal = openSync(join(folder, 'journal'), 'a');
  const took = Array.from({ length: count }, (_, at) => {
    const before = performance.now();
    const file = openSync(join(folder, `${at}.body`), 'w');
    writeSync(file, randomBytes(400));
    fsyncSync(file);
    closeSync(file);
    renameSync(join(folder, `${at}.body`), join(folder, `${at}.tar.gz`));
    fsyncSync(folderHandle);
    writeSync(journal, randomBytes(400));
    fdatasyncSync(journal);
    return performance.now() - before;
  });
  closeSync(journal);
  closeSync(folderHandle);
  return took;
};

const publishing = async (registry: Running, scratch: string, count: number, log: BenchOptions['log']) => {
  log(`Publishing ${count} versions, one after the other`);
  const name = 'alice/many';
  for (let at = 0; at < count / 10; at++)
    await publish(registry, 'alice/warm', `1.0.${at}`, small('alice/warm', `1.0.${at}`));
  const took: number[] = [];
  for (let at = 0; at < count; at++) {
    const archive = small(name, `1.0.${at}`);
    took.push(await timed(() => publish(registry, name, `1.0.${at}`, archive)));
  }
  await mkdir(join(scratch, 'syncs'));
  const tenth = Math.max(1, count / 10);
  const first = median(took.slice(0, tenth));
  const last = median(took.slice(-tenth));
  const syncsPerSecond = 1000 / median(syncsAlone(join(scratch, 'syncs'), tenth));
  const perSecond = 1000 / (took.reduce((sum, ms) => sum + ms, 0) / took.length);
  return [
    ratioFigure(
      { name: 'publish: the last tenth of 1,000', unit: 'ms', limit: 1.2, better: 'lower' },
      { value: last, reference: { name: 'the first tenth', value: first }, ratio: last / first },
    ),
    // What the disk does not give cannot be asked for.
    valueFigure(
      { name: 'publishes', unit: 'per s', limit: Math.min(200, syncsPerSecond * 0.8), better: 'higher' },
      perSecond,
      { name: 'of their syncs alone', value: syncsPerSecond },
    ),
  ];
};

const downloading = async (registry: Running, bytes: number, scratch: string, { runs, size, log }: BenchOptions) => {
  const asked = { name: 'download of an archive', unit: 'MB/s', limit: 0.8, better: 'higher' } as const;
  if (!hasProgram('python3'))
    return [skippedFigure(asked, 'There is no python3 here, whose sendfile is the reference.')];
  const archive = tarGzOf([
    { path: 'elba.toml', content: manifestOf('alice/large', '1.0.0') },
    { path: 'data.bin', content: randomBytes(bytes) },
  ]);
  await publish(registry, 'alice/large', '1.0.0', archive);
  const file = join(scratch, 'large');
  await writeFile(file, archive);
  const sendfile = await startSendfile(file);
  try {
    const many = size === 'full' ? runs * 6 : runs;
    log(`Downloading ${archive.length / 1e6} MB, and by sendfile beside it, ${many} times`);
    const get = (port: number) => (): Promise<number> =>
      timed(() => ask(port, 'GET', '/tarballs/alice_large_1.0.0.tar.gz'));
    const took = await compared(many, get(registry.port), get(sendfile.port));
    const rate = (ms: number): number => archive.length / 1e3 / ms;
    const reference = { name: 'sendfile', value: rate(took.theirs) };
    return [ratioFigure(asked, { value: rate(took.ours), reference, ratio: 1 / took.ratio })];
  } finally {
    sendfile.stop();
  }
};

/** A journal as so many publishes leave it. */
const writeJournal = async (folder: string, packages: number, versions: number): Promise<void> => {
  await mkdir(folder, { recursive: true });
  const row = { v: 1, at: '2026-01-01T00:00:00.000Z' };
  const rows: unknown[] = [{ ...row, kind: 'user', id: 1, name: 'alice' }];
  const more = { homepage: null, repository: null, license: 'MIT', keywords: ['text'], readme: 'README.md' };
  for (let at = 0; at < packages * versions; at++) {
    const [name, version] = [`pkg-${at % packages}`, `1.${Math.floor(at / packages)}.0`];
    const sha256 = createHash('sha256').update(`${name} ${version}`).digest('hex');
    const dependencies = [{ name: `alice/pkg-${(at + 1) % packages}`, req: '1.0.0' }];
    const published = { ...row, kind: 'published', userId: 1, group: 'alice', name, version, sha256, bytes: 1000 };
    rows.push({ ...published, ...more, description: 'Text that lays itself out', dependencies });
  }
  await writeFile(join(folder, 'journal.jsonl'), rows.map((one) => `${JSON.stringify(one)}\n`).join(''));
};

const restarting = (packages: number, versions: number, { runs, log }: BenchOptions): Promise<Figure[]> =>
  inScratch(async (folder) => {
    await writeJournal(folder, packages, versions);
    log(`Opening a registry of ${packages * versions} versions, and listing its ${packages} packages, ${runs} times`);
    let port = 0;
    const open = async (): Promise<number> => {
      const start = performance.now();
      // The same port as before, as in the program: with another one the whole index is written anew.
      const registry = await openLocalRegistry({ folder, port });
      const took = performance.now() - start;
      port = registry.port;
      await registry.close();
      return took;
    };
    const opening = await medianOf(runs, open);
    const registry = await start(folder);
    try {
      const list = (): Promise<number> => timed(() => ask(registry.port, 'GET', '/api/v1/packages/alice/packages'));
      const listing = await medianOf(runs, list);
      return [
        valueFigure({ name: 'list 10,000 packages', unit: 'ms', limit: 100, better: 'lower' }, listing),
        valueFigure({ name: 'restart with 100,000 versions', unit: 'ms', limit: 1000, better: 'lower' }, opening),
      ];
    } finally {
      await registry.stop();
    }
  });

/** The embedded registry: publishes, downloads, lists and restarts. */
export const registry: BenchPart = (options) =>
  inScratch(async (scratch) => {
    const tiny = options.size === 'tiny';
    const running = await start(join(scratch, 'registry'));
    try {
      return [
        ...(await publishing(running, scratch, tiny ? 10 : 1000, options.log)),
        ...(await downloading(running, tiny ? 1e5 : 28e6, scratch, options)),
        ...(await restarting(tiny ? 10 : 10_000, tiny ? 2 : 10, options)),
      ];
    } finally {
      agent.destroy();
      await running.stop();
    }
  });
