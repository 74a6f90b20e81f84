import { execFileSync } from 'node:child_process';
import { mkdir, mkdtemp, rename, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { dirReader } from '../../../main/catalog/dirReader.ts';
import { latestOf } from '../../../main/catalog/indexPackage.ts';
import { readIndex } from '../../../main/catalog/readIndex.ts';
import type { TableRow } from '../../../main/catalog/tableAsks.ts';
import type { Place } from '../../../main/catalog/tableReads.ts';
import { createTables } from '../../../main/catalog/tables.ts';
import { formatIndexConfig } from '../../../main/elba/indexConfig.ts';
import { createLineJudge } from '../../../main/elba/lineJudge.ts';
import { formatName } from '../../../main/elba/packageName.ts';
import type { IndexProblem } from '../../../shared/catalog.ts';
import { indexLine } from '../../support/indexFolder.ts';
import { commitGitIndex, type IndexFiles, tarIndex, writeFolderIndex } from '../../support/indexPlaces.ts';

let folder: string;

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'index-'));
});
afterEach(() => rm(folder, { recursive: true, force: true }));

const config = formatIndexConfig(null);
const linesOf = (...lines: ReturnType<typeof indexLine>[]): string =>
  lines.map((line) => `${JSON.stringify(line)}\n`).join('');

const ofGit =
  (by: 'git' | 'library') =>
  async (files: IndexFiles): Promise<Place> => {
    const repository = join(folder, 'index.git');
    return { kind: 'git', by, repository, commit: await commitGitIndex(repository, files) };
  };
/** Each way that an index can lie on this computer, made out of the same files. */
const places: Record<Place['kind'] | 'git without git', (files: IndexFiles) => Promise<Place>> = {
  dir: async (files) => {
    const root = join(folder, 'index');
    await writeFolderIndex(root, files);
    return { kind: 'dir', root };
  },
  git: ofGit('git'),
  'git without git': ofGit('library'),
  tar: async (files) => {
    const file = join(folder, 'index.tar.gz');
    await writeFile(file, tarIndex(files));
    return { kind: 'tar', file };
  },
};

const everything = {
  text: '',
  filter: { mine: false, hasYanked: false, prerelease: false },
  mine: [],
  offset: 0,
  limit: 200,
};
const never = {
  signal: new AbortController().signal,
  onNames: () => undefined,
  onProgress: () => undefined,
};

function openTables() {
  const tables = createTables();
  const origin = { source: 'here', state: null, readAt: '2026-01-01T00:00:00.000Z' };
  const id = 'index';
  return {
    tables,
    async read(place: Place, control = never) {
      const summary = await tables.read({ id, file: join(folder, 'kept.table'), place, origin }, control);
      const { rows } = await tables.query({ id, ...everything });
      const { problems } = await tables.problems({ id, offset: 0, limit: 200 });
      return { summary, rows, problems };
    },
    package: (name: string) => {
      const [group = '', rest = ''] = name.split('/');
      return tables.package({ id, ref: { group, name: rest } });
    },
  };
}

const namesOf = (rows: readonly TableRow[]): string[] => rows.map(formatName);
const textsOf = (problems: readonly IndexProblem[], file: string): string[] =>
  problems.filter((one) => one.file === file).map(({ line, text }) => (line ? `${line}: ${text}` : text));

