import { execFileSync } from 'node:child_process';
import { mkdirSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { realpath } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, onTestFinished, test, vi } from 'vitest';
import { createInspector } from '../../../main/project/inspect.ts';
import { createWatchProject, type WatchOptions } from '../../../main/project/watchProject.ts';
import { type TreeEvents, type TreeScope, watchTree } from '../../../main/project/watchTree.ts';
import type { ProjectReport } from '../../../shared/project.ts';
import { goodManifest, sandbox } from './sandbox.ts';
import { testProjects } from './testProjects.ts';

const setUp = (options: WatchOptions = {}, isInspected = false) => {
  const { projects, emitted } = testProjects({
    watch: createWatchProject({ debounceMs: 20, ...options }),
    ...(isInspected ? { newInspector: createInspector } : {}),
  });
  const last = (): ProjectReport | undefined => emitted.at(-1);
  return { projects, emitted, last };
};

const eventually = (check: () => void): Promise<void> => vi.waitFor(check, { timeout: 10_000, interval: 10 });

/** A tree whose events the test brings about. */
const tree = () => {
  const started: { scope: TreeScope; events: TreeEvents; closed: boolean }[] = [];
  const start = (scope: TreeScope, events: TreeEvents) => {
    const one = { scope, events, closed: false };
    started.push(one);
    return {
      close: async () => {
        one.closed = true;
      },
    };
  };
  return { start, started };
};

describe('a watched project', () => {
  test('turns green when elba.toml is mended in an editor', async () => {
    const folder = await sandbox({ 'elba.toml': goodManifest.replace('1.3.0', '1.3') });
    const { projects, last } = setUp();
    expect((await projects.open(folder, 'folder')).package).toBeNull();
    writeFileSync(join(folder, 'elba.toml'), goodManifest);
    await eventually(() => expect(last()?.package?.version).toBe('1.3.0'));
  });

  test('is looked at again for a new file in a new folder, and for a file that only changed its content', async () => {
    const folder = await sandbox({ 'elba.toml': goodManifest, 'src/A.idr': 'one' });
    const { projects, last } = setUp();
    await projects.open(folder, 'folder');
    mkdirSync(join(folder, 'src/deep/deeper'), { recursive: true });
    writeFileSync(join(folder, 'src/deep/deeper/B.idr'), '');
    await eventually(() => expect(last()?.fileCount).toBe(3));
    const { revision = 0 } = last() ?? {};
    writeFileSync(join(folder, 'src/A.idr'), 'two');
    await eventually(() => expect(last()?.revision).toBeGreaterThan(revision));
    expect(last()?.bytes).toBe(Buffer.byteLength(goodManifest) + 3);
  });

  test('is gone when its folder goes, and ready again when it is back', async () => {
    const outer = await sandbox({ 'x/elba.toml': goodManifest });
    const { projects, last } = setUp();
    await projects.open(join(outer, 'x'), 'folder');
    renameSync(join(outer, 'x'), join(outer, 'y'));
    await eventually(() => expect(last()?.state).toBe('gone'));
    renameSync(join(outer, 'y'), join(outer, 'x'));
    await eventually(() => expect(last()?.state).toBe('ready'));
    writeFileSync(join(outer, 'x/new'), '');
    await eventually(() => expect(last()?.fileCount).toBe(2));
    rmSync(join(outer, 'x'), { recursive: true });
    await eventually(() => expect(last()?.state).toBe('gone'));
  });

  test('sees a folder that no rule leaves out any more', async () => {
    const folder = await sandbox({ 'elba.toml': goodManifest, '.gitignore': 'out/\n', 'out/a': '' });
    const { projects, last } = setUp();
    await projects.open(folder, 'folder');
    writeFileSync(join(folder, '.gitignore'), '');
    await eventually(() => expect(last()?.fileCount).toBe(3));
    writeFileSync(join(folder, 'out/b'), '');
    await eventually(() => expect(last()?.fileCount).toBe(4));
  });

  test('without a manifest becomes a project when one appears', async () => {
    const folder = await sandbox({ 'notes/a': '' });
    const { projects, last } = setUp();
    await projects.open(folder, 'folder');
    writeFileSync(join(folder, 'elba.toml'), goodManifest);
    await eventually(() => expect(last()).toMatchObject({ fileCount: 2, package: { name: 'json-tools' } }));
    writeFileSync(join(folder, 'notes/b'), '');
    await eventually(() => expect(last()?.fileCount).toBe(3));
  });

  test('knows of a commit and a tag that were made in a terminal', async () => {
    const folder = await sandbox({ 'elba.toml': goodManifest });
    const git = (...args: readonly string[]): void => {
      const settings = ['-c', 'user.name=alice', '-c', 'user.email=alice@host.example'];
      execFileSync('git', ['-C', folder, ...settings, ...args], { stdio: 'ignore' });
    };
    git('init', '--quiet', '--initial-branch=main');
    const { projects, last } = setUp({}, true);
    await projects.open(folder, 'folder');
    await eventually(() => expect(last()?.git).toEqual({ branch: 'main', head: null, uncommitted: 1, tags: [] }));
    git('add', '.');
    git('commit', '--quiet', '--message=first');
    await eventually(() => expect(last()?.git).toMatchObject({ head: expect.any(String), uncommitted: 0 }));
    git('tag', 'v1.3.0');
    await eventually(() => expect(last()?.git?.tags).toEqual(['v1.3.0']));
  });

  test('that comes from a browser is not watched', async () => {
    const { start, started } = tree();
    const { projects } = setUp({ tree: start });
    await projects.open(await sandbox({ 'elba.toml': goodManifest }), 'staged');
    expect(started).toEqual([]);
  });
});

