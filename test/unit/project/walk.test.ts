import { execFileSync, spawnSync } from 'node:child_process';
import { chmodSync, mkdirSync, symlinkSync, writeFileSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { describe, expect, onTestFinished, test } from 'vitest';
import type { Walked } from '../../../main/project/walk.ts';
import { walkProject } from '../../../main/project/walk.ts';
import { sandbox } from './sandbox.ts';
import { slowlyKept } from './slowRules.ts';

const paths = (walked: Walked): string[] => walked.included.map((file) => file.path);
const isPosix = process.platform !== 'win32';

describe('what goes in', () => {
  test('hidden files, .gitignore, elba.lock and empty files, in the order of their bytes, with size and mode', async () => {
    const folder = await sandbox({
      'elba.toml': 'x',
      '.gitignore': '',
      '.elba/config': '',
      'elba.lock': '',
      'a.b/c': '',
      'a/b': '',
      é: '',
      '\u{10000}': '',
      '\uFFFD': '',
    });
    if (isPosix) chmodSync(join(folder, 'a/b'), 0o755);
    const walked = await walkProject(folder, { exclude: [] });
    expect(paths(walked)).toEqual([
      '.elba/config',
      '.gitignore',
      'a.b/c',
      'a/b',
      'elba.lock',
      'elba.toml',
      'é',
      '\uFFFD',
      '\u{10000}',
    ]);
    expect(walked.included.filter((file) => file.executable).map((file) => file.path)).toEqual(isPosix ? ['a/b'] : []);
    expect(walked.included.find((file) => file.path === 'elba.toml')?.bytes).toBe(1);
    expect(walked.leftOut).toEqual([]);
    expect(walked.problems).toEqual([]);
  });

  test('.git and target stay out at any depth, as folder or file, with their size', async () => {
    const folder = await sandbox({
      '.git/HEAD': '1234',
      'src/target/x/y.o': '12',
      'src/a.idr': '',
      'lib/target': '123',
      'mytarget/a': '',
      '.github/x': '',
    });
    const walked = await walkProject(folder, { exclude: [] });
    expect(paths(walked)).toEqual(['.github/x', 'mytarget/a', 'src/a.idr']);
    expect(walked.leftOut).toEqual([
      { path: '.git', kind: 'folder', reason: 'builtin', text: 'Git data, always left out', bytes: 4 },
      { path: 'lib/target', kind: 'file', reason: 'builtin', text: 'Build output, always left out', bytes: 3 },
      { path: 'src/target', kind: 'folder', reason: 'builtin', text: 'Build output, always left out', bytes: 2 },
    ]);
  });

  test('exclude comes before .gitignore, so that the file wins, and the deciding line is named', async () => {
    const folder = await sandbox({
      '.gitignore': '# logs\r\n*.log\r\n!b.log\r\ndocs/\r\n',
      'keep.log': '1',
      'b.log': '',
      'docs/a/b.md': '12',
      'x.ibc': '',
    });
    const walked = await walkProject(folder, {
      exclude: ['!keep.log', '*.ibc'],
      excludeAt: (i) => ({ file: 'elba.toml', line: 10 + i, column: 3 }),
    });
    expect(paths(walked)).toEqual(['.gitignore', 'b.log']);
    expect(walked.leftOut).toEqual([
      {
        path: 'docs',
        kind: 'folder',
        reason: 'rule',
        text: 'Excluded by .gitignore:4',
        at: { file: '.gitignore', line: 4, column: 1 },
        bytes: 2,
      },
      {
        path: 'keep.log',
        kind: 'file',
        reason: 'rule',
        text: 'Excluded by .gitignore:2',
        at: { file: '.gitignore', line: 2, column: 1 },
        bytes: 1,
      },
      {
        path: 'x.ibc',
        kind: 'file',
        reason: 'rule',
        text: 'Excluded by elba.toml:11',
        at: { file: 'elba.toml', line: 11, column: 3 },
        bytes: 0,
      },
    ]);
  });

  test('nested .gitignore, .ignore and .git/info/exclude do not count', async () => {
    const folder = await sandbox({ 'src/.gitignore': '*', '.ignore': '*', '.git/info/exclude': '*', 'src/a.idr': '' });
    expect(paths(await walkProject(folder, { exclude: [] }))).toEqual(['.ignore', 'src/.gitignore', 'src/a.idr']);
  });

  test('a pattern that cannot be read is an error in exclude and a warning in .gitignore', async () => {
    const folder = await sandbox({ '.gitignore': 'ok\n[a-\n', a: '' });
    const { problems, included } = await walkProject(folder, {
      exclude: ['{a', 'b'],
      excludeAt: (i) => ({ file: 'elba.toml', line: i + 5, column: 1 }),
    });
    expect(problems).toMatchObject([
      { severity: 'warning', at: { file: '.gitignore', line: 2 }, title: expect.stringContaining('"[a-"') },
      { severity: 'error', at: { file: 'elba.toml', line: 5 }, title: expect.stringContaining('"{a"') },
    ]);
    expect(included.map((file) => file.path)).toEqual(['.gitignore', 'a']);
  });

  test('what the rules leave is what a slow second telling of them leaves', async () => {
    const name = fc.constantFrom(
      'a',
      'b',
      'ab',
      'a.o',
      'b.o',
      'src',
      'target',
      '.git',
      '.x',
      '[a]',
      'a b',
      '#a',
      '!a',
      '{a}',
    );
    const file = fc.array(name, { minLength: 1, maxLength: 4 }).map((parts) => parts.join('/'));
    const plain = fc.constantFrom('a', 'b', 'ab', '*.o', 'a*', '?', '*', 'src', '.x', 'target', '**', 'a**', '**.o');
    const rare = fc.constantFrom(
      '[ab]',
      '[!a]*',
      '[a-c].o',
      '[]a]',
      '[[]a]',
      '{a,b}',
      '{a,s*}*',
      '{src,ab}.{o,x}',
      '\\[a\\]',
      'a\\ b',
      '\\{a\\}',
    );
    const piece = fc.oneof({ weight: 3, arbitrary: plain }, { weight: 2, arbitrary: rare });
    const rule = fc
      .tuple(
        fc.constantFrom('', '', '!'),
        fc.constantFrom('', '/'),
        fc.array(piece, { minLength: 1, maxLength: 3 }),
        fc.constantFrom('', '', '/'),
        fc.constantFrom('', '', '', ' ', '  '),
      )
      .map(([not, root, parts, end, space]) => `${not}${root}${parts.join('/')}${end}${space}`);
    const aside = fc.constantFrom('', '  ', '# a', '#a', '\\#a', '\\!a', 'a\\ ');
    const line = fc.oneof({ weight: 6, arbitrary: rule }, { weight: 1, arbitrary: aside });
    const rules = fc.array(line, { maxLength: 5 });
    await fc.assert(
      fc.asyncProperty(
        fc.array(file, { minLength: 1, maxLength: 15 }),
        rules,
        rules,
        async (files, exclude, gitignore) => {
          const folder = await mkdtemp(join(tmpdir(), 'elba-rules-'));
          try {
            const made = new Set<string>();
            for (const path of files) {
              const parents = path
                .split('/')
                .slice(0, -1)
                .map((_, i, parts) => parts.slice(0, i + 1).join('/'));
              if (parents.some((parent) => made.has(parent)) || [...made].some((other) => other.startsWith(`${path}/`)))
                continue;
              mkdirSync(join(folder, path, '..'), { recursive: true });
              writeFileSync(join(folder, path), '');
              made.add(path);
            }
            writeFileSync(join(folder, '.gitignore'), gitignore.join('\n'));
            const { included } = await walkProject(folder, { exclude });
            const expected = slowlyKept([...made, '.gitignore'], [...exclude, ...gitignore]);
            expect(included.map((entry) => entry.path)).toEqual(expected.sort());
          } finally {
            await rm(folder, { recursive: true, force: true });
          }
        },
      ),
      { numRuns: 300 },
    );
  });
});

describe.runIf(isPosix)('links and special files', () => {
  test('links are never followed, and where they lead is told', async () => {
    const outside = await sandbox({ 'secret/key': 'x' });
    const folder = await sandbox({ 'src/a.idr': '', 'tests/x': '', 'ignored/b': '' });
    symlinkSync(outside, join(folder, 'pkg'));
    symlinkSync('../src', join(folder, 'tests/src'));
    symlinkSync('src/a.idr', join(folder, 'a.idr'));
    symlinkSync('nowhere', join(folder, '.#a.idr'));
    symlinkSync('.', join(folder, 'self'));
    symlinkSync('..', join(folder, 'up'));
    symlinkSync('src', join(folder, 'quiet'));
    const walked = await walkProject(folder, { exclude: ['quiet/'] });
    expect(paths(walked)).toEqual(['ignored/b', 'src/a.idr', 'tests/x']);
    expect(walked.problems.map(({ severity, at }) => [at?.file, severity])).toEqual([
      ['.#a.idr', 'warning'],
      ['a.idr', 'warning'],
      ['pkg', 'error'],
      ['self', 'warning'],
      ['tests/src', 'warning'],
      ['up', 'error'],
    ]);
    expect(walked.leftOut.find((row) => row.path === 'tests/src')).toEqual({
      path: 'tests/src',
      kind: 'link',
      reason: 'link',
      text: 'Link to ../src, not followed',
    });
    expect(walked.leftOut.find((row) => row.path === 'quiet')?.reason).toBe('rule');
  });

  test('a .gitignore that is a link is not read', async () => {
    const outside = await sandbox({ rules: '*' });
    const folder = await sandbox({ a: '' });
    symlinkSync(join(outside, 'rules'), join(folder, '.gitignore'));
    expect(paths(await walkProject(folder, { exclude: [] }))).toEqual(['a']);
  });

  test('pipes and sockets are reported and never opened', async () => {
    const folder = await sandbox({ a: '' });
    execFileSync('mkfifo', [join(folder, 'pipe'), join(folder, 'ignored')]);
    const server = createServer().listen(join(folder, 'socket'));
    onTestFinished(() => void server.close());
    const walked = await walkProject(folder, { exclude: ['ignored'] });
    expect(paths(walked)).toEqual(['a']);
    expect(walked.problems.map(({ at, severity }) => [at?.file, severity])).toEqual([
      ['pipe', 'warning'],
      ['socket', 'warning'],
    ]);
    expect(walked.leftOut.map(({ path, kind, reason }) => [path, kind, reason])).toEqual([
      ['ignored', 'special', 'rule'],
      ['pipe', 'special', 'special'],
      ['socket', 'special', 'special'],
    ]);
  });

  test.runIf(process.platform === 'linux')(
    'names that are not UTF-8 are reported, folders with such a name as a whole',
    async () => {
      const folder = await sandbox({ a: '' });
      const odd = Buffer.concat([Buffer.from(`${folder}/caf`), Buffer.from([0xe9])]);
      mkdirSync(odd);
      writeFileSync(Buffer.concat([odd, Buffer.from('/x')]), '12');
      writeFileSync(Buffer.concat([Buffer.from(`${folder}/`), Buffer.from([0xff])]), '1');
      const walked = await walkProject(folder, { exclude: [] });
      expect(paths(walked)).toEqual(['a']);
      expect(walked.leftOut).toEqual([
        { path: 'caf\uFFFD', kind: 'folder', reason: 'name', text: 'Its name is not UTF-8', bytes: 2 },
        { path: '\uFFFD', kind: 'file', reason: 'name', text: 'Its name is not UTF-8', bytes: 1 },
      ]);
      expect(walked.problems.map((check) => check.severity)).toEqual(['error', 'error']);
    },
  );

  test('files and folders without permission are errors, unless they are excluded', async () => {
    const folder = await sandbox({ a: '', 'shut/x': '', closed: '', 'skip/x': '' });
    chmodSync(folder, 0o755);
    for (const name of ['shut', 'closed', 'skip']) chmodSync(join(folder, name), 0);
    onTestFinished(() => ['shut', 'skip'].forEach((name) => void chmodSync(join(folder, name), 0o755)));
    const walked = asNobody(folder, ['skip']);
    expect(paths(walked)).toEqual(['a']);
    expect(walked.leftOut.map(({ path, kind, reason }) => [path, kind, reason])).toEqual([
      ['closed', 'file', 'unreadable'],
      ['shut', 'folder', 'unreadable'],
      ['skip', 'folder', 'rule'],
    ]);
    expect(walked.problems.map(({ at, severity }) => [at?.file, severity])).toEqual([
      ['closed', 'error'],
      ['shut', 'error'],
    ]);
  });
});

/** Walks in a process of its own; where the tests run as root, whom no permission stops, as another user. */
const asNobody = (folder: string, exclude: readonly string[]): Walked => {
  const module = new URL('../../../main/project/walk.ts', import.meta.url).href;
  const script = `import { walkProject } from ${JSON.stringify(module)};
    console.log(JSON.stringify(await walkProject(${JSON.stringify(folder)}, { exclude: ${JSON.stringify(exclude)} })));`;
  const user = process.getuid?.() === 0 ? { uid: 65534, gid: 65534 } : {};
  const ran = spawnSync(process.execPath, ['--input-type=module', '-e', script], { encoding: 'utf8', ...user });
  expect(ran.stderr).toBe('');
  // The script prints what the function gives.
  return JSON.parse(ran.stdout) as Walked;
};

describe('the walk itself', () => {
  test('can be stopped', async () => {
    const folder = await sandbox(Object.fromEntries(Array.from({ length: 200 }, (_, i) => [`d${i}/f`, ''])));
    const stop = new AbortController();
    stop.abort();
    await expect(walkProject(folder, { exclude: [], signal: stop.signal })).rejects.toMatchObject({
      error: { code: 'cancelled' },
    });
  });

  test('tells how far it is', async () => {
    const folder = await sandbox(Object.fromEntries(Array.from({ length: 1200 }, (_, i) => [`d${i % 40}/f${i}`, ''])));
    const seen: number[] = [];
    await walkProject(folder, { exclude: [], onProgress: (entries) => seen.push(entries) });
    expect(seen.length).toBeGreaterThanOrEqual(2);
    expect(seen).toEqual([...seen].sort((a, b) => a - b));
  });

  test('ends with an error check where there are too many files', async () => {
    const folder = await sandbox({ 'a/1': '', 'a/2': '', 'b/1': '', 'b/2': '' });
    const { problems } = await walkProject(folder, { exclude: [], mostFiles: 2 });
    expect(problems).toMatchObject([{ id: 'files.too-many', severity: 'error' }]);
  });

  test.each([
    ['nowhere', 'not_found'],
    ['file', 'not_a_project'],
  ])('%s cannot be walked', async (name, code) => {
    const folder = await sandbox({ file: '' });
    await expect(walkProject(join(folder, name), { exclude: [] })).rejects.toMatchObject({ error: { code } });
  });

  test('a folder that is reached by a link is walked where it really is', async () => {
    const folder = await sandbox({ 'real/a': '' });
    symlinkSync(join(folder, 'real'), join(folder, 'link'), 'dir');
    expect(paths(await walkProject(join(folder, 'link'), { exclude: [] }))).toEqual(['a']);
  });
});