describe.each(['dir', 'git', 'git without git', 'tar'] as const)('an index as %s', (kind) => {
  test('gives each package under its published spelling, versions newest first by SemVer, every line as it is', async () => {
    const needs = [{ name: 'acme/lexer', req: '>= 1.0.0 < 2.0.0' }];
    const old = indexLine('Acme/Json_Tools', '0.9.0', { yanked: true });
    const fresh = indexLine('Acme/Json_Tools', '0.10.0', { dependencies: needs });
    const place = await places[kind]({
      'index.toml': config,
      'acme/json-tools': linesOf(old, fresh),
      'zeta/last': linesOf(indexLine('zeta/last', '1.0.0-rc.1', { location: 'dir+/somewhere' })),
    });
    const { read, package: packageOf } = openTables();
    const { rows, problems, summary } = await read(place);
    expect(problems).toEqual([]);
    expect(summary).toMatchObject({ packages: 2, versions: 3, problems: 0 });
    expect(rows).toEqual([
      { group: 'Acme', name: 'Json_Tools', latest: { version: '0.10.0', yanked: false }, versions: 2, yanked: 1 },
      { group: 'zeta', name: 'last', latest: { version: '1.0.0-rc.1', yanked: false }, versions: 1, yanked: 0 },
    ]);
    expect((await packageOf('ACME/json_tools'))?.lines).toEqual([fresh, old]);
    expect((await packageOf('zeta/last'))?.lines[0]?.location).toBe('dir+/somewhere');
    expect(await packageOf('zeta/absent')).toBeNull();
  });

  test('one bad line is named with file and line, says that elba cannot use the package, and the rest is shown', async () => {
    const place = await places[kind]({
      'index.toml': config,
      'acme/x': `${linesOf(indexLine('acme/x', '1.0.0'))}{"name":"acme/x","version":"1.1"\n\n`,
      'acme/fine': linesOf(indexLine('acme/fine', '2.0.0')),
    });
    const { read, package: packageOf } = openTables();
    const { problems } = await read(place);
    const said = textsOf(problems, 'acme/x');
    expect(said).toHaveLength(2);
    expect(said[0]).toMatch(/^2: .*elba cannot use any version/);
    expect(said[1]).toMatch(/^3: .*blank/);
    expect((await packageOf('acme/x'))?.lines.map(({ version }) => version)).toEqual(['1.0.0']);
    expect((await packageOf('acme/x'))?.findings).toHaveLength(2);
    expect((await packageOf('acme/fine'))?.lines).toHaveLength(1);
  });

  test('the same version twice: the last line counts; a line of another package is not taken for this one', async () => {
    const place = await places[kind]({
      'index.toml': config,
      'acme/x': linesOf(
        indexLine('acme/x', '1.0.0'),
        indexLine('acme/x', '1.0.0', { yanked: true }),
        indexLine('evil/y', '9.0.0'),
      ),
    });
    const { read, package: packageOf } = openTables();
    const { problems } = await read(place);
    expect((await packageOf('acme/x'))?.lines.map(({ version, yanked }) => [version, yanked])).toEqual([
      ['1.0.0', true],
    ]);
    expect(textsOf(problems, 'acme/x').at(-1)).toBe('Some lines name another package. They are not shown.');
  });

  test('files that stop elba, and links, are named with what is wrong with each, and never followed', async () => {
    const secret = join(folder, 'secret');
    await writeFile(secret, linesOf(indexLine('acme/stolen', '1.0.0')));
    const place = await places[kind]({
      'index.toml': config,
      'README.md': '# An index',
      'acme/x': linesOf(indexLine('acme/x', '1.0.0')),
      'acme/README.md': '# hello',
      'acme/My_Pkg': '',
      'acme/empty': '',
      'acme/deep/er': '',
      'acme/stolen': { link: secret },
      '.github/workflow': '',
    });
    const { read, package: packageOf } = openTables();
    const { rows, problems } = await read(place);
    expect(textsOf(problems, 'acme/README.md').join()).toMatch(/no package/);
    expect(textsOf(problems, 'acme/My_Pkg').join()).toMatch(/looks for acme\/my-pkg/);
    expect(textsOf(problems, 'acme/empty').join()).toMatch(/empty/);
    expect(textsOf(problems, 'acme/stolen').join()).toMatch(/link/);
    expect(problems.some(({ file, text }) => file.startsWith('acme/deep') && /folder|deeper/.test(text))).toBe(true);
    expect(problems.some(({ file }) => file.startsWith('.github') || file === 'README.md')).toBe(false);
    expect(namesOf(rows)).toEqual(['acme/empty', 'acme/x']);
    expect(await packageOf('acme/stolen')).toBeNull();
  });

  test('a huge line, a huge file, deep JSON and text that is not UTF-8 end in a sentence', async () => {
    const place = await places[kind]({
      'index.toml': config,
      'acme/x': linesOf(indexLine('acme/x', '1.0.0')),
      'acme/line': `{"name":"${'a'.repeat(2 * 1024 * 1024)}"}\n`,
      'acme/file': Buffer.alloc(9 * 1024 * 1024, 'x'),
      'acme/bytes': Buffer.from([0x7b, 0xff, 0xfe, 0x7d, 0x0a]),
      'acme/deep': `${'['.repeat(500_000)}\n`,
      'acme/many': 'x\n'.repeat(5000),
    });
    const { problems, rows } = await openTables().read(place);
    expect(textsOf(problems, 'acme/line').join()).toMatch(/longer than 1 MiB/);
    expect(textsOf(problems, 'acme/file').join()).toMatch(/larger than 8 MiB/);
    expect(textsOf(problems, 'acme/bytes').join()).toMatch(/not UTF-8/);
    expect(textsOf(problems, 'acme/deep').join()).toMatch(/not JSON/);
    expect(textsOf(problems, 'acme/many').at(-1)).toBe('4,980 more lines have problems.');
    expect(Math.max(...problems.map(({ text }) => text.length))).toBeLessThan(400);
    expect(rows.find(({ name }) => name === 'x')?.versions).toBe(1);
  });

  test('an index.toml that makes elba drop the index, or none at all, is said first', async () => {
    const files = { 'acme/x': linesOf(indexLine('acme/x', '1.0.0')) };
    const broken = await openTables().read(await places[kind]({ 'index.toml': '[index]\nsecure = false\n', ...files }));
    expect(broken.problems[0]).toMatchObject({
      file: 'index.toml',
      text: expect.stringContaining('[index.dependencies]'),
    });
    expect(namesOf(broken.rows)).toEqual(['acme/x']);
    await rm(join(folder, 'index'), { recursive: true, force: true });
    const without = await openTables().read(await places[kind](files));
    expect(without.problems[0]?.text).toMatch(/no index\.toml/);
  });

  test('a second reading sees what changed, came and went, and takes over the rest', async () => {
    const x = linesOf(indexLine('acme/x', '1.0.0'));
    const { read, package: packageOf } = openTables();
    await read(await places[kind]({ 'index.toml': config, 'acme/x': x, 'acme/y': 'nonsense\n', 'acme/z': x }));
    await rm(join(folder, 'index'), { recursive: true, force: true });
    const yanked = linesOf(
      indexLine('acme/y', '2.0.0', { yanked: true, dependencies: [{ name: 'acme/x', req: '1' }] }),
    );
    const { rows, problems } = await read(
      await places[kind]({ 'index.toml': config, 'acme/x': x, 'acme/y': yanked, 'acme/new': '{}\n' }),
    );
    expect(namesOf(rows)).toEqual(['acme/new', 'acme/x', 'acme/y']);
    expect(rows[2]).toMatchObject({ latest: { version: '2.0.0', yanked: true }, yanked: 1 });
    expect(problems.map(({ file }) => file)).toEqual(['acme/new']);
    expect((await packageOf('acme/x'))?.lines).toEqual([indexLine('acme/x', '1.0.0')]);
  });

  test('a reading that is stopped leaves what was known', async () => {
    const { read, tables } = openTables();
    const place = await places[kind]({ 'index.toml': config, 'acme/x': linesOf(indexLine('acme/x', '1.0.0')) });
    await read(place);
    const stop = new AbortController();
    stop.abort();
    await expect(read(place, { ...never, signal: stop.signal })).rejects.toThrow();
    expect((await tables.query({ id: 'index', ...everything })).total).toBe(1);
  });
});

