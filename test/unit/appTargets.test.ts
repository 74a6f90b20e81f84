import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import type { ProjectId, RegistryId } from '../../shared/ids.ts';
import { Job } from '../../shared/job.ts';
import { TargetsChanged } from '../../shared/targets.ts';
import { startTestApp, type TestApp } from '../support/testHost.ts';

let base: string;
let app: TestApp;
let local: RegistryId;

beforeEach(async () => {
  base = await mkdtemp(join(tmpdir(), 'app-targets-'));
  await mkdir(join(base, 'data'));
  app = await startTestApp({ dataFolder: join(base, 'data') });
  const { registryId } = await app.call('localRegistry.start', undefined);
  if (registryId === undefined) throw new Error('the local registry has no entry in the list');
  local = registryId;
});
afterEach(async () => {
  await app.close();
  await rm(base, { recursive: true, force: true });
});

async function write(name: string, version: string, dependencies = ''): Promise<string> {
  const folder = join(base, name.replace('/', '_'));
  await mkdir(folder, { recursive: true });
  const manifest = `[package]\nname = "${name}"\nversion = "${version}"\nauthors = ["alice"]\n`;
  const rest = `\n[dependencies]\n${dependencies}\n[targets.lib]\npath = "."\nmods = ["Main"]\n`;
  await writeFile(join(folder, 'elba.toml'), manifest + rest);
  await writeFile(join(folder, 'Main.idr'), 'module Main\n');
  return folder;
}

const open = async (folder: string): Promise<ProjectId> =>
  (await app.call('projects.open', { kind: 'path', path: folder })).projectId;

async function state(projectId: ProjectId) {
  const [first] = await app.call('publish.targets', { projectId });
  if (first?.state !== 'checking') return first;
  const told = () =>
    app.heard
      .filter(({ name }) => name === 'targets.changed')
      .map(({ payload }) => TargetsChanged.parse(payload))
      .findLast((change) => change.projectId === projectId)
      ?.targets.find(({ registryId }) => registryId === local);
  await expect
    .poll(() => told()?.state, { timeout: 10_000 })
    .toSatisfy((now) => now !== undefined && now !== 'checking');
  return told();
}

async function publish(projectId: ProjectId): Promise<void> {
  const { sha256 } = await app.call('publish.prepare', { projectId });
  const id = await app.call('publish.start', { projectId, archiveSha256: sha256, registryIds: [local] });
  const last = () =>
    app.heard
      .filter(({ name }) => name === 'jobs.changed')
      .map(({ payload }) => Job.parse(payload))
      .findLast((job) => job.id === id)?.state;
  await expect.poll(last, { timeout: 15_000 }).toBe('done');
}

test('a dependency that the registry lacks blocks and is refused at the start; once it is there the state turns by itself', async () => {
  const needing = await open(await write('acme/app', '1.0.0', '"acme/json" = "1.0.0"'));
  expect(await state(needing)).toMatchObject({
    state: 'blocked',
    checks: [{ id: 'target.dependency-missing:acme/json', severity: 'error', registryIds: [local] }],
  });
  const { sha256 } = await app.call('publish.prepare', { projectId: needing });
  const start = app.call('publish.start', { projectId: needing, archiveSha256: sha256, registryIds: [local] });
  await expect(start).rejects.toMatchObject({ error: { code: 'checks_failed' } });
  expect((await app.call('activity.list', { offset: 0, limit: 10 })).entries).toEqual([]);

  await publish(await open(await write('acme/json', '1.2.0')));
  await expect.poll(async () => (await state(needing))?.state, { timeout: 10_000 }).toBe('ready');
  await publish(needing);
});

test('what was just published is the same, and blocked once its contents differ', async () => {
  const folder = await write('acme/json', '1.0.0');
  const projectId = await open(folder);
  expect(await state(projectId)).toMatchObject({ state: 'ready', latest: null });
  await publish(projectId);
  await app.call('publish.prepare', { projectId });
  await expect.poll(async () => (await state(projectId))?.state, { timeout: 10_000 }).toBe('same');
  expect(await state(projectId)).toMatchObject({ latest: { version: '1.0.0', yanked: false } });

  await writeFile(join(folder, 'Main.idr'), 'module Main -- changed\n');
  await app.call('projects.refresh', { projectId });
  await app.call('publish.prepare', { projectId });
  expect(await state(projectId)).toMatchObject({ state: 'blocked', checks: [{ id: 'target.version-exists' }] });
});

