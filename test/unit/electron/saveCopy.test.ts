import { mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { saveCopy } from '../../../main/electron/saveCopy.ts';

let folder: string;
let source: string;

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'save-'));
  source = join(folder, 'source');
  await writeFile(source, 'new');
});
afterEach(() => rm(folder, { recursive: true }));

test('the copy takes the place of what was there, and nothing else is left', async () => {
  const target = join(folder, 'target');
  await writeFile(target, 'old and longer');
  await saveCopy(source, target);
  expect(await readFile(target, 'utf8')).toBe('new');
  expect((await readdir(folder)).sort()).toEqual(['source', 'target']);
});

test('a copy that fails leaves what was there, says why and leaves no part', async () => {
  const target = join(folder, 'target');
  await mkdir(join(target, 'inner'), { recursive: true });
  await expect(saveCopy(source, target)).rejects.toMatchObject({ error: { code: 'disk_failed' } });
  expect((await readdir(folder)).sort()).toEqual(['source', 'target']);
  expect(await readdir(target)).toEqual(['inner']);
});