describe('an index folder', () => {
  test('that is not there, or is a file, is index_unreadable with a sentence', async () => {
    const { read } = openTables();
    const absent = read({ kind: 'dir', root: join(folder, 'absent') });
    await expect(absent).rejects.toMatchObject({ error: { code: 'index_unreadable' } });
    await writeFile(join(folder, 'file'), '');
    await expect(read({ kind: 'dir', root: join(folder, 'file') })).rejects.toThrow(/is a file/);
  });

  test.skipIf(process.platform === 'win32')('with a pipe in it is not waited for', async () => {
    const place = await places.dir({ 'index.toml': config, 'acme/x': linesOf(indexLine('acme/x', '1.0.0')) });
    execFileSync('mkfifo', [join(folder, 'index', 'acme', 'pipe')]);
    const { problems } = await openTables().read(place);
    expect(textsOf(problems, 'acme/pipe').join()).toMatch(/not a plain file/);
    const { tables } = openTables();
    const asked = await tables.fresh({ root: join(folder, 'index'), ref: { group: 'acme', name: 'pipe' } });
    expect(asked?.lines).toEqual([]);
  });

  test.each([
    ['..', 'index.toml'],
    ['acme', '..'],
    ['acme', '../../secret'],
    ['acme/..', 'x'],
    ['', ''],
  ])('never answers for a name such as %s/%s that leads out of it', async (group, name) => {
    await places.dir({ 'index.toml': config, 'acme/x': linesOf(indexLine('acme/x', '1.0.0')) });
    expect(await openTables().tables.fresh({ root: join(folder, 'index'), ref: { group, name } })).toBeNull();
  });

  test('with more packages than can be shown leaves the rest out, and says so', async () => {
    await places.dir({ 'index.toml': config, 'acme/a': '', 'acme/b': '', 'acme/c': '', 'beta/d': '' });
    const { keys, findings } = await dirReader(join(folder, 'index'), 2).names(never.signal);
    expect(keys).toHaveLength(2);
    expect(findings.at(-1)?.text).toBe('Only the first 2 packages are shown.');
  });

  test('in which nothing repeats is read as far as memory allows; of the rest the names are shown, and that is said', async () => {
    const lines = (of: string) =>
      Array.from({ length: 50 }, (_, v) =>
        indexLine(of, `1.${v}.0`, { dependencies: [{ name: `d/${of.slice(2)}-${v}`, req: 'any' }] }),
      );
    await places.dir({
      'index.toml': config,
      ...Object.fromEntries(['a/a', 'a/b', 'a/c', 'a/d'].map((of) => [of, linesOf(...lines(of))])),
    });
    const hooks = { onNames: () => undefined, onProgress: () => undefined, mostBytes: 15_000 };
    const table = await readIndex(dirReader(join(folder, 'index')), null, createLineJudge(), hooks, never.signal);
    expect(table.keys).toEqual(['a/a', 'a/b', 'a/c', 'a/d']);
    expect(table.columns.versionText.length).toBeLessThan(200);
    expect(table.findings.at(-1)?.text).toMatch(/larger than fits into memory/);
  });

  test('of which one package changed is put right without reading the others', async () => {
    const place = await places.dir({
      'index.toml': config,
      'acme/x': linesOf(indexLine('acme/x', '1.0.0')),
      'acme/y': linesOf(indexLine('acme/y', '1.0.0')),
    });
    const { read, tables, package: packageOf } = openTables();
    await read(place);
    const root = join(folder, 'index');
    await writeFile(join(folder, 'new'), linesOf(indexLine('acme/y', '1.0.0', { yanked: true })));
    await rename(join(folder, 'new'), join(root, 'acme', 'y'));
    await mkdir(join(root, 'beta'));
    await writeFile(join(root, 'beta', 'z'), linesOf(indexLine('beta/z', '3.0.0')));
    await tables.patch({ id: 'index', root, ref: { group: 'acme', name: 'y' } });
    const summary = await tables.patch({ id: 'index', root, ref: { group: 'Beta', name: 'Z' } });
    expect(summary).toMatchObject({ packages: 3, versions: 3 });
    expect((await packageOf('acme/y'))?.lines[0]?.yanked).toBe(true);
    expect((await packageOf('beta/z'))?.lines[0]?.version).toBe('3.0.0');
    expect((await packageOf('acme/x'))?.lines).toHaveLength(1);
  });
});