test('a git dependency gets the constraint that this registry could resolve', async () => {
  await publish(await open(await write('acme/json', '1.2.0')));
  const projectId = await open(await write('acme/app', '1.0.0', '"Acme/JSON" = { git = "https://host.example/json" }'));
  const found = await state(projectId);
  expect(found?.checks).toMatchObject([{ suggestion: { name: 'acme/json', constraint: '1.2.0' } }]);
});

test('another account is told whose group and whose package it is, and nothing of a free group', async () => {
  await publish(await open(await write('acme/json', '1.0.0')));
  const { users } = await app.call('localRegistry.addUser', { name: 'bob' });
  await app.call('localRegistry.actAs', { userId: users.find(({ name }) => name === 'bob')?.id ?? -1 });
  const inGroup = await state(await open(await write('acme/other', '1.0.0')));
  expect(inGroup?.checks).toMatchObject([{ id: 'target.group', severity: 'warning' }]);
  const next = await state(await open(await write('acme/json', '1.1.0')));
  expect(next?.checks).toMatchObject([{ id: 'target.owner', severity: 'warning' }]);
  const free = await state(await open(await write('other/thing', '1.0.0')));
  expect(free?.checks).toEqual([]);
});

test('a registry that does not run is unreachable, and ready when it runs', async () => {
  await app.call('localRegistry.stop', undefined);
  const added = await app.call('registries.add', {
    name: 'Nobody',
    colour: 'teal',
    url: 'http://127.0.0.1:1',
    index: '',
    family: 'packages',
    production: false,
    allowPlainHttp: false,
  });
  const projectId = await open(await write('acme/json', '1.0.0'));
  await app.call('publish.targets', { projectId });
  const row = async () =>
    (await app.call('publish.targets', { projectId })).find(({ registryId }) => registryId === added.id);
  await expect.poll(async () => (await row())?.state, { timeout: 10_000 }).toBe('unreachable');
  expect((await row())?.checks.map(({ id }) => id)).toEqual(['target.token-none', 'target.unasked']);
});

test('a new version is compared with the published one, file by file and line by line', async () => {
  const folder = await write('acme/json', '1.0.0');
  const projectId = await open(folder);
  expect(await app.call('publish.changes', { projectId, registryId: local })).toMatchObject({ kind: 'first' });
  await publish(projectId);
  await write('acme/json', '1.1.0');
  await writeFile(join(folder, 'More.idr'), 'module More\n');
  await app.call('projects.refresh', { projectId });
  expect(await app.call('publish.changes', { projectId, registryId: local })).toMatchObject({
    kind: 'compared',
    base: { version: '1.0.0', yanked: false },
    added: [{ path: 'More.idr' }],
    removed: [],
    modified: [{ path: 'elba.toml' }],
    same: 1,
    manifest: [],
    findings: [],
  });
  const diff = await app.call('publish.fileChange', { projectId, registryId: local, path: 'elba.toml' });
  const lines = diff.kind === 'hunks' ? diff.hunks.flatMap((hunk) => hunk.lines) : [];
  expect(lines.filter(({ kind }) => kind !== 'same').map(({ text }) => text)).toEqual([
    'version = "1.0.0"',
    'version = "1.1.0"',
  ]);
});

test('the command for a shell names the registry and holds no token', async () => {
  const projectId = await open(await write('acme/json', '1.0.0'));
  const { url } = await app.call('localRegistry.start', undefined);
  const { command, file } = await app.call('publish.curl', { projectId, registryId: local });
  expect(file).toBe('acme_json-1.0.0.tar.gz');
  expect(command).toContain(`'${url}/api/v1/packages/acme/json/1.0.0/publish?token=TOKEN'`);
});
