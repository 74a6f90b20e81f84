import { execFileSync } from 'node:child_process';
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { createInspector, type Inspected, type Inspector, type InspectorParts } from '../../../main/project/inspect.ts';
import type { Check, ProjectReport } from '../../../shared/project.ts';
import { goodManifest, sandbox } from './sandbox.ts';
import { testProjects } from './testProjects.ts';

const setUp = (newInspector: (parts: InspectorParts) => Inspector = createInspector) => testProjects({ newInspector });

const reportOf = async (folder: string): Promise<ProjectReport> => {
  const { projects } = setUp();
  return projects.refresh((await projects.open(folder, 'folder')).projectId);
};

const find = (report: ProjectReport, id: string): Check | undefined => report.checks.find((check) => check.id === id);

const git = (folder: string, ...args: readonly string[]): void => {
  const settings = ['-c', 'user.name=alice', '-c', 'user.email=alice@host.example', '-c', 'protocol.file.allow=always'];
  execFileSync('git', ['-C', folder, ...settings, ...args], { stdio: 'ignore' });
};

const repository = async (files: Readonly<Record<string, string>>): Promise<string> => {
  const folder = await sandbox(files);
  git(folder, 'init', '--quiet', '--initial-branch=main');
  git(folder, 'add', '.');
  git(folder, 'commit', '--quiet', '--message=first');
  return folder;
};

/** An inspector that is done when the test says so. */
const slow = () => {
  const waiting: ((found: Inspected) => void)[] = [];
  const inspector: Inspector = {
    isQuick: () => false,
    inspect: ({ signal }) =>
      new Promise((resolve, reject) => {
        waiting.push(resolve);
        signal?.addEventListener('abort', () => reject(new Error('stopped')));
      }),
  };
  return { inspector, finish: (found: Inspected) => waiting.shift()?.(found) };
};

describe('litter', () => {
  test('goes in with a warning, and the pattern that is offered leaves it out', async () => {
    const folder = await sandbox({ 'elba.toml': goodManifest, 'src/A.ibc': 'x', 'src/B.ibc': 'y' });
    const { projects } = setUp();
    const { projectId } = await projects.open(folder, 'folder');
    const before = find(await projects.refresh(projectId), 'litter.compiled_idris:*.ibc');
    expect(before).toMatchObject({
      severity: 'warning',
      title: '2 files are compiled Idris code',
      why: expect.stringContaining('src/A.ibc, src/B.ibc.'),
    });
    const [action] = before?.actions ?? [];
    expect(action).toEqual({ kind: 'edit', label: 'Exclude *.ibc', edit: { kind: 'exclude', pattern: '*.ibc' } });
    if (action?.kind !== 'edit') return;
    const { beforeSha256 } = await projects.previewEdit(projectId, action.edit);
    const after = await projects.applyEdit(projectId, action.edit, beforeSha256);
    expect(find(after, 'litter.compiled_idris:*.ibc')).toBeUndefined();
    expect(find(after, 'litter.none')).toMatchObject({ severity: 'passed' });
  });
});

describe('a file', () => {
  test('that becomes a program of the same size is seen as one', async () => {
    const folder = await sandbox({ 'elba.toml': goodManifest, run: 'text' });
    const { projects } = setUp();
    const { projectId } = await projects.open(folder, 'folder');
    expect(find(await projects.refresh(projectId), 'litter.none')).toBeDefined();
    writeFileSync(join(folder, 'run'), '\x7fELF');
    expect(find(await projects.refresh(projectId), 'litter.program:/run')).toBeDefined();
    expect(find(await projects.refresh(projectId), 'litter.program:/run')).toBeDefined();
  });
});

