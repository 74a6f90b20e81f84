import { execFileSync } from 'node:child_process';
import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { packArchive } from '../../../main/archive/pack.ts';
import { goodManifest, sandbox } from './sandbox.ts';
import { testProjects } from './testProjects.ts';

const open = async (files: Record<string, string | Buffer>, more = '') => {
  const folder = await sandbox({ 'elba.toml': `${goodManifest}${more}`, ...files });
  const { projects } = testProjects();
  const { projectId } = await projects.open(folder, 'folder');
  return { folder, projects, projectId };
};

const readmeOf = async (files: Record<string, string | Buffer>, more = '') => {
  const { projects, projectId } = await open(files, more);
  return projects.readme(projectId);
};

describe('the README that a registry would show', () => {
  test.each([
    ['the one in the root', { '.github/README.md': 'a', 'README.md': 'b', 'docs/readme.txt': 'c' }, ''],
    ['the one that elba.toml names', { 'README.md': 'a', 'docs/Guide.md': 'b' }, 'readme = "./docs/Guide.md"\n'],
    ['another, where the one that elba.toml names stays out', { 'ReadMe.rst': 'b', x: '' }, 'readme = "gone.md"\n'],
    ['one further down, where the root has none', { 'b/README': 'b' }, ''],
  ])('is %s, and the first one in the archive', async (_what, files, more) => {
    const { folder, projects, projectId } = await open(files, more);
    const shown = await projects.readme(projectId);
    expect(shown).toMatchObject({ text: 'b', truncated: false, note: null });

    const outFile = join(await sandbox(), 'a.tar.gz');
    const { included } = projects.files(projectId);
    await packArchive({ folder, files: included, first: projects.firstInArchive(projectId), outFile });
    const listed = execFileSync('tar', ['tzf', outFile], { encoding: 'utf8' }).split('\n');
    // The registry's own rule: whichever comes first, the named one or any whose name without its ending is README.
    const named = projects.report(projectId).manifest?.readme?.replace(/^\.\//, '');
    const isReadme = (path: string): boolean => path === named || /(?:^|\/)readme(?:\.[^./]*)?$/i.test(path);
    expect(listed.find(isReadme)).toBe(shown?.path);
  });

  test('is none where no file is one', async () => {
    expect(await readmeOf({ 'src/A.idr': '' })).toBeNull();
  });

  test('comes with what keeps a registry from showing it', async () => {
    expect(await readmeOf({ 'README.md': 'x'.repeat(2 * 1024 * 1024 + 1) })).toMatchObject({
      truncated: true,
      note: expect.stringContaining('larger than 2 MiB'),
    });
    expect(await readmeOf({ 'README.md': 'x'.repeat(2 * 1024 * 1024) })).toMatchObject({ truncated: true, note: null });
    expect(await readmeOf({ 'README.md': Buffer.from([0x63, 0xe9]) })).toEqual({
      path: 'README.md',
      text: '',
      truncated: false,
      note: expect.stringContaining('not UTF-8'),
    });
  });

  test('that went away since is not found', async () => {
    const { folder, projects, projectId } = await open({ 'README.md': '' });
    rmSync(join(folder, 'README.md'));
    await expect(projects.readme(projectId)).rejects.toMatchObject({ error: { code: 'not_found' } });
  });
});
