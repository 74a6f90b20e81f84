import { execFileSync } from 'node:child_process';
import { readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { describe, expect, test } from 'vitest';
import { createInspector } from '../../../main/project/inspect.ts';
import type { ProjectReport } from '../../../shared/project.ts';
import { sha256Of } from '../../support/hash.ts';
import { type TestEntry, tarGzOf, tarOf } from '../archive/tarballs.ts';
import { noise } from './madeUpSecrets.ts';
import { goodManifest, sandbox } from './sandbox.ts';
import { testProjects } from './testProjects.ts';

const TOML: TestEntry = { path: 'elba.toml', content: goodManifest };
const README: TestEntry = { path: 'README.md', content: '# JSON\n' };

const open = async (bytes: Buffer, name = 'alice_json-tools-1.3.0.tar.gz') => {
  const file = join(await sandbox({ [name]: bytes }), name);
  const opened = testProjects({ newInspector: createInspector });
  const first = await opened.projects.open(file, 'folder');
  const report = await opened.projects.refresh(first.projectId);
  return { ...opened, file, report, id: report.projectId };
};

const ids = ({ checks }: ProjectReport, severity: string): string[] =>
  checks.filter((check) => check.severity === severity).map(({ id }) => id);

describe('a ready archive', () => {
  test('is reviewed like a folder, with the form of the archive checked, and offers no change to it', async () => {
    const { report, projects, id } = await open(
      tarGzOf([{ ...TOML, content: `${goodManifest}licence = "MIT"\n` }, README, { path: 'src/A.idr', content: 'x' }]),
    );
    expect(report).toMatchObject({ origin: 'archive', state: 'ready', fileCount: 3, leftOutCount: 0 });
    expect(report.package).toMatchObject({ group: 'alice', name: 'json-tools', version: '1.3.0' });
    expect(ids(report, 'passed')).toEqual(expect.arrayContaining(['archive.whole', 'readme.good', 'secrets.none']));
    expect(report.checks.flatMap(({ actions = [] }) => actions.map(({ kind }) => kind))).not.toContain('edit');
    expect(projects.files(id).included.map(({ path }) => path)).toEqual(['README.md', 'elba.toml', 'src/A.idr']);
    expect(await projects.readText(id, 'src/A.idr')).toMatchObject({ text: 'x' });
    expect(await projects.readme(id)).toMatchObject({ path: 'README.md', text: '# JSON\n' });
    const edit = { kind: 'exclude', pattern: 'x' } as const;
    await expect(projects.previewEdit(id, edit)).rejects.toMatchObject({ error: { code: 'not_supported_here' } });
  });

  test('stays the bytes that were read, whatever becomes of its file, and is never unpacked', async () => {
    const bytes = tarGzOf([TOML, README]);
    const { projects, file, id } = await open(bytes);
    writeFileSync(file, 'something else');
    expect(readdirSync(join(file, '..'))).toEqual(['alice_json-tools-1.3.0.tar.gz']);
    rmSync(file);
    const again = await projects.refresh(id);
    expect(again).toMatchObject({ state: 'ready', fileCount: 2 });
    expect(projects.ready(id)).toMatchObject({ sha256: sha256Of(bytes) });
    expect(projects.ready(id)?.bytes.equals(bytes)).toBe(true);
  });

  test('that tar and gzip made of a folder is taken as it is', async () => {
    const folder = await sandbox({ 'elba.toml': goodManifest, 'README.md': 'x', 'src/A.idr': 'y' });
    const file = join(await sandbox(), 'made.tar.gz');
    execFileSync('tar', ['-czf', file, '-C', folder, 'elba.toml', 'README.md', 'src']);
    const { report } = await open(readFileSync(file));
    expect(report.fileCount).toBe(3);
    expect([...ids(report, 'error'), ...ids(report, 'warning')]).toEqual([]);
  });

  test('with a secret in it cannot be published before that very finding was let pass', async () => {
    const token = `${'gh'}${'p_'}${noise(36)}`;
    const { report, projects, id } = await open(tarGzOf([TOML, README, { path: 'notes.txt', content: token }]));
    const secret = report.checks.find((check) => check.severity === 'error');
    expect(secret).toMatchObject({ title: expect.stringContaining('notes.txt'), at: { file: 'notes.txt', line: 1 } });
    const accept = secret?.actions?.find((action) => action.kind === 'accept');
    if (accept === undefined) throw new Error('the secret cannot be let pass');
    expect(ids(await projects.acceptFinding(id, accept.findingId), 'error')).toEqual([]);
  });

  test('shows the README that comes first in it, wherever it is, as a registry does', async () => {
    const named = { ...TOML, content: `${goodManifest}readme = "README.md"\n` };
    const { report, projects, id } = await open(tarGzOf([named, { path: 'docs/readme.txt', content: 'old' }, README]));
    expect(report.checks).toContainEqual(
      expect.objectContaining({
        severity: 'warning',
        title: 'A registry shows docs/readme.txt, not README.md',
        at: expect.objectContaining({ file: 'elba.toml', line: 7 }),
      }),
    );
    expect(await projects.readme(id)).toMatchObject({ path: 'docs/readme.txt', text: 'old' });
  });
});

describe('an archive that must not be published as it is', () => {
  const tar = tarOf([TOML, README]);
  const whole = gzipSync(tar);
  const spoiled = Buffer.from(whole);
  spoiled.writeUInt32LE(7, spoiled.length - 8);
  test.each<[string, Buffer, string]>([
    ['is no gzip', Buffer.from('elba'), 'archive.not_gzip'],
    ['is empty', Buffer.alloc(0), 'archive.not_gzip'],
    ['is cut off', whole.subarray(0, whole.length - 12), 'archive.cut_off'],
    ['has a checksum that does not fit', spoiled, 'archive.bad_checksum'],
    ['has a second member', Buffer.concat([whole, gzipSync('more')]), 'archive.second_member'],
    ['has something after its end', Buffer.concat([whole, Buffer.from('more')]), 'archive.trailing_bytes'],
    ['is no tar', gzipSync('elba'), 'archive.not_tar'],
    ['is cut off inside', gzipSync(tar.subarray(0, 700)), 'archive.cut_off'],
    [
      'hides something behind the end of the tar',
      gzipSync(Buffer.concat([tar, tarOf([README])])),
      'archive.data_after_end',
    ],
    [
      'unpacks to far more than its size',
      tarGzOf([TOML, { path: 'zeros', content: Buffer.alloc(40 * 2 ** 20) }]),
      'archive.suspicious_ratio',
    ],
    ['has a name that leads out', tarGzOf([TOML, { path: '../out', content: 'x' }]), 'archive.parent:../out'],
    ['has an absolute name', tarGzOf([TOML, { path: '/abs', content: 'x' }]), 'archive.absolute:/abs'],
    [
      'has a link that leads out',
      tarGzOf([TOML, { path: 'pkg', type: 'SymbolicLink', linkpath: '..' }]),
      'archive.link-out:pkg',
    ],
    ['has a pipe', tarGzOf([TOML, { path: 'pipe', type: 'FIFO' }]), 'archive.special:pipe'],
    ['has its manifest twice', tarGzOf([TOML, TOML]), 'archive.duplicate:elba.toml'],
    ['has its manifest under ./', tarGzOf([{ ...TOML, path: './elba.toml' }]), 'manifest.prefix'],
    ['has its manifest in a folder', tarGzOf([{ ...TOML, path: 'json/elba.toml' }]), 'manifest.below'],
    ['has its manifest in another case', tarGzOf([{ ...TOML, path: 'Elba.toml' }]), 'manifest.missing'],
    [
      'has a link for a manifest',
      tarGzOf([README, { path: 'elba.toml', type: 'SymbolicLink', linkpath: 'x' }]),
      'manifest.not-a-file',
    ],
    ['has no manifest', tarGzOf([README]), 'manifest.missing'],
  ])('because it %s says so', async (_what, bytes, id) => {
    const { report } = await open(bytes);
    expect(ids(report, 'error')).toContain(id);
    const check = report.checks.find((one) => one.id === id);
    expect(check?.why ?? '').not.toBe('');
    expect(check?.todo ?? '').not.toBe('');
    if (id.startsWith('archive.')) expect(ids(report, 'passed')).not.toContain('archive.whole');
  });

  test.each<[string, TestEntry, string]>([
    ['a link inside', { path: 'src/B.idr', type: 'SymbolicLink', linkpath: 'A.idr' }, 'archive.link:src/B.idr'],
    ['the output of a build', { path: 'target/x', content: 'x' }, 'archive.builtin'],
    ['git data', { path: '.git/config', content: 'x' }, 'archive.builtin'],
  ])('%s is a warning', async (_what, entry, id) => {
    const { report } = await open(tarGzOf([TOML, README, entry]));
    expect(ids(report, 'warning')).toContain(id);
    expect(ids(report, 'error')).toEqual([]);
  });

  test('is not even read where it is larger than a registry takes', async () => {
    await expect(open(Buffer.alloc(31_457_281))).rejects.toMatchObject({
      error: { code: 'too_large', message: expect.stringContaining('31.5 MB') },
    });
  });
});

test.each(['elba.toml', 'pkg.zip', 'pkg.tar', 'tar.gz'])('%s by itself is no package', async (name) => {
  await expect(open(tarGzOf([TOML]), name)).rejects.toMatchObject({
    error: { code: 'not_a_project', message: 'This is not a package. Drop the folder with elba.toml.' },
  });
});

test('a folder that is called like an archive is a folder', async () => {
  const folder = await sandbox({ 'pkg.tar.gz/elba.toml': goodManifest });
  const { projects } = testProjects({});
  expect(await projects.open(join(folder, 'pkg.tar.gz'), 'folder')).toMatchObject({ origin: 'folder', fileCount: 1 });
});
