import { mkdtemp, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { openLogFile } from '../../main/logFile.ts';

let folder: string;
const now = (): Date => new Date('2026-01-31T12:00:00.000Z');

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'log-'));
});
afterEach(() => rm(folder, { recursive: true }));

it('writes each line with its time, for its owner alone, and nothing before the first one', async () => {
  const log = openLogFile(join(folder, 'logs', 'main.log'), { now });
  expect(await readdir(folder)).toEqual([]);
  log.write('one');
  log.write('two');
  expect(await readFile(log.path, 'utf8')).toBe('2026-01-31T12:00:00.000Z one\n2026-01-31T12:00:00.000Z two\n');
  expect((await stat(log.path)).mode & 0o777).toBe(0o600);
  expect((await stat(join(folder, 'logs'))).mode & 0o777).toBe(0o700);
});

it('keeps so many older files as it was told, each within the size', async () => {
  const log = openLogFile(join(folder, 'main.log'), { now, mostBytes: 70, kept: 2 });
  for (let at = 0; at < 10; at += 1) log.write(`line ${at}`);
  expect((await readdir(folder)).sort()).toEqual(['main.1.log', 'main.2.log', 'main.log']);
  const read = async (name: string) => (await readFile(join(folder, name), 'utf8')).match(/line \d/g);
  expect(await read('main.2.log')).toEqual(['line 4', 'line 5']);
  expect(await read('main.1.log')).toEqual(['line 6', 'line 7']);
  expect(await read('main.log')).toEqual(['line 8', 'line 9']);
});

it('is silent where it cannot be written', async () => {
  await writeFile(join(folder, 'file'), '');
  expect(() => openLogFile(join(folder, 'file', 'main.log')).write('lost')).not.toThrow();
});
