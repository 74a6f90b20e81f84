import { mkdir, mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { createArchiveShelf } from '../../../main/api/archiveShelf.ts';
import { failure } from '../../../main/failure.ts';
import { createProjects } from '../../../main/project/projects.ts';
import { createChanges } from '../../../main/publish/changes.ts';
import { ProjectId, RegistryId } from '../../../shared/ids.ts';
import { detailsOf } from '../../support/details.ts';
import { sha256Of } from '../../support/hash.ts';
import { memoryDocument } from '../../support/memoryDocument.ts';
import { manifestOf, type TestEntry, tarGzOf } from '../archive/tarballs.ts';

const LAB = RegistryId.parse('lab');
const manifest = (version: string, more = ''): string => manifestOf('acme/json', version, more);
const TOML = { path: 'elba.toml', content: manifest('1.0.0') };

let folder: string;
let downloadFolder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'changes-'));
  downloadFolder = await mkdtemp(join(tmpdir(), 'downloads-'));
});
afterEach(async () => {
  await rm(folder, { recursive: true, force: true });
  await rm(downloadFolder, { recursive: true, force: true });
});

async function bench(
  files: Record<string, string>,
  published: readonly TestEntry[] | Buffer | null,
  versions: Record<string, boolean> = { '1.0.0': false },
) {
  for (const [path, text] of Object.entries(files)) {
    await mkdir(dirname(join(folder, path)), { recursive: true });
    await writeFile(join(folder, path), text);
  }
  const projects = createProjects({
    homeFolder: tmpdir(),
    now: () => new Date(),
    newId: () => ProjectId.parse('p'),
    remember: memoryDocument(),
    emit: () => {},
    log: () => {},
  });
  const { projectId } = await projects.open(folder, 'folder');
  const downloads: string[] = [];
  const archives = createArchiveShelf({
    folder: downloadFolder,
    clientFor: () => ({
      download: async (_, version, signal, into) => {
        downloads.push(version);
        const bytes = Buffer.isBuffer(published) ? published : tarGzOf(published ?? []);
        for (let at = 0; at < bytes.length; at += 65_536) {
          signal?.throwIfAborted();
          into?.(bytes.subarray(at, at + 65_536));
        }
        return { sha256: sha256Of(bytes), bytes: bytes.length };
      },
    }),
    mostBytes: 31_457_280,
    signal: new AbortController().signal,
  });
  const changes = createChanges({
    projects,
    details: async () => {
      if (published === null) throw failure('package_not_found', 'It is not there.');
      return detailsOf('acme/json', versions);
    },
    archives,
    signal: new AbortController().signal,
  });
  const compared = async () => {
    const all = await changes.of(projectId, LAB);
    if (all.kind !== 'compared') throw new Error('nothing was compared');
    return all;
  };
  return { changes, projectId, downloads, compared };
}

test('files that came, went and changed are told apart, and what is the same is counted', async () => {
  const { compared } = await bench(
    { 'elba.toml': manifest('1.1.0'), 'New.idr': 'new', 'Same.idr': 'same', 'Other.idr': 'abcd' },
    [
      TOML,
      { path: 'Same.idr', content: 'same' },
      { path: 'Other.idr', content: 'ABCD' },
      { path: 'Old', content: 'o' },
    ],
  );
  const all = await compared();
  expect(all).toMatchObject({ base: { version: '1.0.0', yanked: false }, whole: true, findings: [], same: 1 });
  expect(all.added).toEqual([{ path: 'New.idr', bytes: 3, lines: { added: 1, removed: 0 } }]);
  expect(all.removed).toEqual([{ path: 'Old', bytes: 1, lines: { added: 0, removed: 1 } }]);
  expect(all.modified.map(({ path }) => path).sort()).toEqual(['Other.idr', 'elba.toml']);
});

test('dependencies and targets of the manifest are compared; another spelling of a name is no difference', async () => {
  const before = manifest('1.0.0', '[dependencies]\n"acme/Base_1" = "1.0.0"\n"acme/gone" = "2.0.0"\n');
  const after =
    '[dependencies]\n"acme/base-1" = "1.0.0"\n"acme/new" = "3.0.0"\n[targets.lib]\npath = "src"\nmods = ["A"]\n';
  const { compared } = await bench({ 'elba.toml': manifest('1.1.0', after) }, [{ path: 'elba.toml', content: before }]);
  expect((await compared()).manifest).toEqual([
    { part: 'dependency', name: 'acme/new', before: null, after: '3.0.0' },
    { part: 'dependency', name: 'acme/gone', before: '2.0.0', after: null },
    { part: 'target', name: 'lib', before: null, after: 'src A' },
  ]);
});

