import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { packageFolders, readPackage } from '../../../scripts/bundledPackages.ts';

let folder: string;

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'licences-'));
});
afterEach(() => rm(folder, { recursive: true, force: true }));

const manifest = (fields: Record<string, string>): Promise<void> =>
  writeFile(join(folder, 'package.json'), JSON.stringify({ name: 'thing', version: '1.2.3', ...fields }));

describe('the packages of which something is bundled', () => {
  it('are found by the modules, each once, scoped and nested ones too', () => {
    expect(
      packageFolders([
        '/p/main/app.ts',
        '/p/node_modules/zod/index.js',
        '/p/node_modules/zod/v4/core.js?query',
        '\0/p/node_modules/@scope/one/a.js',
        '/p/node_modules/tar/node_modules/inner/b.js',
        '\0virtual',
      ]),
    ).toEqual(['/p/node_modules/@scope/one', '/p/node_modules/tar/node_modules/inner', '/p/node_modules/zod']);
  });

  it('bring the text of their licence, by whichever name', async () => {
    await manifest({ license: 'MIT' });
    await writeFile(join(folder, 'LICENCE.txt'), 'do as you like\n');
    await writeFile(join(folder, 'licenses.js'), 'no licence');
    expect(await readPackage(folder)).toEqual({
      name: 'thing',
      version: '1.2.3',
      license: 'MIT',
      text: 'do as you like',
    });
  });

  it('end the build when they say nothing of a licence', async () => {
    await manifest({});
    await expect(readPackage(folder)).rejects.toThrow('thing 1.2.3 names no licence');
  });
});
