import { chmodSync, symlinkSync, truncateSync, writeFileSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { buildReport } from '../../../main/project/report.ts';
import { ProjectId } from '../../../shared/ids.ts';
import { type Check, ProjectFiles, ProjectReport } from '../../../shared/project.ts';
import { goodManifest, sandbox } from './sandbox.ts';

const build = (folder: string, homeFolder = '/home/alice') =>
  buildReport({
    projectId: ProjectId.parse('p1'),
    folder,
    origin: 'folder',
    revision: 3,
    homeFolder,
    now: () => new Date(0),
  });

const fixture = (name: string): string => join(import.meta.dirname, '../../fixtures/projects', name);

/** The checks of a project with a good manifest, these files and more lines in the manifest, without what is in order. */
const found = async (files: Record<string, string | Buffer>, manifest = goodManifest): Promise<Check[]> => {
  const folder = await sandbox({ 'elba.toml': manifest, 'README.md': '# x', ...files });
  return (await build(folder)).report.checks.filter((check) => check.severity !== 'passed');
};

describe('a project in order', () => {
  test('has only passed checks, and they say what was looked at', async () => {
    const { report, files } = await build(fixture('json-tools'));
    expect(ProjectReport.parse(report)).toEqual(report);
    expect(ProjectFiles.parse(files)).toEqual(files);
    expect(new Set(report.checks.map((check) => check.severity))).toEqual(new Set(['passed']));
    expect(report.checks.map((check) => check.title)).toContain('elba.toml is valid TOML');
    expect(report.checks.map((check) => check.title)).toContain('README.md is the README that a registry shows');
    expect(report).toMatchObject({
      state: 'ready',
      revision: 3,
      package: { group: 'alice', name: 'json-tools', version: '1.3.0' },
    });
    expect(report.fileCount).toBe(files.included.length);
    expect(report.bytes).toBe(files.included.reduce((sum, file) => sum + file.bytes, 0));
    expect(report.biggest[0]).toEqual({ path: 'elba.toml', bytes: expect.any(Number) });
  });

  test('shows its folder from the home folder on', async () => {
    const folder = await sandbox({ 'elba.toml': goodManifest });
    expect((await build(folder, dirname(folder))).report.folder).toBe(`~/${basename(folder)}`);
    expect((await build(folder, '/home/nobody')).report.folder).toBe(folder);
  });
});

test('the mistakes of real manifests are all found, the worst first, each with its line', async () => {
  const { report } = await build(fixture('mistakes'));
  const seen = report.checks
    .filter((check) => check.severity !== 'passed')
    .map((check) => `${check.severity} ${check.at?.line} ${check.title}`);
  expect(seen).toEqual([
    'error 7 The license is too long',
    'error 12 alice/json-tools comes from a git repository',
    'warning 6 "licence" in [package] is not a key of elba',
    'warning 13 ">=1.0.0, <2.0.0" on alice/money becomes any',
    'warning 16 "name" in [targets.lib] is not a key of elba',
    'warning 22 "opts" in [[targets.test]] is not a key of elba',
    'warning 8 readme says "README.md", and the file is readme.md',
    'warning 17 Ledger.Entry and its file src/Ledger/entry.idr differ in case',
    'warning 17 The module Ledger.Report has no file',
    'warning 20 The module tests/Main has no file',
    'hint 2 No description',
    'hint 5 A mail address becomes public',
  ]);
  for (const check of report.checks.filter((c) => c.severity === 'error' || c.severity === 'warning')) {
    expect(check.why).toMatch(/\.$/);
    expect(check.todo).toMatch(/\.$/);
    expect(check.title).not.toMatch(/\.$/);
  }
});

describe('the manifest as a file', () => {
  test('a folder without one says so and offers up to three folders that have one', async () => {
    const folder = await sandbox({
      'b/elba.toml': '',
      'a/x/elba.toml': '',
      'c/elba.toml': '',
      'd/elba.toml': '',
      'target/elba.toml': '',
    });
    const { report, files } = await build(folder);
    expect(report.suggestions).toEqual(['b', 'c', 'd']);
    expect(report.checks).toMatchObject([
      { id: 'manifest.missing', severity: 'error', title: 'There is no elba.toml in this folder' },
    ]);
    expect(files.included).toEqual([]);
  });

  test('one in another spelling is to be renamed', async () => {
    const folder = await sandbox({ 'Elba.toml': goodManifest });
    expect((await build(folder)).report.checks[0]?.todo).toBe('Rename Elba.toml to elba.toml.');
  });

  test('an empty folder is told to be empty', async () => {
    expect((await build(await sandbox())).report.checks).toMatchObject([
      { title: 'The folder is empty', severity: 'error' },
    ]);
  });

  test('one that is not TOML keeps its files and says the line', async () => {
    const { report } = await build(await sandbox({ 'elba.toml': '// licence\n[package]\n', a: '' }));
    expect(report.checks[0]).toMatchObject({ id: 'manifest.not-toml', at: { file: 'elba.toml', line: 1, column: 1 } });
    expect(report.manifest).toBeNull();
    expect(report.fileCount).toBe(2);
  });

  test('one that is not UTF-8 says where', async () => {
    const folder = await sandbox({
      'elba.toml': Buffer.concat([Buffer.from('[package]\n# caf'), Buffer.from([0xe9, 10])]),
    });
    expect((await build(folder)).report.checks[0]).toMatchObject({
      id: 'manifest.not-utf8',
      at: { line: 2, column: 6 },
    });
  });

  test('one that is a link, a folder or huge is refused', async () => {
    const folder = await sandbox({ 'real.toml': goodManifest });
    symlinkSync('real.toml', join(folder, 'elba.toml'));
    expect((await build(folder)).report.checks[0]?.id).toBe('manifest.not-a-file');
    expect((await build(await sandbox({ 'elba.toml/x': '' }))).report.checks[0]?.id).toBe('manifest.not-a-file');
    const large = await sandbox({ 'elba.toml': '' });
    truncateSync(join(large, 'elba.toml'), 1024 * 1024 + 1);
    expect((await build(large)).report.checks[0]?.id).toBe('manifest.too-large');
  });

  test('an exclude line that drops elba.toml itself is an error with its line', async () => {
    const checks = await found({}, goodManifest.replace('license', 'exclude = [\n  "*.md",\n  "*.toml",\n]\nlicense'));
    expect(checks).toMatchObject([
      { id: 'files.manifest-left-out', severity: 'error', at: { file: 'elba.toml', line: 8, column: 3 } },
      { id: 'readme.none' },
    ]);
  });

  test('a bad pattern in exclude is an error with its line', async () => {
    const checks = await found({}, `${goodManifest}exclude = ["a", "{b"]\n`);
    expect(checks).toMatchObject([{ severity: 'error', at: { file: 'elba.toml', line: 7, column: 17 } }]);
  });
});

describe('the README', () => {
  const named = (name: string): string => `${goodManifest}readme = "${name}"\n`;

  test.each([
    ['./README.md', {}, []],
    ['docs/intro.md', { 'docs/intro.md': 'x' }, []],
    ['intro.md', {}, ['readme names "intro.md", which is not there']],
    ['readme.md', {}, ['readme says "readme.md", and the file is README.md']],
    [
      'docs/intro.md',
      { 'docs/intro.md': 'x', '.gitignore': 'docs/' },
      ['readme names "docs/intro.md", which stays out'],
    ],
  ])('readme = %j', async (name, files, titles) => {
    const checks = await found(files, named(name));
    expect(checks.map((check) => [check.severity, check.title])).toEqual(titles.map((title) => ['warning', title]));
  });

  test('none at all is a hint', async () => {
    const { report } = await build(await sandbox({ 'elba.toml': goodManifest }));
    expect(report.checks.filter((check) => check.severity !== 'passed')).toMatchObject([
      { severity: 'hint', title: 'No README' },
    ]);
  });

  test('one that is not UTF-8 is an error, one over 2 MiB a warning, one of 2 MiB is fine', async () => {
    const latin = Buffer.concat([Buffer.from('# a\n\ncaf'), Buffer.from([0xe9])]);
    expect(await found({ 'README.md': latin })).toMatchObject([
      { id: 'readme.not-utf8', severity: 'error', at: { file: 'README.md', line: 3, column: 4 } },
    ]);
    expect(await found({ 'README.md': 'x'.repeat(2 * 1024 * 1024 + 1) })).toMatchObject([
      { id: 'readme.too-large', severity: 'warning' },
    ]);
    expect(await found({ 'README.md': 'x'.repeat(2 * 1024 * 1024) })).toEqual([]);
  });
});

describe('modules', () => {
  const targets = (text: string): string => `${goodManifest}${text}`;
  test.each([
    ['[targets.lib]\npath = "./src/"\nmods = ["A.B", "C"]', { 'src/A/B.idr': '', 'src/C.lidr': '' }, []],
    ['[targets.lib]\npath = "."\nmods = ["A"]', { 'A.idr': '' }, []],
    ['[targets.lib]\nmods = ["Mylib"]', { 'src/MyLib.idr': '' }, ['Mylib and its file src/MyLib.idr differ in case']],
    ['[targets.lib]\nmods = ["A"]', {}, ['The module A has no file']],
    ['[targets.lib]\nmods = ["A"]', { 'src/A.idr': '', '.gitignore': '/src/' }, ['The file of A stays out']],
    ['[[targets.bin]]\nname = "x"\nmain = "Main"', { 'src/Main.idr': '' }, []],
    ['[[targets.bin]]\nname = "x"\nmain = "CLI/Main.idr"', { 'src/CLI/Main.idr': '' }, []],
    ['[[targets.bin]]\nname = "x"\nmain = "app/Main"', { 'app/Main.idr': '' }, []],
    ['[[targets.test]]\nmain = "Data.Foo.Test.run"', { 'tests/Data/Foo/Test.idr': '' }, []],
    ['[[targets.test]]\nmain = "tests/Foo.tests"', { 'tests/Foo.idr': '' }, []],
    ['[[targets.test]]\npath = "t"\nmain = "Foo"', {}, ['The module Foo has no file']],
  ])('%j with %j', async (text, files, titles) => {
    const checks = await found(files, targets(text));
    expect(checks.map((check) => check.title)).toEqual(titles);
  });

  test('one that is missing is placed at its line', async () => {
    const checks = await found({ 'src/A.idr': '' }, targets('[targets.lib]\nmods = [\n "A", # here\n "B",\n]'));
    expect(checks).toMatchObject([{ severity: 'warning', at: { line: 10, column: 2 } }]);
  });
});

describe('the folder as a whole', () => {
  test('many findings of one kind are counted, not listed', async () => {
    const folder = await sandbox({ 'elba.toml': goodManifest, 'README.md': '' });
    for (let i = 0; i < 30; i += 1) symlinkSync('nowhere', join(folder, `l${i}`));
    const links = (await build(folder)).report.checks.filter((check) => check.id.startsWith('files.link'));
    expect(links).toHaveLength(21);
    expect(links.at(-1)).toMatchObject({ severity: 'warning', title: '10 more of the same kind' });
  });

  test('a large tree is noted', async () => {
    const folder = await sandbox({ 'elba.toml': goodManifest, 'README.md': '', big: '' });
    truncateSync(join(folder, 'big'), 31_457_280);
    expect((await build(folder)).report.checks).toContainEqual(
      expect.objectContaining({ id: 'files.size', severity: 'hint' }),
    );
  });

  test('one that went away is reported as gone', async () => {
    const folder = await sandbox({ a: '' });
    expect((await build(join(folder, 'b'))).report).toMatchObject({
      state: 'gone',
      checks: [{ severity: 'error', title: 'The folder is gone' }],
    });
  });

  test('check ids are unique, so that a list of them can be drawn', async () => {
    const folder = await sandbox({
      'elba.toml': `${goodManifest}licence = 1\n[dependencies]\na = 1\n"b/c" = "*"\n[targets.lib]\nmods = ["A", "A"]`,
    });
    writeFileSync(join(folder, '.gitignore'), '[\n[\n');
    chmodSync(folder, 0o755);
    const ids = (await build(folder)).report.checks.map((check) => check.id);
    expect(new Set(ids).size).toBe(ids.length);
  });
});
