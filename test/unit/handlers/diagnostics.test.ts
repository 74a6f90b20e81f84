import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { startFaultyRegistry } from '../../support/faultyRegistry.ts';
import { startTestApp, type TestApp } from '../../support/testHost.ts';

const TOKEN = 'a"token%+that\nnobody ünseen may see';
let folder: string;
let app: TestApp;

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'diagnostics-'));
  app = await startTestApp({ dataFolder: folder, homeFolder: folder });
});
afterEach(async () => {
  await app.close();
  await rm(folder, { recursive: true });
});

test('a report says how things stand, and names no token, registry, address or folder', async () => {
  const registry = await startFaultyRegistry({ tokens: [TOKEN] });
  const base = { colour: 'teal', family: 'auto', production: true, allowPlainHttp: false } as const;
  const index = `index+dir+${join(folder, 'secret-place')}`;
  const { id } = await app.call('registries.add', { ...base, name: 'Secret Corp', url: registry.url, index });
  await app.call('tokens.set', { registryId: id, token: TOKEN });
  await app.call('settings.set', {
    network: { proxy: { kind: 'url', url: 'http://proxy.secret.example:1' }, stallSeconds: 30 },
  });
  // A change of the network has every registry looked at again.
  await expect
    .poll(async () => (await app.call('app.diagnostics', undefined)).text)
    .toContain('registry 1, http:, index dir, family auto, production, reachable, packages, token saved, accepted');
  const { text } = await app.call('app.diagnostics', undefined);
  expect(text).toContain('network: proxy url, no extra certificates, gives up after 30 s');
  expect(text).toMatch(/versions: node \d+/);
  const { host } = new URL(registry.url);
  for (const word of ['Secret Corp', 'secret', host, folder, 'ünseen', id]) expect(text).not.toContain(word);
  const shared = await app.call('registries.exportFile', undefined);
  for (const word of ['ünseen', 'token', id]) expect(shared.text).not.toContain(word);
  await registry.close();
});

test('a program without anything has a report, too', async () => {
  expect((await app.call('app.diagnostics', undefined)).text).toContain('jobs: none');
});
