import { chmodSync, readdirSync, readFileSync, statSync, symlinkSync, writeFileSync } from 'node:fs';
import { rename } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import type { ManifestEdit } from '../../../shared/edit.ts';
import { Sha256 } from '../../../shared/ids.ts';
import type { Check, ProjectReport } from '../../../shared/project.ts';
import { goodManifest, sandbox } from './sandbox.ts';
import { testProjects } from './testProjects.ts';

const open = async (files: Record<string, string>, origin: 'folder' | 'staged' = 'folder') => {
  const folder = await sandbox(files);
  const { projects } = testProjects();
  const report = await projects.open(folder, origin);
  return { folder, projects, report, id: report.projectId };
};

const refusal = (code: string) => ({ error: { code } });
const manifestOf = (folder: string): string => readFileSync(join(folder, 'elba.toml'), 'utf8');
const excludeLogs: ManifestEdit = { kind: 'exclude', pattern: '*.log' };

const find = (report: ProjectReport, id: string): Check | undefined => report.checks.find((check) => check.id === id);
const editOf = (check: Check | undefined): ManifestEdit | undefined =>
  check?.actions?.map((action) => (action.kind === 'edit' ? action.edit : undefined))[0];

describe('a change to elba.toml', () => {
  test('is shown before it is made, and mends what it was offered for', async () => {
    const text = `# mine\r\n${goodManifest.replace('license', 'licence').replaceAll('\n', '\r\n')}`;
    const { folder, projects, report, id } = await open({ 'elba.toml': text });
    const edit = editOf(find(report, 'manifest.unknown-key:package.licence'));
    expect(edit).toEqual({ kind: 'rename_key', section: ['package'], key: 'licence', to: 'license' });
    if (edit === undefined) return;
    const preview = await projects.previewEdit(id, edit);
    expect(preview).toMatchObject({ path: 'elba.toml', before: text, after: text.replace('licence', 'license') });
    expect(preview.hunks.flatMap((hunk) => hunk.lines).filter((line) => line.kind !== 'same')).toEqual([
      { kind: 'del', text: 'licence = "MIT"', oldLine: 7 },
      { kind: 'add', text: 'license = "MIT"', newLine: 7 },
    ]);
    expect(manifestOf(folder)).toBe(text);
    const after = await projects.applyEdit(id, edit, preview.beforeSha256);
    expect(manifestOf(folder)).toBe(preview.after);
    expect(after).toMatchObject({ revision: 2, manifest: { license: 'MIT' } });
    expect(after.checks.map((check) => check.id)).not.toContain('manifest.unknown-key:package.licence');
  });

  test('keeps the mode of the file and leaves nothing else behind', async () => {
    const { folder, projects, id } = await open({ 'elba.toml': goodManifest });
    chmodSync(join(folder, 'elba.toml'), 0o666);
    const { beforeSha256 } = await projects.previewEdit(id, excludeLogs);
    await projects.applyEdit(id, excludeLogs, beforeSha256);
    expect(statSync(join(folder, 'elba.toml')).mode & 0o7777).toBe(0o666);
    expect(readdirSync(folder)).toEqual(['elba.toml']);
  });

  test('is not made to another text than the one that was shown', async () => {
    const { folder, projects, id } = await open({ 'elba.toml': goodManifest });
    const { beforeSha256 } = await projects.previewEdit(id, excludeLogs);
    writeFileSync(join(folder, 'elba.toml'), `${goodManifest}# more\n`);
    await expect(projects.applyEdit(id, excludeLogs, beforeSha256)).rejects.toMatchObject(refusal('folder_changed'));
    expect(manifestOf(folder)).toBe(`${goodManifest}# more\n`);
    expect(readdirSync(folder)).toEqual(['elba.toml']);
  });

  test('is made once, when it is asked for twice', async () => {
    const { folder, projects, id } = await open({ 'elba.toml': goodManifest });
    const { beforeSha256, after } = await projects.previewEdit(id, excludeLogs);
    const both = await Promise.allSettled([1, 2].map(() => projects.applyEdit(id, excludeLogs, beforeSha256)));
    expect(both.map((one) => one.status)).toEqual(['fulfilled', 'rejected']);
    expect(manifestOf(folder)).toBe(after);
  });

  test('is not made through a link', async () => {
    const { folder, projects, id } = await open({ 'elba.toml': goodManifest, other: '' });
    const { beforeSha256 } = await projects.previewEdit(id, excludeLogs);
    await rename(join(folder, 'elba.toml'), join(folder, 'real.toml'));
    symlinkSync('real.toml', join(folder, 'elba.toml'));
    await expect(projects.applyEdit(id, excludeLogs, beforeSha256)).rejects.toMatchObject(refusal('manifest_invalid'));
    await expect(projects.previewEdit(id, excludeLogs)).rejects.toMatchObject(refusal('manifest_invalid'));
    expect(readFileSync(join(folder, 'real.toml'), 'utf8')).toBe(goodManifest);
  });

  test('that does not fit is refused with the reason', async () => {
    const { projects, id } = await open({ 'elba.toml': goodManifest });
    const edit: ManifestEdit = { kind: 'rename_key', section: ['package'], key: 'gone', to: 'license' };
    await expect(projects.previewEdit(id, edit)).rejects.toMatchObject({
      error: { code: 'manifest_invalid', message: expect.stringContaining('gone') },
    });
  });

  test('is neither offered nor made where the files came in through the browser', async () => {
    const text = goodManifest.replace('license', 'licence');
    const { projects, report, id } = await open({ 'elba.toml': text }, 'staged');
    expect(report.checks.flatMap((check) => check.actions ?? []).filter(({ kind }) => kind === 'edit')).toEqual([]);
    await expect(projects.previewEdit(id, excludeLogs)).rejects.toMatchObject(refusal('not_supported_here'));
    const hash = Sha256.parse('0'.repeat(64));
    await expect(projects.applyEdit(id, excludeLogs, hash)).rejects.toMatchObject(refusal('not_supported_here'));
  });
});