test('the highest version that is not yanked is the base; where all are, the highest', async () => {
  const files = { 'elba.toml': manifest('9.0.0') };
  const some = await bench(files, [TOML], { '1.9.0': false, '1.10.0': false, '2.0.0': true });
  expect((await some.compared()).base.version).toBe('1.10.0');
  const none = await bench(files, [TOML], { '1.9.0': true, '2.0.0': true });
  expect((await none.compared()).base).toMatchObject({ version: '2.0.0', yanked: true });
});

test('without a published version there is nothing to compare with, and nothing is downloaded', async () => {
  const { changes, projectId, downloads } = await bench({ 'elba.toml': manifest('1.0.0') }, null);
  expect(await changes.of(projectId, LAB)).toMatchObject({ kind: 'first', registryId: LAB });
  expect(downloads).toEqual([]);
});

test('the lines of a file are compared out of the one download', async () => {
  const { changes, projectId, downloads, compared } = await bench(
    { 'elba.toml': manifest('1.1.0'), 'A.idr': 'one\nTWO\n', 'New.idr': 'x\n', 'Data.bin': 'a\0b' },
    [TOML, { path: 'A.idr', content: 'one\ntwo\n' }],
  );
  await compared();
  const diff = await changes.file(projectId, LAB, 'A.idr');
  expect(diff.kind === 'hunks' && diff.hunks[0]?.lines.map(({ kind, text }) => `${kind} ${text}`)).toEqual([
    'same one',
    'del two',
    'add TWO',
  ]);
  expect(await changes.file(projectId, LAB, 'New.idr')).toMatchObject({
    hunks: [{ lines: [{ kind: 'add', text: 'x' }] }],
  });
  expect(await changes.file(projectId, LAB, 'Data.bin')).toEqual({ kind: 'not_drawn', reason: 'binary' });
  await expect(changes.file(projectId, LAB, '../secret')).rejects.toMatchObject({ error: { code: 'not_found' } });
  expect(downloads).toEqual(['1.0.0']);
});

describe('a hostile archive', () => {
  test('with names that lead out, links and duplicates is reported, and nothing of it is written', async () => {
    const { compared, changes, projectId } = await bench({ 'elba.toml': manifest('1.1.0') }, [
      TOML,
      { path: '../out.txt', content: 'x' },
      { path: '/abs.txt', content: 'x' },
      { path: 'passwd', type: 'SymbolicLink', linkpath: '/etc/passwd' },
      { path: 'Twice', content: '1' },
      { path: 'Twice', content: '2' },
    ]);
    const text = (await compared()).findings.join('\n');
    expect(text).toMatch(/\.\.\/out\.txt/);
    expect(text).toMatch(/absolute/);
    expect(text).toMatch(/link/);
    expect(text).toMatch(/occurs twice/);
    await expect(changes.file(projectId, LAB, 'passwd')).rejects.toMatchObject({ error: { code: 'not_found' } });
    expect(await readdir(folder)).toEqual(['elba.toml']);
  });

  test('that unpacks to far more than its size is not read to its end', async () => {
    const bomb = tarGzOf([TOML, { path: 'zeros', content: Buffer.alloc(64 * 2 ** 20) }]);
    const { compared } = await bench({ 'elba.toml': manifest('1.1.0') }, bomb);
    const all = await compared();
    expect(all.whole).toBe(false);
    expect(all.findings.join()).toMatch(/suspicious/);
  });

  test('that is no archive at all is said to be none', async () => {
    const { compared } = await bench({ 'elba.toml': manifest('1.1.0') }, gzipSync('no tar'));
    expect(await compared()).toMatchObject({ whole: false, manifest: null });
  });

  test('that is larger than a registry takes is given up on the way', async () => {
    const { changes, projectId } = await bench({ 'elba.toml': manifest('1.1.0') }, Buffer.alloc(31_457_281));
    await expect(changes.of(projectId, LAB)).rejects.toMatchObject({ error: { code: 'too_large' } });
  });
});
