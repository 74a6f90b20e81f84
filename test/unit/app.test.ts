import { mkdir, mkdtemp, readdir, rm, stat, writeFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { RegistryProfile } from '../../shared/registry.ts';
import { SETTINGS_DEFAULTS } from '../../shared/settings.ts';
import { testKeychain } from '../support/testCipher.ts';
import { startTestApp, type TestApp, type TestHostOptions } from '../support/testHost.ts';

const EVERYTHING = { text: '', filter: { mine: false, hasYanked: false, prerelease: false }, offset: 0, limit: 200 };

let dataFolder: string;
let running: TestApp[];

beforeEach(async () => {
  dataFolder = await mkdtemp(join(tmpdir(), 'app-'));
  running = [];
});
afterEach(async () => {
  await Promise.all(running.map((app) => app.close()));
  await rm(dataFolder, { recursive: true, force: true });
});

async function start(more: Partial<TestHostOptions> = {}): Promise<TestApp> {
  const app = await startTestApp({ dataFolder, ...more });
  running.push(app);
  return app;
}

const staging: RegistryProfile = {
  name: 'Staging',
  colour: 'orange',
  url: 'http://127.0.0.1:9',
  index: '',
  family: 'auto',
  production: false,
  allowPlainHttp: false,
};
const localOf = async (app: TestApp) => {
  const { registries } = await app.call('app.snapshot', undefined);
  const local = registries.find(({ embedded }) => embedded);
  if (local === undefined) throw new Error('the local registry is not in the list');
  return local;
};

describe('the first picture', () => {
  test('of an empty data folder has the defaults, and says how tokens are kept', async () => {
    const app = await start();
    expect(await app.call('app.snapshot', undefined)).toMatchObject({
      info: { version: '0.0.0-test', host: 'web', folders: 'path' },
      tokenStorage: { way: 'memory', chosen: false, noKeychain: 'The test has no keychain.' },
      settings: SETTINGS_DEFAULTS,
      registries: [],
      jobs: [],
      localRegistry: { state: 'stopped', users: [] },
      unknownOutcomes: 0,
      opened: null,
    });
  });

  test('has what was set before', async () => {
    const first = await start();
    expect(await first.call('settings.set', { theme: 'dark' })).toEqual({ ...SETTINGS_DEFAULTS, theme: 'dark' });
    const added = await first.call('registries.add', staging);
    await first.close();
    const second = await start();
    const snapshot = await second.call('app.snapshot', undefined);
    expect(snapshot.settings.theme).toBe('dark');
    expect(snapshot.registries).toMatchObject([{ id: added.id, name: 'Staging' }]);
  });

  test('comes up with broken documents, which are kept', async () => {
    for (const name of ['settings', 'registries', 'vault', 'projects', 'local-registry']) {
      await writeFile(join(dataFolder, `${name}.json`), '{"v":1, broken');
    }
    await writeFile(join(dataFolder, 'activity.jsonl'), '{"v":1,"row":"started","entr');
    const app = await start();
    expect((await app.call('app.snapshot', undefined)).registries).toEqual([]);
    expect(await app.call('projects.recent', undefined)).toEqual([]);
    const kept = (await readdir(dataFolder)).filter((name) => /\.\d{8}-\d{6}\.json$/.test(name));
    expect(kept).toHaveLength(5);
    expect((await app.call('activity.list', { offset: 0, limit: 10 })).damaged).toBe(1);
  });
});

describe('registries', () => {
  test('one that was added is looked at without being asked, and told as offline with the reason', async () => {
    const app = await start();
    const added = await app.call('registries.add', staging);
    await expect
      .poll(async () => (await app.call('app.snapshot', undefined)).registries[0]?.status)
      .toMatchObject({ kind: 'offline', error: { code: 'unreachable' } });
    expect(app.heard.some(({ name }) => name === 'registries.changed')).toBe(true);
    await app.call('registries.remove', { registryId: added.id });
    await expect(app.call('registries.check', { registryId: added.id })).rejects.toMatchObject({
      error: { code: 'not_found' },
    });
  });

  test('at the start each is looked at, and a slow one does not hold anything up', async () => {
    const server = createServer(() => {}).listen(0, '127.0.0.1');
    await new Promise((resolve) => server.once('listening', resolve));
    const address = server.address();
    const port = typeof address === 'object' ? address?.port : 0;
    try {
      const first = await start();
      await first.call('registries.add', { ...staging, url: `http://127.0.0.1:${port}` });
      await first.call('registries.add', { ...staging, name: 'Other', index: `index+dir+${dataFolder}` });
      await first.close();
      const second = await start();
      await expect
        .poll(async () => (await second.call('app.snapshot', undefined)).registries.map(({ status }) => status.kind))
        .toEqual(['checking', 'offline']);
      await second.close();
    } finally {
      server.closeAllConnections();
      server.close();
    }
  });

  test('a token for a registry that is not there is saved, untested, and the test says why it could not be done', async () => {
    const app = await start();
    const { id } = await app.call('registries.add', staging);
    const saved = await app.call('tokens.set', { registryId: id, token: 'abcd-efgh-ijkl' });
    expect(saved.token).toMatchObject({ kind: 'saved', test: 'untested' });
    await expect(app.call('tokens.test', { registryId: id })).rejects.toMatchObject({ error: { code: 'unreachable' } });
    const removed = await app.call('tokens.remove', { registryId: id });
    expect(removed.token).toEqual({ kind: 'none' });
    await expect(app.call('tokens.test', { registryId: id })).rejects.toMatchObject({
      error: { code: 'token_missing' },
    });
    expect((await app.call('app.snapshot', undefined)).unknownOutcomes).toBe(0);
  });

  test('a token needs an address to go to', async () => {
    const app = await start();
    const { id } = await app.call('registries.add', { ...staging, url: '', index: 'index+dir+/index' });
    const set = app.call('tokens.set', { registryId: id, token: 'abcd-efgh' });
    await expect(set).rejects.toMatchObject({
      error: { code: 'invalid_input', message: expect.stringContaining('no URL') },
    });
  });
});

describe('the local registry', () => {
  test('starts with an account and a token that it accepts, is reachable, and counts what it holds', async () => {
    const app = await start();
    const state = await app.call('localRegistry.start', undefined);
    expect(state).toMatchObject({ state: 'running', users: [{ name: 'you', active: true }], packages: 0 });
    const local = await localOf(app);
    expect(local).toMatchObject({ name: 'Local', url: state.url, index: state.index, token: { kind: 'saved' } });
    const tested = await app.call('tokens.test', { registryId: local.id });
    expect(tested.token).toMatchObject({ kind: 'saved', test: 'accepted' });
    await expect.poll(async () => (await localOf(app)).status).toMatchObject({ kind: 'reachable', family: 'packages' });
    expect((await app.call('app.snapshot', undefined)).settings.localRegistryPort).toBe(state.port);
    expect((await app.call('packages.query', { registryId: local.id, ...EVERYTHING })).rows).toEqual([]);
    const { entries } = await app.call('activity.list', { offset: 0, limit: 10 });
    expect(entries).toMatchObject([{ action: 'test_token', outcome: { kind: 'token_accepted' } }]);
  });

  test('runs again in the next run on the same port, with a token that works, in memory or in a keychain', async () => {
    for (const cipher of [undefined, testKeychain()]) {
      const more = cipher === undefined ? {} : { cipher };
      const first = await start(more);
      const { port } = await first.call('localRegistry.start', undefined);
      await first.close();
      const second = await start(more);
      await expect
        .poll(async () => (await second.call('app.snapshot', undefined)).localRegistry)
        .toMatchObject({ state: 'running', port });
      const { id } = await localOf(second);
      expect((await second.call('tokens.test', { registryId: id })).token).toMatchObject({ test: 'accepted' });
      await second.close();
    }
  });

  test('that was stopped stays so in the next run, and its entry says what to do', async () => {
    const first = await start();
    await first.call('localRegistry.start', undefined);
    const { id } = await localOf(first);
    await expect(first.call('registries.remove', { registryId: id })).rejects.toMatchObject({
      error: { code: 'busy' },
    });
    await first.call('localRegistry.stop', undefined);
    expect((await localOf(first)).status).toMatchObject({ kind: 'offline' });
    await first.close();
    const second = await start();
    expect((await second.call('app.snapshot', undefined)).localRegistry.state).toBe('stopped');
    await second.call('registries.remove', { registryId: id });
    expect((await second.call('app.snapshot', undefined)).registries).toEqual([]);
  });

  test('a wrong token is kept and said to be rejected; acting as an account puts a good one in its place', async () => {
    const app = await start();
    await app.call('localRegistry.start', undefined);
    const { id } = await localOf(app);
    const wrong = await app.call('tokens.set', { registryId: id, token: 'wrong "token" %41+' });
    expect(wrong.token).toMatchObject({ kind: 'saved', test: 'rejected' });
    const state = await app.call('localRegistry.addUser', { name: 'alice' });
    const alice = state.users.find(({ name }) => name === 'alice');
    await app.call('localRegistry.actAs', { userId: alice?.id ?? -1 });
    expect((await app.call('tokens.test', { registryId: id })).token).toMatchObject({ test: 'accepted' });
    expect(app.everything()).not.toContain('wrong "token"');
    expect(app.everything()).not.toContain('%41');
  });

  test('a port that another program holds is in its state, and the program goes on', async () => {
    const other = createServer().listen(0, '127.0.0.1');
    await new Promise((resolve) => other.once('listening', resolve));
    const address = other.address();
    try {
      const app = await start();
      const port = typeof address === 'object' ? (address?.port ?? 0) : 0;
      await app.call('settings.set', { localRegistryPort: port });
      expect(await app.call('localRegistry.start', undefined)).toMatchObject({
        state: 'failed',
        error: { code: 'port_in_use' },
      });
      await app.call('settings.set', { localRegistryPort: 0 });
      expect(await app.call('localRegistry.start', undefined)).toMatchObject({ state: 'running' });
    } finally {
      other.close();
    }
  });
});

describe('folders', () => {
  let project: string;
  beforeEach(async () => {
    project = join(dataFolder, 'project');
    await mkdir(project);
    await writeFile(join(project, 'elba.toml'), '[package]\nname = "acme/tools"\nversion = "1.0.0"\nauthors = []\n');
  });

  test('one of the command line is opened, told, and in the first picture until it is closed', async () => {
    const app = await start({ folders: 'staging' });
    const { projectId } = await app.openFolder(project);
    expect(app.heard.find(({ name }) => name === 'project.opened')?.payload).toMatchObject({ projectId });
    expect((await app.call('app.snapshot', undefined)).opened).toBe(projectId);
    await app.call('projects.close', { projectId });
    expect((await app.call('app.snapshot', undefined)).opened).toBeNull();
  });

  test('a page that is not given paths cannot open one', async () => {
    const app = await start({ folders: 'staging' });
    await expect(app.call('projects.open', { kind: 'path', path: project })).rejects.toMatchObject({
      error: { code: 'not_supported_here' },
    });
    const windowed = await start({ folders: 'path', chooseFolder: async () => project });
    expect((await windowed.call('projects.open', { kind: 'path', path: project })).package?.name).toBe('tools');
    expect((await windowed.call('projects.choose', undefined))?.package?.name).toBe('tools');
  });

  test('what came in file by file is a project, and gone when it is closed or the program ends', async () => {
    const app = await start({ folders: 'staging' });
    const bring = async () => {
      const stagingId = await app.staging.begin();
      const text = '[package]\nname = "acme/dropped"\nversion = "1.0.0"\nauthors = []\n';
      await app.staging.write(
        stagingId,
        'dropped/elba.toml',
        (async function* () {
          yield Buffer.from(text);
        })(),
      );
      return app.call('projects.open', { kind: 'staging', stagingId });
    };
    const report = await bring();
    expect(report).toMatchObject({ origin: 'staged', package: { name: 'dropped' } });
    await app.call('projects.close', { projectId: report.projectId });
    await bring();
    await app.close();
    await expect(stat(join(dataFolder, 'staging'))).rejects.toThrow(/ENOENT/);
  });

  test('what a killed run left of it is removed at the next start', async () => {
    await mkdir(join(dataFolder, 'staging', 'old', 'x'), { recursive: true });
    await mkdir(join(dataFolder, 'archives', 'old'), { recursive: true });
    await start();
    await expect.poll(() => readdir(join(dataFolder, 'staging'))).toEqual([]);
    await expect.poll(() => readdir(join(dataFolder, 'archives'))).toEqual([]);
  });
});

test('links: https goes to the host, everything else is refused', async () => {
  const app = await start();
  await app.call('app.openLink', { url: 'https://example.org/a b' });
  expect(app.host.links).toEqual(['https://example.org/a%20b']);
  for (const url of [
    'http://example.org',
    'file:///etc/passwd',
    'javascript:alert(1)',
    'https://me:secret@example.org',
  ]) {
    await expect(app.call('app.openLink', { url })).rejects.toMatchObject({ error: { code: 'invalid_input' } });
  }
  expect(app.host.links).toHaveLength(1);
});

test('a problem of the page is one line of the log, without any token', async () => {
  const app = await start();
  const { id } = await app.call('registries.add', staging);
  await app.call('tokens.set', { registryId: id, token: 'abcd "efgh" %41+' });
  await app.call('app.reportProblem', {
    message: 'It broke',
    stack: 'Error: abcd "efgh" %41+\n    at fake\n2026 forged',
  });
  const line = app.host.logged.find((some) => some.includes('page reported'));
  expect(line).toBe('The page reported a problem: Error: •••• | at fake | 2026 forged');
});

test('a listener that throws is logged, and the others hear all the same', async () => {
  const app = await start();
  app.onEvent(() => {
    throw new Error('deaf');
  });
  const heard: string[] = [];
  const stop = app.onEvent((name) => heard.push(name));
  await app.call('settings.set', { theme: 'light' });
  stop();
  await app.call('settings.set', { theme: 'dark' });
  expect(heard.filter((name) => name === 'settings.changed')).toHaveLength(1);
  expect(app.host.logged.join()).toContain('deaf');
});