describe('a tar that is hostile', () => {
  const tarOf = async (bytes: Buffer): Promise<Place> => {
    await writeFile(join(folder, 'bad.tar.gz'), bytes);
    return { kind: 'tar', file: join(folder, 'bad.tar.gz') };
  };
  const good = { 'index.toml': config, 'acme/x': linesOf(indexLine('acme/x', '1.0.0')) };

  test('by its names writes nothing and shows nothing of them', async () => {
    const place = await tarOf(tarIndex({ ...good, '../evil/x': 'x', '../../etc': 'x', '/abs/x': 'x', 'acme/..': 'x' }));
    const { rows, problems } = await openTables().read(place);
    expect(namesOf(rows)).toEqual(['acme/x']);
    expect(problems).toHaveLength(4);
  });

  test.each([
    ['cut off', (whole: Buffer) => whole.subarray(0, whole.length - 20)],
    ['no archive at all', () => Buffer.from('hello, this is a page')],
    [
      'damaged in the middle',
      (whole: Buffer) => Buffer.from(whole.map((byte, at) => (at === 60 ? byte ^ 0xff : byte))),
    ],
  ])('or is %s is index_unreadable with a sentence', async (_what, spoil) => {
    const { read } = openTables();
    const place = await tarOf(spoil(tarIndex(good)));
    await expect(read(place)).rejects.toMatchObject({ error: { code: 'index_unreadable' } });
  });
});

