import { execFileSync } from 'node:child_process';
import { appendFile, mkdir, mkdtemp, rename, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { monitorEventLoopDelay } from 'node:perf_hooks';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { readIndexDirectory } from '../../../main/catalog/indexDirectory.ts';
import { latestOf, readIndexPackage } from '../../../main/catalog/indexPackage.ts';
import { indexLine, writeIndex } from '../../support/indexFolder.ts';

let root: string;

beforeEach(async () => {
  root = await mkdtemp(join(tmpdir(), 'index-'));
});
afterEach(() => rm(root, { recursive: true, force: true }));

const textsOf = (findings: readonly { file: string; line?: number; text: string }[], file: string) =>
  findings.filter((finding) => finding.file === file).map(({ line, text }) => (line ? `${line}: ${text}` : text));

test('gives each package under its published spelling, versions newest first by SemVer', async () => {
  await writeIndex(
    root,
    [
      indexLine('Acme/Json_Tools', '0.9.0', { yanked: true }),
      indexLine('Acme/Json_Tools', '0.10.0', { dependencies: [{ name: 'acme/lexer', req: '>= 1.0.0 < 2.0.0' }] }),
      indexLine('zeta/last', '1.0.0'),
    ],
    'https://registry.example',
  );
  const index = await readIndexDirectory(root);
  expect(index.findings).toEqual([]);
  expect(index.config?.registry).toBe('https://registry.example');
  expect([...index.packages.keys()]).toEqual(['acme/json-tools', 'zeta/last']);
  const tools = index.packages.get('acme/json-tools');
  expect(tools?.ref).toEqual({ group: 'Acme', name: 'Json_Tools' });
  expect(tools?.lines.map(({ version, yanked }) => [version, yanked])).toEqual([
    ['0.10.0', false],
    ['0.9.0', true],
  ]);
});

test('a package is found under any spelling of its name', async () => {
  await writeIndex(root, [indexLine('Acme/Json_Tools', '1.0.0')]);
  expect((await readIndexPackage(root, { group: 'aCME', name: 'json-tools' }))?.ref).toEqual({
    group: 'Acme',
    name: 'Json_Tools',
  });
  expect(await readIndexPackage(root, { group: 'acme', name: 'absent' })).toBeNull();
});

test.each([
  ['..', 'index.toml'],
  ['acme', '..'],
  ['acme', '../../secret'],
  ['acme/..', 'x'],
  ['', ''],
])('a name such as %s/%s never leaves the index', async (group, name) => {
  await writeIndex(root, [indexLine('acme/x', '1.0.0')]);
  expect(await readIndexPackage(root, { group, name })).toBeNull();
});

test('one bad line is named with file and line, says that elba cannot use the package, and the rest is shown', async () => {
  await writeIndex(root, [indexLine('acme/x', '1.0.0'), indexLine('acme/fine', '2.0.0')]);
  await appendFile(join(root, 'acme', 'x'), '{"name":"acme/x","version":"1.1"\n\n');
  const index = await readIndexDirectory(root);
  const said = textsOf(index.findings, 'acme/x');
  expect(said).toHaveLength(2);
  expect(said[0]).toMatch(/^2: .*elba cannot use any version/);
  expect(said[1]).toMatch(/^3: .*blank/);
  expect(index.packages.get('acme/x')?.lines.map(({ version }) => version)).toEqual(['1.0.0']);
  expect(index.packages.get('acme/fine')?.lines).toHaveLength(1);
});

test('the same version twice: the last line counts, as for elba', async () => {
  await writeIndex(root, [indexLine('acme/x', '1.0.0')]);
  await appendFile(join(root, 'acme', 'x'), `${JSON.stringify(indexLine('acme/x', '1.0.0', { yanked: true }))}\n`);
  const { packages } = await readIndexDirectory(root);
  expect(packages.get('acme/x')?.lines.map(({ yanked }) => yanked)).toEqual([true]);
});

test('lines of another package are not taken for this one', async () => {
  await writeIndex(root, [indexLine('acme/x', '1.0.0')]);
  await appendFile(join(root, 'acme', 'x'), `${JSON.stringify(indexLine('evil/y', '9.0.0'))}\n`);
  const { packages, findings } = await readIndexDirectory(root);
  expect(packages.get('acme/x')?.lines.map(({ version }) => version)).toEqual(['1.0.0']);
  expect(textsOf(findings, 'acme/x')).toEqual(['Some lines name another package. They are not shown.']);
});

test('files that stop elba are named with what is wrong with each', async () => {
  await writeIndex(root, [indexLine('acme/x', '1.0.0')]);
  await writeFile(join(root, 'acme', 'README.md'), '# hello');
  await writeFile(join(root, 'acme', 'My_Pkg'), '');
  await writeFile(join(root, 'acme', 'empty'), '');
  await mkdir(join(root, 'acme', 'deep'));
  await mkdir(join(root, '.git'));
  await writeFile(join(root, '.git', 'config'), '');
  const { findings, packages } = await readIndexDirectory(root);
  expect(textsOf(findings, 'acme/README.md').join()).toMatch(/no package/);
  expect(textsOf(findings, 'acme/My_Pkg').join()).toMatch(/looks for acme\/my-pkg/);
  expect(textsOf(findings, 'acme/empty').join()).toMatch(/empty/);
  expect(textsOf(findings, 'acme/deep').join()).toMatch(/folder/);
  expect(findings.some(({ file }) => file.startsWith('.git'))).toBe(false);
  expect([...packages.keys()]).toEqual(['acme/empty', 'acme/x']);
});

test.skipIf(process.platform === 'win32')(
  'links, pipes and unreadable files are reported and never followed',
  async () => {
    const outside = await mkdtemp(join(tmpdir(), 'outside-'));
    try {
      await writeIndex(outside, [indexLine('acme/stolen', '1.0.0')]);
      await writeIndex(root, [indexLine('acme/x', '1.0.0')]);
      await symlink(join(outside, 'acme', 'stolen'), join(root, 'acme', 'stolen'));
      await symlink(join(outside, 'acme'), join(root, 'linked'));
      execFileSync('mkfifo', [join(root, 'acme', 'pipe')]);
      const { findings, packages } = await readIndexDirectory(root);
      expect([...packages.keys()]).toEqual(['acme/x']);
      expect(textsOf(findings, 'acme/stolen').join()).toMatch(/link/);
      expect(textsOf(findings, 'linked').join()).toMatch(/link/);
      expect(textsOf(findings, 'acme/pipe').join()).toMatch(/not a plain file/);
      const asked = await readIndexPackage(root, { group: 'acme', name: 'stolen' });
      expect(asked?.lines).toEqual([]);
      expect((await readIndexPackage(root, { group: 'acme', name: 'pipe' }))?.lines).toEqual([]);
    } finally {
      await rm(outside, { recursive: true, force: true });
    }
  },
);

test('a huge line, a huge file and text that is not UTF-8 end in a sentence', async () => {
  await writeIndex(root, [indexLine('acme/x', '1.0.0')]);
  await writeFile(join(root, 'acme', 'line'), `{"name":"${'a'.repeat(2 * 1024 * 1024)}"}\n`);
  await writeFile(join(root, 'acme', 'file'), Buffer.alloc(9 * 1024 * 1024, 'x'));
  await writeFile(join(root, 'acme', 'bytes'), Buffer.from([0x7b, 0xff, 0xfe, 0x7d, 0x0a]));
  await writeFile(join(root, 'acme', 'deep'), `${'['.repeat(500_000)}\n`);
  await writeFile(join(root, 'acme', 'many'), 'x\n'.repeat(5000));
  const { findings, packages } = await readIndexDirectory(root);
  expect(textsOf(findings, 'acme/line').join()).toMatch(/longer than 1 MiB/);
  expect(textsOf(findings, 'acme/file').join()).toMatch(/larger than 8 MiB/);
  expect(textsOf(findings, 'acme/bytes').join()).toMatch(/not UTF-8/);
  expect(textsOf(findings, 'acme/deep').join()).toMatch(/not JSON/);
  expect(textsOf(findings, 'acme/many').at(-1)).toBe('4,980 more lines have problems.');
  expect(Math.max(...findings.map(({ text }) => text.length))).toBeLessThan(400);
  expect(packages.get('acme/x')?.lines).toHaveLength(1);
});

test('an index.toml that makes elba drop the index is said first', async () => {
  await writeIndex(root, [indexLine('acme/x', '1.0.0')]);
  await writeFile(join(root, 'index.toml'), '[index]\nsecure = false\n');
  const broken = await readIndexDirectory(root);
  expect(broken.config).toBeNull();
  expect(broken.findings[0]).toMatchObject({
    file: 'index.toml',
    text: expect.stringContaining('[index.dependencies]'),
  });
  expect(broken.packages.size).toBe(1);
  await rm(join(root, 'index.toml'));
  expect((await readIndexDirectory(root)).findings[0]?.text).toMatch(/no index\.toml/);
});

test('a folder that is not there, or is a file, is index_unreadable with a sentence', async () => {
  await expect(readIndexDirectory(join(root, 'absent'))).rejects.toMatchObject({ error: { code: 'index_unreadable' } });
  await writeFile(join(root, 'file'), '');
  await expect(readIndexDirectory(join(root, 'file'))).rejects.toThrow(/is a file/);
});

test('a second read takes over what did not change and sees what did', async () => {
  await writeIndex(root, [indexLine('acme/x', '1.0.0'), indexLine('acme/y', '1.0.0')]);
  const before = await readIndexDirectory(root);
  await writeFile(join(root, 'new'), `${JSON.stringify(indexLine('acme/y', '1.0.0', { yanked: true }))}\n`);
  await rename(join(root, 'new'), join(root, 'acme', 'y'));
  const after = await readIndexDirectory(root, { previous: before });
  expect(after.packages.get('acme/x')).toBe(before.packages.get('acme/x'));
  expect(after.packages.get('acme/y')?.lines[0]?.yanked).toBe(true);
});

test('more packages than can be shown are left out and said so', async () => {
  await writeIndex(
    root,
    ['a', 'b', 'c'].map((name) => indexLine(`acme/${name}`, '1.0.0')),
  );
  const { packages, findings } = await readIndexDirectory(root, { mostFiles: 2 });
  expect(packages.size).toBe(2);
  expect(findings.at(-1)?.text).toBe('Only the first 2 packages are shown.');
});

test('50,000 packages are read without keeping anything else waiting', async () => {
  const lines = Array.from({ length: 50_000 }, (_, at) => indexLine(`group-${at % 50}/package-${at}`, '1.0.0'));
  await writeIndex(root, lines);
  const delay = monitorEventLoopDelay({ resolution: 5 });
  delay.enable();
  const { packages } = await readIndexDirectory(root);
  delay.disable();
  expect(packages.size).toBe(50_000);
  expect(delay.percentile(99) / 1e6).toBeLessThan(500);
}, 120_000);

test.each([
  [['1.0.0', '1.1.0', '2.0.0-rc.1'], [], '1.1.0', false],
  [['1.0.0', '1.1.0'], ['1.1.0'], '1.0.0', false],
  [['1.0.0', '2.0.0-rc.1'], ['1.0.0'], '2.0.0-rc.1', false],
  [['1.0.0', '1.1.0'], ['1.0.0', '1.1.0'], '1.1.0', true],
  [['0.10.0', '0.9.0'], [], '0.10.0', false],
])('of %j with %j yanked, %s stands in the list', (versions, yanked, version, isYanked) => {
  const rows = versions.map((some) => ({ version: some, yanked: yanked.includes(some) }));
  expect(latestOf(rows)).toEqual({ version, yanked: isYanked });
});

test('no version, no latest', () => {
  expect(latestOf([])).toBeNull();
});