describe('what is offered', () => {
  test('a pattern for a link that leads out of the project, which then is no longer reported', async () => {
    const { folder, projects, id } = await open({ 'elba.toml': goodManifest });
    symlinkSync('/etc', join(folder, 'x[1]'));
    const check = find(await projects.refresh(id), 'files.link:x[1]');
    const edit = editOf(check);
    expect(edit).toEqual({ kind: 'exclude', pattern: '/x[[]1[]]' });
    if (edit === undefined) return;
    const { beforeSha256 } = await projects.previewEdit(id, edit);
    expect(find(await projects.applyEdit(id, edit, beforeSha256), 'files.link:x[1]')).toBeUndefined();
  });

  test('the name of the README in its own case', async () => {
    const text = `${goodManifest}readme = "readme.md"\n`;
    const { report } = await open({ 'elba.toml': text, 'README.md': '' });
    expect(editOf(find(report, 'readme.named'))).toEqual({ kind: 'set_value', key: 'readme', value: 'README.md' });
  });

  test('the constraint that a misread one becomes', async () => {
    const text = `${goodManifest}\n[dependencies]\n"a/b" = "1.x"\n`;
    const { report } = await open({ 'elba.toml': text });
    const check = report.checks.find(({ id }) => id.startsWith('manifest.misread-constraint'));
    expect(editOf(check)).toMatchObject({ kind: 'set_dependency', name: 'a/b' });
  });

  test('a name of the license that is short enough, also one step after its key was put right', async () => {
    const long = goodManifest.replace('"MIT"', '"AGPL-3.0-or-later"');
    const { report } = await open({ 'elba.toml': long });
    const edit = editOf(find(report, 'manifest.license-too-long:package.license'));
    expect(edit).toEqual({ kind: 'set_value', key: 'license', value: 'AGPLv3.0+' });
    const misspelt = await open({ 'elba.toml': long.replace('license', 'licence') });
    expect(editOf(find(misspelt.report, 'manifest.unknown-key:package.licence'))).toMatchObject({ to: 'license' });
  });

  test('only the place, where nothing can be changed without knowing what is meant', async () => {
    const text = goodManifest.replace('MIT', 'GNU General Public License');
    const { report } = await open({ 'elba.toml': text });
    expect(find(report, 'manifest.license-too-long:package.license')?.actions).toEqual([
      { kind: 'show', label: 'Show in elba.toml', path: 'elba.toml', line: 6 },
    ]);
  });

  test.each([
    ['the right key is there already', `${goodManifest}licence = "BSD3"\n`, 'manifest.unknown-key:package.licence'],
    ['the right key takes another kind of value', `${goodManifest}tags = "x"\n`, 'manifest.unknown-key:package.tags'],
  ])('no other name for a key where %s', async (_what, text, id) => {
    const { report } = await open({ 'elba.toml': text });
    expect(find(report, id)).toBeDefined();
    expect(editOf(find(report, id))).toBeUndefined();
  });
});
