import { appendFile, mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import * as z from 'zod';
import type { CallInput } from '../../shared/contract.ts';
import { EntryId, type JobId, type PackageRef, type RegistryId } from '../../shared/ids.ts';
import { Job } from '../../shared/job.ts';
import { testKeychain } from '../support/testCipher.ts';
import { readAllFiles, startTestApp, type TestApp, type TestHostOptions } from '../support/testHost.ts';

const EVERYTHING = { text: '', filter: { mine: false, hasYanked: false, prerelease: false }, offset: 0, limit: 200 };

const tools: PackageRef = { group: 'acme', name: 'json_tools' };

let base: string;
let dataFolder: string;
let running: TestApp[];

beforeEach(async () => {
  base = await mkdtemp(join(tmpdir(), 'app-publish-'));
  dataFolder = join(base, 'data');
  await mkdir(dataFolder);
  running = [];
});
afterEach(async () => {
  await Promise.all(running.map((app) => app.close()));
  await rm(base, { recursive: true, force: true });
});

async function start(more: Partial<TestHostOptions> = {}): Promise<TestApp> {
  const app = await startTestApp({ dataFolder, ...more });
  running.push(app);
  return app;
}

async function writeProject(version: string, manifestMore = ''): Promise<string> {
  const folder = join(base, 'project');
  await mkdir(join(folder, 'src'), { recursive: true });
  const manifest = `[package]\nname = "acme/json_tools"\nversion = "${version}"\nauthors = ["alice"]\ndescription = "JSON tools"\n${manifestMore}`;
  await writeFile(join(folder, 'elba.toml'), `${manifest}\n[targets.lib]\npath = "src"\nmods = ["Tools"]\n`);
  await writeFile(join(folder, 'src', 'Tools.idr'), 'module Tools\n');
  return folder;
}

async function startLocal(app: TestApp): Promise<RegistryId> {
  const { registryId } = await app.call('localRegistry.start', undefined);
  if (registryId === undefined) throw new Error('the local registry has no entry in the list');
  return registryId;
}

/** Waits until a job is over and gives it as it was told last. */
async function finished(app: TestApp, id: JobId): Promise<Job> {
  const last = (): Job | undefined => {
    const told = app.heard.filter(({ name }) => name === 'jobs.changed').map(({ payload }) => Job.parse(payload));
    return told.findLast((job) => job.id === id);
  };
  await expect.poll(() => last()?.state, { timeout: 15_000 }).not.toBe('running');
  return Job.parse(last());
}

const outcomesOf = (job: Job): (string | undefined)[] =>
  job.kind === 'publish' || job.kind === 'yank' ? job.targets.map(({ outcome }) => outcome?.kind) : [];

async function publish(app: TestApp, version: string, registryIds: RegistryId[]): Promise<Job> {
  const { projectId } = await app.call('projects.open', { kind: 'path', path: await writeProject(version) });
  const { sha256 } = await app.call('publish.prepare', { projectId });
  return finished(app, await app.call('publish.start', { projectId, archiveSha256: sha256, registryIds }));
}

async function yank(app: TestApp, request: Omit<CallInput<'versions.yank'>, 'package'>): Promise<Job> {
  return finished(app, await app.call('versions.yank', { package: tools, ...request }));
}

async function statesOf(app: TestApp, registryId: RegistryId) {
  const details = await app.call('packages.details', { registryId, package: tools, refresh: true });
  return Object.fromEntries(details.versions.map(({ version, yanked }) => [version, yanked]));
}

test('a folder is published to the local registry, listed, yanked and unyanked, and all of it is there in the next run', async () => {
  const app = await start();
  const local = await startLocal(app);
  expect(outcomesOf(await publish(app, '1.0.0', [local]))).toEqual(['published']);
  expect(outcomesOf(await publish(app, '1.1.0', [local]))).toEqual(['published']);

  const list = await app.call('packages.query', { registryId: local, ...EVERYTHING });
  expect(list.rows).toMatchObject([{ ...tools, latest: { version: '1.1.0', yanked: false } }]);
  const [summary] = await app.call('packages.summaries', { registryId: local, packages: [tools] });
  expect(summary?.description).toBe('JSON tools');
  await expect.poll(async () => (await app.call('app.snapshot', undefined)).localRegistry.packages).toBe(1);

  expect(outcomesOf(await yank(app, { registryId: local, versions: ['1.0.0'], yanked: true }))).toEqual(['yanked']);
  expect(await statesOf(app, local)).toEqual({ '1.0.0': true, '1.1.0': false });
  expect(outcomesOf(await yank(app, { registryId: local, versions: ['1.0.0'], yanked: false }))).toEqual(['unyanked']);
  expect(outcomesOf(await yank(app, { registryId: local, versions: ['1.1.0'], yanked: true }))).toEqual(['yanked']);
  await app.close();

  const again = await start();
  await expect.poll(async () => (await again.call('app.snapshot', undefined)).localRegistry.state).toBe('running');
  expect(await statesOf(again, local)).toEqual({ '1.0.0': false, '1.1.0': true });
  const { entries } = await again.call('activity.list', { offset: 0, limit: 50 });
  const writes = entries.filter(({ action }) => action !== 'test_token');
  expect(writes.map(({ action, version }) => `${action} ${version}`)).toEqual([
    'yank 1.1.0',
    'unyank 1.0.0',
    'yank 1.0.0',
    'publish 1.1.0',
    'publish 1.0.0',
  ]);
  expect((await again.call('app.snapshot', undefined)).unknownOutcomes).toBe(0);
  expect(outcomesOf(await publish(again, '1.2.0', [local]))).toEqual(['published']);
  const { projectId } = await again.call('projects.open', { kind: 'path', path: await writeProject('1.2.0') });
  expect(await again.call('publish.chosen', { projectId })).toEqual([local]);
});

test('the same version a second time is refused with the reason before anything is sent', async () => {
  const app = await start();
  const local = await startLocal(app);
  await publish(app, '1.0.0', [local]);
  await writeFile(join(base, 'project', 'src', 'Tools.idr'), 'module Tools -- changed\n');
  const folder = join(base, 'project');
  const { projectId } = await app.call('projects.open', { kind: 'path', path: folder });
  const { sha256 } = await app.call('publish.prepare', { projectId });
  const again = app.call('publish.start', { projectId, archiveSha256: sha256, registryIds: [local] });
  await expect(again).rejects.toMatchObject({ error: { code: 'checks_failed' } });
  await expect(again).rejects.toThrow(/is on Local already, with other contents/);
  const { entries } = await app.call('activity.list', { offset: 0, limit: 50 });
  expect(entries.filter(({ action }) => action === 'publish')).toHaveLength(1);
});

test('another account that does not own the package is refused', async () => {
  const app = await start();
  const local = await startLocal(app);
  await publish(app, '1.0.0', [local]);
  const { users } = await app.call('localRegistry.addUser', { name: 'bob' });
  await app.call('localRegistry.actAs', { userId: users.find(({ name }) => name === 'bob')?.id ?? -1 });
  const job = await yank(app, { registryId: local, versions: ['1.0.0'], yanked: true });
  expect(job.kind === 'yank' && job.targets[0]?.outcome).toMatchObject({
    kind: 'rejected',
    error: { code: 'not_owner' },
  });
  expect(await statesOf(app, local)).toEqual({ '1.0.0': false });
});

test('with tokens in memory no file, log, answer or event ever holds one', async () => {
  const app = await start();
  const local = await startLocal(app);
  const canary = 'ca"na%41ry+\\tok\nen/ü';
  await app.call('tokens.set', { registryId: local, token: canary });
  const refused = await publish(app, '1.0.0', [local]);
  expect(outcomesOf(refused)).not.toContain('published');
  await expect(app.call('tokens.test', { registryId: local })).resolves.toMatchObject({ token: { test: 'rejected' } });
  await app.call('app.reportProblem', { message: `saw ${canary}` });
  await app.close();
  const forms = [
    canary,
    encodeURIComponent(canary),
    encodeURI(canary),
    JSON.stringify(canary).slice(1, -1),
    new URLSearchParams({ t: canary }).toString().slice(2),
    'ca"na',
    'ca%22na',
    'ca\\"na',
  ];
  const everything = app.everything();
  const files = await readAllFiles(dataFolder);
  expect(files.length).toBeGreaterThan(3);
  for (const form of forms) {
    expect([form, everything.includes(form)]).toEqual([form, false]);
    const holding = files.filter(({ text }) => text.includes(Buffer.from(form, 'utf8').toString('latin1')));
    expect(holding.map(({ file }) => file)).toEqual([]);
  }
});

test('the token that the local registry made is in clear in no file, log, answer or event either', async () => {
  const keychain = testKeychain();
  const made: string[] = [];
  const watched = {
    ...keychain,
    encrypt: (text: string) => {
      made.push(z.object({ token: z.string() }).parse(JSON.parse(text)).token);
      return keychain.encrypt(text);
    },
  };
  const app = await start({ cipher: watched });
  const local = await startLocal(app);
  expect(outcomesOf(await publish(app, '1.0.0', [local]))).toEqual(['published']);
  await yank(app, { registryId: local, versions: ['1.0.0'], yanked: true });
  await app.close();
  expect(made).toHaveLength(1);
  const text = (await readAllFiles(dataFolder)).map((some) => some.text).join('\n') + app.everything();
  expect(made.some((token) => text.includes(token))).toBe(false);
});

test('a publish that a kill left without an end is looked up at the next start', async () => {
  const app = await start();
  const local = await startLocal(app);
  await publish(app, '1.0.0', [local]);
  const { entries } = await app.call('activity.list', { offset: 0, limit: 1 });
  await app.close();
  const { outcome: _, endedAt: __, ...started } = { ...entries[0], id: 'cut-off' };
  await appendFile(join(dataFolder, 'activity.jsonl'), `${JSON.stringify({ v: 1, row: 'started', entry: started })}\n`);
  const again = await start();
  const last = async () => (await again.call('activity.list', { offset: 0, limit: 1 })).entries[0];
  await expect.poll(last, { timeout: 10_000 }).toMatchObject({
    id: 'cut-off',
    outcome: { kind: 'published', confirmed: 'looked' },
  });
  await expect(again.call('activity.look', { entryId: EntryId.parse('absent') })).rejects.toMatchObject({
    error: { code: 'not_found' },
  });
});

test('archives are gone when their project is closed, and at the end', async () => {
  const app = await start();
  const { projectId } = await app.call('projects.open', { kind: 'path', path: await writeProject('1.0.0') });
  await app.call('publish.prepare', { projectId });
  const held = async () => (await readAllFiles(join(dataFolder, 'archives'))).length;
  expect(await held()).toBe(1);
  await app.call('projects.close', { projectId });
  expect(await held()).toBe(0);
  await app.close();
  await expect(readAllFiles(join(dataFolder, 'archives'))).rejects.toThrow(/ENOENT/);
  expect(await readFile(join(base, 'project', 'elba.toml'), 'utf8')).toContain('json_tools');
});

test('two published versions are looked into and compared; the downloads are gone at the end', async () => {
  const app = await start();
  const local = await startLocal(app);
  await publish(app, '1.0.0', [local]);
  await publish(app, '1.1.0', [local]);
  const about = { registryId: local, package: tools };

  const archive = await app.call('inspect.open', { ...about, version: '1.1.0' });
  expect(archive.files.map(({ path }) => path)).toEqual(['elba.toml', 'src/Tools.idr']);
  expect(archive).toMatchObject({ whole: true, findings: [], sha256: archive.indexSha256 });
  const read = await app.call('inspect.readText', { ...about, version: '1.1.0', path: 'src/Tools.idr' });
  expect(read.text).toBe('module Tools\n');
  const compared = await app.call('inspect.compare', { ...about, before: '1.0.0', after: '1.1.0' });
  expect(compared).toMatchObject({ modified: [{ path: 'elba.toml' }], added: [], removed: [], same: 1, manifest: [] });
  const line = { ...about, before: '1.0.0', after: '1.1.0', path: 'elba.toml' };
  expect(await app.call('inspect.fileChange', line)).toMatchObject({ kind: 'hunks' });

  const { index } = (await app.call('app.snapshot', undefined)).localRegistry;
  const profile = { name: 'Index alone', colour: 'gold', url: '', index, family: 'auto' } as const;
  const alone = await app.call('registries.add', { ...profile, production: false, allowPlainHttp: false });
  const same = await app.call('inspect.open', { ...about, registryId: alone.id, version: '1.1.0' });
  expect(same).toMatchObject({ sha256: archive.sha256, indexSha256: archive.sha256, fileCount: 2 });

  expect((await readdir(join(dataFolder, 'downloads'))).length).toBe(1);
  await app.close();
  await expect(readdir(join(dataFolder, 'downloads'))).rejects.toThrow('ENOENT');
});