describe('what is told', () => {
  test('nothing, when a look sees nothing new', async () => {
    const folder = await sandbox({ 'elba.toml': goodManifest });
    const { start, started } = tree();
    const { projects, emitted } = setUp({ tree: start });
    const { projectId } = await projects.open(folder, 'folder');
    started[0]?.events.onChange(folder);
    writeFileSync(join(folder, 'marker'), '');
    await eventually(() => {
      started[0]?.events.onChange(folder);
      expect(emitted).toHaveLength(2);
    });
    expect(projects.report(projectId)).toMatchObject({ revision: 2, fileCount: 2 });
  });

  test('one report for many changes at once', async () => {
    const folder = await sandbox({ 'elba.toml': goodManifest });
    const { start, started } = tree();
    const { projects, emitted } = setUp({ tree: start });
    await projects.open(folder, 'folder');
    for (let i = 0; i < 100; i += 1) {
      writeFileSync(join(folder, `f${i}`), '');
      started[0]?.events.onChange(folder);
    }
    await eventually(() => expect(emitted.at(-1)?.fileCount).toBe(101));
    expect(emitted).toHaveLength(2);
  });

  test.each(['ENOSPC', 'EMFILE'])('a limit of the system (%s) is a hint, and watching ends', async (code) => {
    const { start, started } = tree();
    const { projects, last } = setUp({ tree: start });
    const { projectId } = await projects.open(await sandbox({ 'elba.toml': goodManifest }), 'folder');
    for (let i = 0; i < 3; i += 1) started[0]?.events.onError(Object.assign(new Error(code), { code }));
    const hint = { id: 'project.not-watched', severity: 'hint' };
    await eventually(() => expect(last()?.checks).toContainEqual(expect.objectContaining(hint)));
    expect(started).toMatchObject([{ closed: true }]);
    expect((await projects.refresh(projectId)).state).toBe('ready');
    expect(started).toHaveLength(1);
  });

  test('a project of very many files is not watched below its root, and says so', async () => {
    const { start, started } = tree();
    const { projects, last } = setUp({ tree: start, mostFiles: 2 });
    await projects.open(await sandbox({ 'elba.toml': goodManifest, a: '', b: '' }), 'folder');
    expect(started).toMatchObject([{ scope: { isShallow: true } }]);
    await eventually(() => expect(last()?.checks.map((check) => check.id)).toContain('project.not-watched'));
  });

  test('nothing after closing', async () => {
    const folder = await sandbox({ 'elba.toml': goodManifest });
    const { start, started } = tree();
    const { projects, emitted } = setUp({ tree: start });
    const { projectId } = await projects.open(folder, 'folder');
    started[0]?.events.onChange(folder);
    await projects.close(projectId);
    expect(started).toMatchObject([{ closed: true }]);
    expect(emitted).toHaveLength(1);
  });
});

describe('the tree', () => {
  const watched = async (files: Record<string, string>, scope: Partial<TreeScope> = {}) => {
    const root = await realpath(await sandbox(files));
    const paths: string[] = [];
    const whole = { root, isShallow: false, leftOut: new Set<string>(), ...scope };
    const watcher = watchTree(whole, { onChange: (path) => paths.push(path), onError: () => undefined });
    onTestFinished(() => watcher.close());
    await eventually(() => expect(paths).toEqual([root]));
    return { root, paths };
  };

  test('is not looked into where nothing goes in', async () => {
    const files = { '.git/a': '', 'x/target/a': '', 'docs/build/a': '', 'build/a': '' };
    const { root, paths } = await watched(files, { leftOut: new Set(['docs/build']) });
    for (const file of ['.git/b', 'x/target/b', 'docs/build/b', 'build/b']) writeFileSync(join(root, file), '');
    await eventually(() => expect(paths).toContain(join(root, 'build/b')));
    expect(paths).toEqual([root, join(root, 'build/b')]);
  });

  test('can be only the root', async () => {
    const { root, paths } = await watched({ 'a/b': '' }, { isShallow: true });
    writeFileSync(join(root, 'a/c'), '');
    writeFileSync(join(root, 'd'), '');
    await eventually(() => expect(paths).toContain(join(root, 'd')));
    expect(paths).not.toContain(join(root, 'a/c'));
  });
});