describe.each(['git', 'library'] as const)('a git repository that lies to %s', (by) => {
  test('about its commit, or lacks an object, is index_unreadable', async () => {
    const repository = join(folder, 'index.git');
    const commit = await commitGitIndex(repository, {
      'index.toml': config,
      'acme/x': linesOf(indexLine('acme/x', '1.0.0')),
    });
    const { read } = openTables();
    const unknown = read({ kind: 'git', by, repository, commit: '0'.repeat(40) });
    await expect(unknown).rejects.toMatchObject({ error: { code: 'index_unreadable' } });
    const blob = execFileSync('git', ['-C', repository, 'rev-parse', 'master:acme/x']).toString().trim();
    await rm(join(repository, 'objects', 'pack'), { recursive: true, force: true });
    await rm(join(repository, 'objects', blob.slice(0, 2)), { recursive: true, force: true });
    await expect(read({ kind: 'git', by, repository, commit })).rejects.toMatchObject({
      error: { code: 'index_unreadable' },
    });
  });
});

test.each([
  [['1.0.0', '1.1.0', '2.0.0-rc.1'], [], '1.1.0', false],
  [['1.0.0', '1.1.0'], ['1.1.0'], '1.0.0', false],
  [['1.0.0', '2.0.0-rc.1'], ['1.0.0'], '2.0.0-rc.1', false],
  [['1.0.0', '1.1.0'], ['1.0.0', '1.1.0'], '1.1.0', true],
  [['0.10.0', '0.9.0'], [], '0.10.0', false],
])('of %j with %j yanked, %s stands in the list', async (versions, yanked, version, isYanked) => {
  const rows = versions.map((some) => ({ version: some, yanked: yanked.includes(some) }));
  expect(latestOf(rows)).toEqual({ version, yanked: isYanked });
  const lines = rows.map((row) => indexLine('acme/x', row.version, { yanked: row.yanked }));
  const place = await places.dir({ 'index.toml': config, 'acme/x': linesOf(...lines) });
  expect((await openTables().read(place)).rows[0]?.latest).toEqual({ version, yanked: isYanked });
});

test('no version, no latest', () => {
  expect(latestOf([])).toBeNull();
});
