import { mkdirSync, renameSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { access } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { describe, expect, test } from 'vitest';
import type { DocumentStore } from '../../../main/host.ts';
import { createProjects } from '../../../main/project/projects.ts';
import { ProjectId, RegistryId } from '../../../shared/ids.ts';
import type { ProjectReport } from '../../../shared/project.ts';
import { goodManifest, sandbox } from './sandbox.ts';

type Memory = DocumentStore & { value: unknown; aside: unknown[] };

const memoryStore = (value?: unknown): Memory => {
  const store: Memory = {
    value,
    aside: [],
    read: () => store.value,
    write: (next) => {
      store.value = structuredClone(next);
    },
    setAside: () => {
      store.aside.push(store.value);
      store.value = undefined;
    },
  };
  return store;
};

const setUp = (remember: DocumentStore = memoryStore(), homeFolder = '/home/alice') => {
  let ids = 0;
  const emitted: ProjectReport[] = [];
  const logged: string[] = [];
  const projects = createProjects({
    homeFolder,
    now: () => new Date(1_000_000 + ids * 1000),
    newId: () => {
      ids += 1;
      return ProjectId.parse(`p${ids}`);
    },
    remember,
    emit: (report) => emitted.push(report),
    log: (line) => logged.push(line),
  });
  return { projects, emitted, logged };
};

const staging = RegistryId.parse('staging');
const refusal = (code: string) => ({ error: { code } });

describe('opening', () => {
  test('gives a report and tells of it; the files, the place and what comes first in the archive are known by id', async () => {
    const folder = await sandbox({
      'elba.toml': goodManifest,
      '.github/README.md': '',
      'README.md': '',
      'src/A.idr': '',
    });
    const { projects, emitted } = setUp();
    const report = await projects.open(folder, 'folder');
    expect(report).toMatchObject({ projectId: 'p1', revision: 1, state: 'ready', fileCount: 4 });
    expect(emitted).toEqual([report]);
    expect(projects.report(report.projectId)).toEqual(report);
    expect(projects.files(report.projectId)).toMatchObject({
      revision: 1,
      included: [{ path: '.github/README.md' }, {}, {}, {}],
    });
    expect(projects.folderOf(report.projectId)).toBe(folder);
    expect(projects.firstInArchive(report.projectId)).toEqual(['elba.toml', 'README.md']);
  });

  test('the same folder again keeps its id and is read again', async () => {
    const folder = await sandbox({ 'elba.toml': goodManifest });
    const { projects } = setUp();
    const first = await projects.open(folder, 'folder');
    const second = await projects.open(`${folder}/`, 'folder');
    expect(second).toMatchObject({ projectId: first.projectId, revision: 2 });
  });

  test('a path from the home folder on is understood, as reports show it', async () => {
    const folder = await sandbox({ 'elba.toml': goodManifest });
    const { projects } = setUp(memoryStore(), dirname(folder));
    const { folder: shown } = await projects.open(folder, 'folder');
    expect(shown).toBe(`~/${basename(folder)}`);
    expect((await projects.open(shown, 'folder')).projectId).toBe('p1');
  });

  test.each([
    ['missing', 'not_found'],
    ['file', 'not_a_project'],
  ])('what is %s cannot be opened, and its staging is disposed of', async (name, code) => {
    const folder = await sandbox({ file: '' });
    const disposed: string[] = [];
    const { projects } = setUp();
    const dispose = async () => void disposed.push(name);
    await expect(projects.open(join(folder, name), 'staged', dispose)).rejects.toMatchObject(refusal(code));
    expect(disposed).toEqual([name]);
  });

  test('a relative path is refused', async () => {
    await expect(setUp().projects.open('src', 'folder')).rejects.toMatchObject(refusal('invalid_input'));
  });

  test('a suggestion takes the place of the folder that it was found in', async () => {
    const folder = await sandbox({ 'packages/a/elba.toml': goodManifest, 'packages/b/elba.toml': goodManifest });
    const disposed: string[] = [];
    const { projects } = setUp();
    const { projectId, suggestions } = await projects.open(folder, 'staged', async () => void disposed.push(folder));
    expect(suggestions).toEqual(['packages/a', 'packages/b']);
    await expect(projects.openSuggestion(projectId, 'packages')).rejects.toMatchObject(refusal('invalid_input'));
    const inner = await projects.openSuggestion(projectId, 'packages/b');
    expect(projects.folderOf(inner.projectId)).toBe(join(folder, 'packages/b'));
    expect(() => projects.report(projectId)).toThrow();
    expect(disposed).toEqual([]);
    await projects.close(inner.projectId);
    expect(disposed).toEqual([folder]);
  });
});

describe('looking again', () => {
  test('sees what changed, under a higher revision', async () => {
    const folder = await sandbox({ 'elba.toml': goodManifest.replace('1.3.0', '1.3') });
    const { projects, emitted } = setUp();
    const before = await projects.open(folder, 'folder');
    expect(before.package).toBeNull();
    writeFileSync(join(folder, 'elba.toml'), goodManifest);
    const after = await projects.refresh(before.projectId);
    expect(after.package).toEqual({ group: 'alice', name: 'json-tools', version: '1.3.0' });
    expect(after.revision).toBe(2);
    expect(emitted.map((report) => report.revision)).toEqual([1, 2]);
  });

  test('any number of calls at once lead to two looks at most, and all see the last state', async () => {
    const folder = await sandbox({ 'elba.toml': goodManifest });
    const { projects, emitted } = setUp();
    const { projectId } = await projects.open(folder, 'folder');
    const first = projects.refresh(projectId);
    writeFileSync(join(folder, 'new'), '');
    const reports = await Promise.all([first, ...Array.from({ length: 50 }, () => projects.refresh(projectId))]);
    expect(emitted).toHaveLength(3);
    for (const report of reports) expect(report).toMatchObject({ revision: 3, fileCount: 2 });
  });

  test('a folder that went away is gone, and is there again when it comes back', async () => {
    const folder = await sandbox({ 'x/elba.toml': goodManifest });
    const { projects } = setUp();
    const { projectId } = await projects.open(join(folder, 'x'), 'folder');
    renameSync(join(folder, 'x'), join(folder, 'y'));
    expect((await projects.refresh(projectId)).state).toBe('gone');
    renameSync(join(folder, 'y'), join(folder, 'x'));
    expect((await projects.refresh(projectId)).state).toBe('ready');
  });
});

describe('reading a file', () => {
  test('gives text, says what is binary and what was cut', async () => {
    const folder = await sandbox({
      'a/é.idr': 'héllo',
      bin: Buffer.from([1, 0, 2]),
      latin: Buffer.from([0x63, 0xe9]),
      long: `${'x'.repeat(1024 * 1024 - 1)}é`,
    });
    const { projects } = setUp();
    const { projectId } = await projects.open(folder, 'folder');
    expect(await projects.readText(projectId, 'a/é.idr')).toEqual({ text: 'héllo', truncated: false, binary: false });
    expect(await projects.readText(projectId, 'bin')).toEqual({ text: '', truncated: false, binary: true });
    expect(await projects.readText(projectId, 'latin')).toMatchObject({ binary: true });
    expect(await projects.readText(projectId, 'long')).toEqual({
      text: 'x'.repeat(1024 * 1024 - 1),
      truncated: true,
      binary: false,
    });
  });

  test('never leaves the project and never goes through a link', async () => {
    const outside = await sandbox({ secret: 'x' });
    const folder = await sandbox({ 'in/a': 'y' });
    symlinkSync(join(outside, 'secret'), join(folder, 'link'));
    symlinkSync(outside, join(folder, 'dir'));
    const { projects } = setUp();
    const { projectId } = await projects.open(folder, 'folder');
    const paths = [
      '../secret',
      join(outside, 'secret'),
      'link',
      'dir/secret',
      'in/../../x',
      'in',
      '',
      'a\0b',
      'missing',
      'in\\..\\..\\x',
    ];
    for (const path of paths) {
      await expect(projects.readText(projectId, path), path).rejects.toMatchObject(refusal('not_found'));
    }
  });
});

describe('what is remembered', () => {
  test('recent projects, the last one first, with their targets; and which are missing', async () => {
    const store = memoryStore();
    const a = await sandbox({ 'elba.toml': goodManifest });
    const b = await sandbox({ 'elba.toml': goodManifest.replace('json-tools', 'other') });
    const first = setUp(store);
    await first.projects.open(a, 'folder');
    const { projectId } = await first.projects.open(b, 'folder');
    first.projects.setChosen(projectId, [staging]);
    rmSync(a, { recursive: true });
    const recent = await setUp(store).projects.recent();
    expect(recent).toMatchObject([
      { folder: b, package: { name: 'other' }, registryIds: ['staging'], missing: false },
      { folder: a, package: { name: 'json-tools' }, registryIds: [], missing: true },
    ]);
  });

  test('targets are kept by project: nothing is preselected that was not chosen for it', async () => {
    const store = memoryStore();
    const a = await sandbox({ 'elba.toml': goodManifest });
    const b = await sandbox({ 'elba.toml': goodManifest });
    const first = setUp(store);
    first.projects.setChosen((await first.projects.open(a, 'folder')).projectId, [staging]);
    const second = setUp(store);
    expect(second.projects.chosen((await second.projects.open(a, 'folder')).projectId)).toEqual([staging]);
    expect(second.projects.chosen((await second.projects.open(b, 'folder')).projectId)).toEqual([]);
  });

  test('a project from the browser is known by its name, and is not listed', async () => {
    const store = memoryStore();
    const first = setUp(store);
    const a = await sandbox({ 'elba.toml': goodManifest });
    first.projects.setChosen((await first.projects.open(a, 'staged')).projectId, [staging]);
    const b = await sandbox({ 'elba.toml': goodManifest.replace('json-tools', 'JSON_tools') });
    const second = setUp(store);
    expect(second.projects.chosen((await second.projects.open(b, 'staged')).projectId)).toEqual([staging]);
    expect(await second.projects.recent()).toEqual([]);
  });

  test.each([[null], [{ recent: [{ folder: 1 }], chosen: [] }], ['x']])(
    'damaged memory (%j) is set aside, and an empty one begins',
    async (value) => {
      const store = memoryStore(value);
      const { projects } = setUp(store);
      expect(await projects.recent()).toEqual([]);
      expect(store.aside).toEqual([value]);
      const { projectId } = await projects.open(await sandbox({ 'elba.toml': goodManifest }), 'folder');
      expect(projects.chosen(projectId)).toEqual([]);
      expect(await projects.recent()).toHaveLength(1);
    },
  );

  test('a disk that refuses the list does not keep a project from opening', async () => {
    const broken: DocumentStore = {
      read: () => undefined,
      setAside: () => undefined,
      write: () => {
        throw new Error('no room');
      },
    };
    const { projects, logged } = setUp(broken);
    expect((await projects.open(await sandbox({ 'elba.toml': goodManifest }), 'folder')).state).toBe('ready');
    expect(logged).toHaveLength(1);
  });
});

describe('closing', () => {
  test('disposes of a staged folder once and forgets the id', async () => {
    const folder = await sandbox({ 'inner/elba.toml': goodManifest });
    const { projects } = setUp();
    const staged = join(folder, 'inner');
    const { projectId } = await projects.open(staged, 'staged', async () => rmSync(staged, { recursive: true }));
    await Promise.all([projects.close(projectId), projects.close(projectId)]);
    await expect(access(staged)).rejects.toThrow();
    await expect(projects.refresh(projectId)).rejects.toMatchObject(refusal('not_found'));
    await expect(projects.readText(projectId, 'elba.toml')).rejects.toMatchObject(refusal('not_found'));
  });

  test('stops a look that is under way', async () => {
    const folder = await sandbox({ 'elba.toml': goodManifest });
    for (let i = 0; i < 300; i += 1) mkdirSync(join(folder, `d${i}`));
    const { projects, emitted } = setUp();
    const { projectId } = await projects.open(folder, 'folder');
    const again = projects.refresh(projectId);
    const outcome = expect(again).rejects.toMatchObject(refusal('cancelled'));
    await projects.closeAll();
    await outcome;
    expect(emitted).toHaveLength(1);
  });
});
