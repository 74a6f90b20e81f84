import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { createServer } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { create } from 'tar';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { type FaultyRegistry, startFaultyRegistry } from '../support/faultyRegistry.ts';
import { indexLine, writeIndex } from '../support/indexFolder.ts';
import { startProxy, type TestProxy } from '../support/proxy.ts';
import { startTestApp, type TestApp } from '../support/testHost.ts';

const TOKEN = 'through-a-proxy';
const base = { colour: 'teal', index: '', family: 'auto', production: false, allowPlainHttp: true } as const;
const NO_FILTER = { mine: false, hasYanked: false, prerelease: false };
let folder: string;
let registry: FaultyRegistry;
let proxy: TestProxy;
let app: TestApp;

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'app-network-'));
  registry = await startFaultyRegistry({ tokens: [TOKEN] });
  proxy = await startProxy(Number(new URL(registry.url).port));
  app = await startTestApp({ dataFolder: folder, homeFolder: folder, proxyFor: async () => proxy.url });
});
afterEach(async () => {
  await app.close();
  await proxy.close();
  await registry.close();
  await rm(folder, { recursive: true, force: true });
});

const seen = (): string[] => proxy.asked.map((line) => line.replace(/\?.*/, '').replace(/nobody-\w+/, 'nobody'));

test('looking, checking and testing a token go through the proxy that the system says', async () => {
  const url = 'http://registry.corp.example';
  const report = await app.call('registries.look', { lookId: 'l', address: url, allowPlainHttp: true });
  expect(report).toMatchObject({ family: 'packages' });
  expect(report.findings.find(({ id }) => id === 'proxy')?.text).toContain(new URL(proxy.url).host);
  const { id } = await app.call('registries.add', { ...base, name: 'Corp', url });
  const saved = await app.call('tokens.set', { registryId: id, token: TOKEN });
  expect(saved.token).toMatchObject({ kind: 'saved', test: 'accepted' });
  expect(seen()).toContain(`GET ${url}/api/v1/packages/groups`);
  expect(seen()).toContain(`PATCH ${url}/api/v1/packages/nobody/nothing/0.0.0/yank`);
  expect(app.everything()).not.toContain(TOKEN);
});

test('a registry that wants none is not asked through it, and a change of the settings counts at once', async () => {
  const url = 'http://registry.corp.example';
  const network = { proxy: { kind: 'none' } } as const;
  const { id } = await app.call('registries.add', { ...base, name: 'Corp', url, network });
  expect((await app.call('registries.check', { registryId: id })).status).toMatchObject({ kind: 'offline' });
  expect(proxy.asked).toEqual([]);
  const other = await app.call('registries.add', { ...base, name: 'Other', url: 'http://other.corp.example' });
  // The look that adding begins is over before the settings change.
  await app.call('registries.check', { registryId: other.id });
  await app.call('settings.set', { network: { proxy: { kind: 'none' }, stallSeconds: 30 } });
  proxy.asked.splice(0);
  // Nobody has to ask: what was reachable through the proxy is looked at again.
  const statusOf = async () =>
    (await app.call('app.snapshot', undefined)).registries.find((one) => one.id === other.id)?.status.kind;
  await expect.poll(statusOf).toBe('offline');
  expect(proxy.asked).toEqual([]);
});

test('a packed index is downloaded through it as well', async () => {
  await writeIndex(join(folder, 'index'), [indexLine('alice/pretty', '1.0.0')]);
  await create({ cwd: join(folder, 'index'), file: join(folder, 'index.tar.gz'), gzip: true }, ['index.toml', 'alice']);
  const packed = await readFile(join(folder, 'index.tar.gz'));
  const server = createServer((_, response) => response.end(packed));
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  const own = await startProxy(typeof address === 'object' && address !== null ? address.port : 0);
  const index = 'index+tar+http://files.corp.example/index.tar.gz';
  const network = { proxy: { kind: 'url', url: own.url } } as const;
  const { id } = await app.call('registries.add', { ...base, name: 'Packed', url: '', index, network });
  await expect
    .poll(async () => {
      const asked = { registryId: id, text: '', filter: NO_FILTER, offset: 0, limit: 10 };
      const page = await app.call('packages.query', asked).catch(() => null);
      return page?.rows.map(({ group, name }) => `${group}/${name}`);
    })
    .toEqual(['alice/pretty']);
  expect(own.asked[0]).toBe('GET http://files.corp.example/index.tar.gz');
  await own.close();
  server.close();
});

test('the system’s proxy is told without its password', async () => {
  const other = join(folder, 'other');
  const behind = await startTestApp({ dataFolder: other, proxyFor: async () => 'http://me:secret@proxy.example:3128' });
  expect(await behind.call('network.systemProxy', undefined)).toEqual({ proxy: 'http://proxy.example:3128' });
  await behind.close();
});