describe('git', () => {
  test('says that all is committed and tagged', async () => {
    const folder = await repository({ 'elba.toml': goodManifest });
    git(folder, 'tag', 'v1.3.0');
    const report = await reportOf(folder);
    expect(report.git).toMatchObject({ branch: 'main', uncommitted: 0, tags: ['v1.3.0'] });
    expect(find(report, 'git.uncommitted')?.severity).toBe('passed');
    expect(find(report, 'git.tag')?.severity).toBe('passed');
  });

  test('tells of what is not committed and would go in, and that there is no tag, without asking for a tick', async () => {
    const folder = await repository({ 'elba.toml': `${goodManifest}exclude = ["*.log"]\n`, 'a.log': '' });
    writeFileSync(join(folder, 'a.log'), 'changed');
    writeFileSync(join(folder, 'new.idr'), '');
    const report = await reportOf(folder);
    expect(report.git).toMatchObject({ uncommitted: 1, tags: [] });
    expect(find(report, 'git.uncommitted')).toMatchObject({ severity: 'hint', title: 'new.idr is not committed' });
    expect(find(report, 'git.tag')).toMatchObject({ severity: 'hint', todo: 'Tag it, such as with v1.3.0.' });
  });

  test('warns of a submodule that was not fetched, until its folder is excluded', async () => {
    const inner = await repository({ 'x.idr': '' });
    const outer = await repository({ 'elba.toml': goodManifest });
    git(outer, 'submodule', 'add', '--quiet', inner, 'vendor/x');
    git(outer, 'commit', '--quiet', '--message=second');
    git(outer, 'submodule', 'deinit', '--quiet', '--force', 'vendor/x');
    mkdirSync(join(outer, 'vendor/x'), { recursive: true });
    const check = find(await reportOf(outer), 'git.empty-submodule:vendor/x');
    expect(check).toMatchObject({
      severity: 'warning',
      actions: [{ kind: 'edit', edit: { kind: 'exclude', pattern: '/vendor/x/' } }],
    });
    writeFileSync(join(outer, 'elba.toml'), `${goodManifest}exclude = ["/vendor/x/"]\n`);
    expect(find(await reportOf(outer), 'git.empty-submodule:vendor/x')).toBeUndefined();
  });

  test('has nothing to say outside of a repository', async () => {
    const report = await reportOf(await sandbox({ 'elba.toml': goodManifest }));
    expect(report).not.toHaveProperty('git');
    expect(report.checks.filter((check) => check.id.startsWith('git.'))).toEqual([]);
  });
});

describe('what takes a while', () => {
  const found: Inspected = { checks: [{ id: 'x', severity: 'warning', title: 'X' }] };

  test('does not hold up the first report, and comes later under the same revision', async () => {
    const { inspector, finish } = slow();
    const { projects, emitted } = setUp(() => inspector);
    const first = await projects.open(await sandbox({ 'elba.toml': goodManifest }), 'folder');
    expect(first).toMatchObject({ revision: 1, state: 'ready', pending: [expect.any(String)] });
    expect(projects.report(first.projectId)).toEqual(first);
    const again = projects.refresh(first.projectId);
    finish(found);
    await expect.poll(() => emitted.length).toBe(3);
    expect(emitted[1]).toMatchObject({ revision: 1, checks: expect.arrayContaining([found.checks[0]]) });
    expect(emitted[1]).not.toHaveProperty('pending');
    // What was found stays while it is looked for again.
    expect(emitted[2]).toMatchObject({ revision: 2, pending: [expect.any(String)] });
    expect(find(emitted[2] ?? first, 'x')).toBeDefined();
    finish({ checks: [] });
    const last = await again;
    expect(last.revision).toBe(2);
    expect(last).not.toHaveProperty('pending');
    expect(find(last, 'x')).toBeUndefined();
  });

  test('ends when the project is closed', async () => {
    const { inspector } = slow();
    const { projects, emitted } = setUp(() => inspector);
    const { projectId } = await projects.open(await sandbox({ 'elba.toml': goodManifest }), 'folder');
    await projects.close(projectId);
    expect(emitted).toHaveLength(1);
  });

  test('is not begun for a folder without a manifest', async () => {
    const { inspector } = slow();
    const { projects } = setUp(() => inspector);
    const report = await projects.open(await sandbox({ a: '' }), 'folder');
    expect(report).not.toHaveProperty('pending');
  });

  test('is told at once where most files are known', async () => {
    const folder = await sandbox({ 'elba.toml': goodManifest });
    const { projects, emitted } = setUp();
    const { projectId } = await projects.open(folder, 'folder');
    await projects.refresh(projectId);
    const before = emitted.length;
    writeFileSync(join(folder, 'src.o'), '');
    await projects.refresh(projectId);
    expect(emitted.slice(before).map((report) => report.pending)).toEqual([undefined]);
  });
});
