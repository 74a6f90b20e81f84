import { execFileSync } from 'node:child_process';
import { access, chmod, mkdir, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { type GitFacts, readGitFacts } from '../../../main/project/gitFacts.ts';
import { sandbox } from './sandbox.ts';

const env = {
  ...Object.fromEntries(Object.entries(process.env).filter(([name]) => !name.startsWith('GIT_'))),
  GIT_CONFIG_GLOBAL: '/dev/null',
  GIT_CONFIG_NOSYSTEM: '1',
};

const git = (folder: string, ...args: readonly string[]): string =>
  execFileSync('git', ['-C', folder, '-c', 'user.name=alice', '-c', 'user.email=alice@host.example', ...args], {
    env,
    encoding: 'utf8',
    stdio: ['ignore', 'pipe', 'ignore'],
  });

const repository = async (
  files: Readonly<Record<string, string>> = { 'elba.toml': 'x', 'src/A.idr': 'y' },
): Promise<string> => {
  const folder = await sandbox(files);
  git(folder, 'init', '--quiet', '--initial-branch=main');
  git(folder, 'add', '.');
  git(folder, 'commit', '--quiet', '--message=first');
  return folder;
};

const factsOf = async (folder: string, version: string | null = '1.2.0'): Promise<GitFacts> => {
  const facts = await readGitFacts({ folder, version });
  if (facts === null) throw new Error('git said nothing');
  return facts;
};

const exists = (path: string): Promise<boolean> =>
  access(path).then(
    () => true,
    () => false,
  );

describe('what git says of a folder', () => {
  test('branch, commit, tags and nothing uncommitted', async () => {
    const folder = await repository();
    git(folder, 'tag', 'v1.2.0');
    git(folder, 'tag', '--annotate', '--message=x', 'other');
    expect(await factsOf(folder)).toEqual({
      branch: 'main',
      head: git(folder, 'rev-parse', '--short', 'HEAD').trim(),
      uncommitted: [],
      tags: ['other', 'v1.2.0'],
      isTagged: true,
      emptySubmodules: [],
    });
  });

  test('every file that is not as in the last commit, but none that is ignored', async () => {
    const folder = await repository({ 'elba.toml': 'x', 'src/A.idr': 'y', 'b c': 'z', '.gitignore': '*.ibc\n' });
    await writeFile(join(folder, 'src/A.idr'), 'changed');
    await rm(join(folder, 'b c'));
    await mkdir(join(folder, 'new'));
    await writeFile(join(folder, 'new/ü "x"\n.idr'), '');
    await writeFile(join(folder, 'staged'), '');
    git(folder, 'add', 'staged');
    await writeFile(join(folder, 'A.ibc'), '');
    expect((await factsOf(folder)).uncommitted?.toSorted()).toEqual(['b c', 'new/ü "x"\n.idr', 'src/A.idr', 'staged']);
  });

  test('a folder within a repository is looked at alone', async () => {
    const root = await repository({ outside: 'x', 'packages/one/elba.toml': 'y' });
    const folder = join(root, 'packages/one');
    await writeFile(join(root, 'outside'), 'changed');
    expect((await factsOf(folder)).uncommitted).toEqual([]);
    await writeFile(join(folder, 'elba.toml'), 'changed');
    expect((await factsOf(folder)).uncommitted).toEqual(['elba.toml']);
  });

  test.each([
    ['1.2.0', true],
    ['V1.2.0', true],
    ['json-1.2.0', true],
    ['alice/json@1.2.0', true],
    ['11.2.0', false],
    ['v1.1.2.0', false],
    ['1.2.0-rc.1', false],
  ])('the tag %s is one of 1.2.0: %s', async (tag, isTagged) => {
    const folder = await repository();
    git(folder, 'tag', tag);
    expect((await factsOf(folder)).isTagged).toBe(isTagged);
    expect((await factsOf(folder, null)).isTagged).toBe(false);
  });

  test('before the first commit there is a branch and nothing else', async () => {
    const folder = await sandbox({ 'elba.toml': 'x' });
    git(folder, 'init', '--quiet', '--initial-branch=main');
    expect(await factsOf(folder)).toMatchObject({ branch: 'main', head: null, tags: [], uncommitted: ['elba.toml'] });
  });

  test('away from every branch there is a commit and no branch', async () => {
    const folder = await repository();
    git(folder, 'checkout', '--quiet', '--detach');
    expect(await factsOf(folder)).toMatchObject({ branch: null, head: expect.stringMatching(/^[0-9a-f]{4,}$/) });
  });

  test('the empty folders that a plain clone leaves for submodules', async () => {
    const folder = await repository();
    const commit = git(folder, 'rev-parse', 'HEAD').trim();
    for (const path of ['lib/empty', 'lib/full']) {
      git(folder, 'update-index', '--add', '--cacheinfo', `160000,${commit},${path}`);
      await mkdir(join(folder, path), { recursive: true });
    }
    await writeFile(join(folder, 'lib/full/file'), '');
    git(folder, 'commit', '--quiet', '--message=submodules');
    expect((await factsOf(folder)).emptySubmodules).toEqual(['lib/empty']);
  });
});

describe('git says nothing', () => {
  test('where there is no repository, no git, no folder, or git takes too long', async () => {
    const [plain, folder] = await Promise.all([sandbox({ a: '' }), repository()]);
    expect(await readGitFacts({ folder: plain, version: null })).toBeNull();
    expect(await readGitFacts({ folder, version: null, git: join(plain, 'no-such-git') })).toBeNull();
    expect(await readGitFacts({ folder: join(plain, 'gone'), version: null })).toBeNull();
    const slow = join(plain, 'git');
    await writeFile(slow, '#!/bin/sh\nexec sleep 60\n');
    await chmod(slow, 0o755);
    expect(await readGitFacts({ folder, version: null, git: slow, timeoutMs: 100 })).toBeNull();
  });

  test('when it is stopped', async () => {
    const folder = await repository();
    const aborted = readGitFacts({ folder, version: null, signal: AbortSignal.abort() });
    await expect(aborted).rejects.toMatchObject({ error: { code: 'cancelled' } });
  });
});

describe('a hostile repository', () => {
  /** A program that leaves a mark when it is started. */
  const trap = async (): Promise<{ program: string; mark: string }> => {
    const folder = await sandbox();
    const [program, mark] = [join(folder, 'trap'), join(folder, 'mark')];
    await writeFile(program, `#!/bin/sh\ntouch '${mark}'\ncat\n`);
    await chmod(program, 0o755);
    return { program, mark };
  };

  test('cannot start a program by looking for changes', async () => {
    const { program, mark } = await trap();
    const folder = await repository();
    git(folder, 'config', 'core.fsmonitor', program);
    await writeFile(join(folder, '.git/hooks/post-index-change'), `#!/bin/sh\n${program}\n`);
    await chmod(join(folder, '.git/hooks/post-index-change'), 0o755);
    await writeFile(join(folder, 'elba.toml'), 'changed');
    expect((await factsOf(folder)).uncommitted).toEqual(['elba.toml']);
    expect(await exists(mark)).toBe(false);
    git(folder, 'status');
    expect(await exists(mark)).toBe(true);
  });

  test.each(['config', 'an included file', 'another spelling'])(
    'cannot start a filter program named in %s, so that changes are not known',
    async (where) => {
      const { program, mark } = await trap();
      const folder = await repository({ 'elba.toml': 'x', '.gitattributes': '* filter=a=b\n' });
      const section = where === 'another spelling' ? 'FILTER' : 'filter';
      const text = `[${section} "a=b"]\n\tclean = ${program}\n`;
      await writeFile(join(folder, '.git/extra'), text);
      const own = where === 'an included file' ? '[include]\n\tpath = extra\n' : text;
      await writeFile(join(folder, '.git/config'), `${own}[core]\n\tbare = false\n`);
      await writeFile(join(folder, 'elba.toml'), 'y');
      expect(await factsOf(folder)).toMatchObject({ branch: 'main', uncommitted: null });
      expect(await exists(mark)).toBe(false);
      git(folder, 'status');
      expect(await exists(mark)).toBe(true);
    },
  );

  test('cannot pass a folder off as a repository without a .git', async () => {
    const folder = await sandbox({ 'elba.toml': 'x' });
    git(folder, 'init', '--quiet', '--bare', '.');
    expect(await readGitFacts({ folder, version: null })).toBeNull();
  });

  test('is not asked at all where it belongs to somebody else', async () => {
    const folder = await repository();
    const program = join(await sandbox(), 'git');
    await writeFile(program, '#!/bin/sh\nGIT_TEST_ASSUME_DIFFERENT_OWNER=1 exec git "$@"\n');
    await chmod(program, 0o755);
    expect(await readGitFacts({ folder, version: null, git: program })).toBeNull();
  });

  test('the environment cannot lead to another repository', async () => {
    const [folder, other] = await Promise.all([repository(), repository()]);
    git(other, 'checkout', '--quiet', '-b', 'other');
    const misleading = { ...process.env, GIT_DIR: join(other, '.git'), GIT_WORK_TREE: other };
    expect(await readGitFacts({ folder, version: null, env: misleading })).toMatchObject({ branch: 'main' });
  });
});
