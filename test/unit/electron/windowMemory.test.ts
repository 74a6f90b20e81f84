import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { openWindowMemory } from '../../../main/electron/windowMemory.ts';

let folder: string;
let file: string;

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'memory-'));
  file = join(folder, 'window.json');
});
afterEach(() => rm(folder, { recursive: true }));

it('changes nothing in a folder that is not its own, also when the file in it is broken', async () => {
  await writeFile(file, '{"x":');
  const memory = openWindowMemory(file, () => false);
  expect(memory.read()).toBeUndefined();
  memory.write({ x: 1 });
  expect(await readdir(folder)).toEqual(['window.json']);
  expect(await readFile(file, 'utf8')).toBe('{"x":');
});

it('keeps the place in its own', () => {
  const memory = openWindowMemory(file, () => true);
  expect(memory.read()).toBeUndefined();
  memory.write({ x: 1 });
  expect(openWindowMemory(file, () => true).read()).toEqual({ x: 1 });
});
