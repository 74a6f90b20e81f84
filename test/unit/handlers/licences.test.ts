import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { bundledPackages } from '../../../main/handlers/licences.ts';

let folder: string;

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'licences-'));
});
afterEach(() => rm(folder, { recursive: true, force: true }));

async function list(name: string, ...packages: readonly string[]): Promise<URL> {
  const rows = packages.map((one) => ({ name: one, version: '1.0.0', license: 'MIT', text: `${one} is free` }));
  await writeFile(join(folder, name), JSON.stringify(rows));
  return pathToFileURL(join(folder, name));
}

it('tells each package of all parts once, by name', async () => {
  const files = [await list('main.json', 'zod', 'tar'), await list('page.json', 'react', 'zod')];
  expect((await bundledPackages(files)).map(({ name }) => name)).toEqual(['react', 'tar', 'zod']);
});

it('says that the list is missing where the build left none or another thing', async () => {
  await expect(bundledPackages([pathToFileURL(join(folder, 'none.json'))])).rejects.toMatchObject({
    error: { code: 'not_found' },
  });
  await writeFile(join(folder, 'other.json'), '{"packages": 3}');
  await expect(bundledPackages([pathToFileURL(join(folder, 'other.json'))])).rejects.toMatchObject({
    error: { code: 'not_found' },
  });
});
