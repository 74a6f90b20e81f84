import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { findElectron } from '../../scripts/electronBinary.ts';
import { repository } from '../../scripts/run.ts';
import { startWebHost } from '../support/webProgram.ts';
import { builtFile } from './built.ts';
import { type Asked, type BenchOptions, type BenchPart, type Figure, skippedFigure, valueFigure } from './figure.ts';
import { firstPaintKilobytes } from './firstPaint.ts';
import { firstPaintOf } from './firstPaintOf.ts';
import { compared, hasProgram, medianOf, timedProgram } from './measure.ts';
import { inScratch } from './scratch.ts';

/** A display for windows: the one that is there, or one of its own that nobody sees. Null where there can be none. */
const openDisplay = async (): Promise<{ name: string; close: () => void } | null> => {
  const { DISPLAY: there } = process.env;
  if (process.platform !== 'linux') return { name: '', close: () => undefined };
  if (there !== undefined && there !== '') return { name: there, close: () => undefined };
  if (!hasProgram('Xvfb')) return null;
  const screen = ['-screen', '0', '1280x1024x24', '-nolisten', 'tcp', '-displayfd', '3'];
  const child = spawn('Xvfb', screen, { stdio: ['ignore', 'ignore', 'ignore', 'pipe'] });
  const [number] = await once(child.stdio[3] as NodeJS.ReadableStream, 'data'); // a pipe, as it was asked for
  return { name: `:${String(number).trim()}`, close: () => void child.kill() };
};

const ended = async (child: ChildProcess): Promise<void> => {
  child.kill();
  if (child.exitCode === null && child.signalCode === null) await once(child, 'exit');
};

/** Electron with a window and nothing else in it: what nobody can be faster than. */
const bareProgram = `
const { app, BrowserWindow } = require('electron');
app.whenReady().then(() => {
  const window = new BrowserWindow({ show: false });
  window.once('ready-to-show', () => { window.show(); process.send({ kind: 'shown' }); });
  window.loadURL('data:text/html,<h1>Bare</h1>');
});
`;

const makeBareProgram = async (folder: string): Promise<string> => {
  await mkdir(folder);
  await writeFile(join(folder, 'package.json'), JSON.stringify({ name: 'bare', version: '1.0.0', main: 'main.cjs' }));
  await writeFile(join(folder, 'main.cjs'), bareProgram);
  return folder;
};

/** Milliseconds until the window of a program is shown and its page has painted what a person can use. */
const startWindow = async (binary: string, display: string, program: string, dataFolder: string): Promise<number> => {
  await mkdir(dataFolder, { recursive: true });
  const root = process.getuid?.() === 0 ? ['--no-sandbox'] : [];
  const args = [program, ...root, '--remote-debugging-port=0', `--data=${dataFolder}`];
  const began = Date.now();
  const env = { ...process.env, ...(display === '' ? {} : { DISPLAY: display }) };
  const child = spawn(binary, args, { env, stdio: ['ignore', 'ignore', 'pipe', 'ipc'] });
  try {
    const shown = once(child, 'message').then(() => Date.now());
    const both = await Promise.all([shown, firstPaintOf(child)]);
    return Math.max(...both) - began;
  } finally {
    await ended(child);
  }
};

const windowFigure = async (asked: Asked, { size, log }: BenchOptions): Promise<Figure> => {
  await builtFile('main/electron.js');
  const binary = await findElectron();
  if (binary === null) return skippedFigure(asked, 'There is no binary of Electron here.');
  const display = await openDisplay();
  if (display === null) return skippedFigure(asked, 'There is no display here and no Xvfb.');
  const times = size === 'full' ? 10 : 1;
  log(`Opening the window ${times} times`);
  try {
    return await inScratch(async (folder) => {
      const bare = await makeBareProgram(join(folder, 'bare'));
      const start = (program: string) => () => startWindow(binary, display.name, program, join(folder, 'data'));
      const took = await compared(times, start(repository), start(bare));
      return valueFigure(asked, took.ours, { name: 'a bare window', value: took.theirs });
    });
  } finally {
    display.close();
  }
};

/** Milliseconds until the web host has answered a first request. */
const startWeb = async (dataFolder: string): Promise<number> => {
  const start = performance.now();
  const host = await startWebHost(dataFolder);
  await (await fetch(host.url, { redirect: 'manual' })).arrayBuffer();
  const took = performance.now() - start;
  await host.stop();
  return took;
};

const webFigure = async (asked: Asked, { runs, log }: BenchOptions): Promise<Figure> => {
  await builtFile('main/web.js');
  log(`Starting the web host ${runs * 2} times`);
  const took = await inScratch((folder) => medianOf(runs * 2, () => startWeb(join(folder, 'data'))));
  const bare = await medianOf(runs, () => timedProgram(process.execPath, ['-e', '0']));
  return valueFigure(asked, took, { name: 'for Node alone', value: bare });
};

/** Starting: how soon the window can be used, how soon the web host answers, and what the first paint needs. */
export const start: BenchPart = async (options) => [
  await windowFigure({ name: 'window usable', unit: 'ms', limit: 1000, better: 'lower' }, options),
  await webFigure({ name: 'web host answers', unit: 'ms', limit: 400, better: 'lower' }, options),
  valueFigure(
    { name: 'page for the first paint, gzip', unit: 'KB', limit: 250, better: 'lower' },
    await firstPaintKilobytes(),
  ),
];
