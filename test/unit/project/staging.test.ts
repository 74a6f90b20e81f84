import { readdirSync, readFileSync, statSync } from 'node:fs';
import { access, mkdir } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { createStaging, type StagingParts } from '../../../main/project/staging.ts';
import { StagingId } from '../../../shared/ids.ts';
import { sandbox } from './sandbox.ts';

async function* pieces(...texts: string[]): AsyncIterable<Uint8Array> {
  for (const text of texts) yield Buffer.from(text);
}

const setUp = async (limits: Partial<StagingParts> = {}) => {
  const folder = join(await sandbox(), 'staging');
  let ids = 0;
  const newId = (): StagingId => {
    ids += 1;
    return StagingId.parse(`s${ids}`);
  };
  return { folder, staging: createStaging({ folder, newId, ...limits }) };
};

describe('a folder that comes in file by file', () => {
  test('is on disk as it was, for its owner alone, and is removed when done', async () => {
    const { staging, folder } = await setUp();
    const id = await staging.begin();
    await staging.write(id, 'json-tools/elba.toml', pieces('[pack', 'age]'));
    await staging.write(id, 'json-tools/src/empty.idr', pieces());
    await staging.folder(id, 'json-tools/target');
    const staged = await staging.commit(id);
    expect(basename(staged.folder)).toBe('json-tools');
    expect(readFileSync(join(staged.folder, 'elba.toml'), 'utf8')).toBe('[package]');
    expect(readdirSync(staged.folder).sort()).toEqual(['elba.toml', 'src', 'target']);
    if (process.platform !== 'win32') expect(statSync(join(staged.folder, 'elba.toml')).mode & 0o777).toBe(0o600);
    await staged.dispose();
    expect(readdirSync(folder)).toEqual([]);
    await expect(staging.write(id, 'x', pieces())).rejects.toMatchObject({ error: { code: 'not_found' } });
  });

  test('can lie as deep as the system takes it', async () => {
    const { staging } = await setUp();
    const id = await staging.begin();
    const path = `${Array.from({ length: 200 }, (_, i) => `d${i}`).join('/')}/file`;
    await staging.write(id, path, pieces('x'));
    const { folder } = await staging.commit(id);
    expect(readFileSync(join(dirname(folder), path), 'utf8')).toBe('x');
  });

  test('several files without a folder of their own are the project', async () => {
    const { staging, folder } = await setUp();
    const id = await staging.begin();
    await staging.write(id, 'elba.toml', pieces(''));
    expect((await staging.commit(id)).folder).toBe(join(folder, id));
  });

  test.each(['../x', 'a/../../x', '/etc/x', '', 'a//b', 'a/', './a', 'a/.', 'a\0b', '..'])(
    '%j is refused, and nothing is written',
    async (path) => {
      const { staging, folder } = await setUp();
      const id = await staging.begin();
      await expect(staging.write(id, path, pieces('x'))).rejects.toMatchObject({ error: { code: 'invalid_input' } });
      await expect(async () => staging.folder(id, path)).rejects.toMatchObject({ error: { code: 'invalid_input' } });
      expect(readdirSync(join(folder, id))).toEqual([]);
      expect(readdirSync(dirname(folder))).toEqual(['staging']);
    },
  );

  test('names with spaces, quotes, dots and letters of any script are taken', async () => {
    const { staging } = await setUp();
    const id = await staging.begin();
    for (const name of ['a b', '"', '..a', '...', 'é', '[x].html']) await staging.write(id, `p/${name}`, pieces('1'));
    expect(readdirSync((await staging.commit(id)).folder)).toHaveLength(6);
  });

  test('the same name twice, or as file and folder, is refused', async () => {
    const { staging } = await setUp();
    const id = await staging.begin();
    await staging.write(id, 'a', pieces('1'));
    for (const path of ['a', 'a/b']) {
      await expect(staging.write(id, path, pieces('2'))).rejects.toMatchObject({ error: { code: 'invalid_input' } });
    }
    expect(readFileSync(join((await staging.commit(id)).folder, 'a'), 'utf8')).toBe('1');
  });

  test('more files or bytes than a package can have are refused', async () => {
    const few = await setUp({ mostFiles: 1 });
    const id = await few.staging.begin();
    await few.staging.write(id, 'a', pieces('1'));
    await expect(few.staging.write(id, 'b', pieces('1'))).rejects.toMatchObject({ error: { code: 'too_large' } });
    const small = await setUp({ mostBytes: 3 });
    const other = await small.staging.begin();
    await expect(small.staging.write(other, 'a', pieces('12', '34'))).rejects.toMatchObject({
      error: { code: 'too_large' },
    });
  });

  test('an upload that breaks off says so as it is, and can be dropped', async () => {
    const { staging, folder } = await setUp();
    const id = await staging.begin();
    async function* broken(): AsyncIterable<Uint8Array> {
      yield Buffer.from('x');
      throw new Error('gone');
    }
    await expect(staging.write(id, 'a', broken())).rejects.toThrow('gone');
    await staging.drop(id);
    await staging.drop(id);
    expect(readdirSync(folder)).toEqual([]);
  });
});

test('what an earlier run left behind is removed at the start', async () => {
  const { staging, folder } = await setUp();
  await mkdir(join(folder, 'old/x'), { recursive: true });
  await staging.clear();
  await expect(access(folder)).rejects.toThrow();
  await staging.write(await staging.begin(), 'a', pieces('1'));
});
