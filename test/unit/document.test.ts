import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { chmod, mkdtemp, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { openDocument, type SetAside } from '../../main/document.ts';

let folder: string;
const at = () => new Date('2026-01-31T22:59:58Z');

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'document-'));
});
afterEach(() => rm(folder, { recursive: true, force: true }));

test('a document that was never written reads as undefined', () => {
  expect(openDocument(join(folder, 'settings.json')).read()).toBeUndefined();
});

test('what was written is read back by the next run, and only its owner can read the file', async () => {
  const file = join(folder, 'deep', 'settings.json');
  openDocument(file).write({ theme: 'dark', list: [1, 'ü'] });
  expect(openDocument(file).read()).toEqual({ theme: 'dark', list: [1, 'ü'] });
  if (process.platform !== 'win32') expect((await stat(file)).mode & 0o777).toBe(0o600);
  expect(await readdir(join(folder, 'deep'))).toEqual(['settings.json']);
});

test('a leftover of a killed run, readable for all, does not make the new file so', async () => {
  const file = join(folder, 'settings.json');
  await writeFile(`${file}.tmp`, 'half', { mode: 0o644 });
  await chmod(`${file}.tmp`, 0o644);
  openDocument(file).write({ a: 1 });
  if (process.platform !== 'win32') expect((await stat(file)).mode & 0o777).toBe(0o600);
});

test('a file that is not JSON is kept under a dated name, reported without its text, and reads as none', async () => {
  const file = join(folder, 'vault.json');
  await writeFile(file, '{"secret": "abc');
  const told: SetAside[] = [];
  const document = openDocument(file, { now: at, onSetAside: (what) => told.push(what) });
  expect(document.read()).toBeUndefined();
  expect(told).toEqual([{ file: 'vault.json', keptAs: 'vault.20260131-225958.json', reason: 'it is not valid JSON' }]);
  expect(await readFile(join(folder, 'vault.20260131-225958.json'), 'utf8')).toBe('{"secret": "abc');
  document.write({ fresh: true });
  expect(document.read()).toEqual({ fresh: true });
});

test('two files set aside in one second both stay', async () => {
  const file = join(folder, 'vault.json');
  const document = openDocument(file, { now: at });
  await writeFile(file, 'one');
  document.read();
  await writeFile(file, 'two');
  document.read();
  expect((await readdir(folder)).sort()).toEqual(['vault.20260131-225958-2.json', 'vault.20260131-225958.json']);
});

test('content that the program does not understand can be set aside by its reader', async () => {
  const file = join(folder, 'registries.json');
  const document = openDocument(file, { now: at });
  document.write({ version: 99 });
  document.setAside('it is of a newer version');
  expect(document.read()).toBeUndefined();
  expect(JSON.parse(await readFile(join(folder, 'registries.20260131-225958.json'), 'utf8'))).toEqual({ version: 99 });
});

test('a folder that takes no files gives disk_failed with a sentence', async () => {
  await writeFile(join(folder, 'taken'), '');
  const document = openDocument(join(folder, 'taken', 'settings.json'));
  expect(document.read()).toBeUndefined();
  expect(() => document.write({ a: 1 })).toThrow(/could not be saved/);
});

test('a kill in the middle of saving leaves the old or the new text, whole', async () => {
  const file = join(folder, 'settings.json');
  const module = fileURLToPath(new URL('../../main/document.ts', import.meta.url));
  const script = `
    const { openDocument } = await import(${JSON.stringify(module)});
    const document = openDocument(${JSON.stringify(file)});
    for (let n = 0; ; n += 1) { document.write({ n, filler: 'x'.repeat(20000), last: n }); if (n === 0) console.log('on'); }`;
  for (let round = 0; round < 8; round += 1) {
    const child = spawn(process.execPath, ['--input-type=module', '-e', script], {
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    await once(child.stdout, 'data');
    await wait(round);
    child.kill('SIGKILL');
    await once(child, 'exit');
    const text: { n: number; last: number } = JSON.parse(await readFile(file, 'utf8'));
    expect(text.n).toBe(text.last);
  }
}, 30_000);
