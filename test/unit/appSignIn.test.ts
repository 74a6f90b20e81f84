import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import type { SignInRequest } from '../../main/host.ts';
import type { RegistryId } from '../../shared/ids.ts';
import { type LoginServer, startLoginServer } from '../support/loginServer.ts';
import { readAllFiles, startTestApp, type TestApp } from '../support/testHost.ts';

let folder: string;
let apps: TestApp[];

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'sign-in-'));
  apps = [];
});
afterEach(async () => {
  for (const app of apps) await app.close();
  await rm(folder, { recursive: true, force: true });
});

async function start(options: Partial<Parameters<typeof startTestApp>[0]> = {}): Promise<TestApp> {
  const app = await startTestApp({ dataFolder: folder, ...options });
  apps.push(app);
  return app;
}
const tokensOf = async (app: TestApp, registryId: RegistryId) =>
  (await app.call('app.snapshot', undefined)).registries.find(({ id }) => id === registryId)?.tokens ?? [];

test('with the local registry a session of its own account makes, lists, tests and deletes tokens', async () => {
  const app = await start();
  const { registryId } = await app.call('localRegistry.start', undefined);
  if (registryId === undefined) throw new Error('The local registry has no profile.');
  expect(await app.call('account.state', { registryId })).toEqual({ kind: 'signed_out', ways: ['here'] });
  const before = await app.call('account.signIn', { registryId });
  expect(before).toMatchObject({ kind: 'signed_in', name: 'you', tokens: [{}] });
  const after = await app.call('account.createToken', { registryId, name: 'CI' });
  if (after.kind !== 'signed_in') throw new Error('Nobody is signed in.');
  expect(after.tokens).toHaveLength(2);
  const made = after.tokens.find(({ savedAs }) => savedAs === 'CI');
  const saved = (await tokensOf(app, registryId)).find(({ name }) => name === 'CI');
  await app.call('tokens.test', { registryId, tokenId: saved?.id });
  expect((await tokensOf(app, registryId)).find(({ name }) => name === 'CI')?.test).toBe('accepted');
  await app.call('account.deleteToken', { registryId, remoteId: made?.id ?? 0 });
  expect((await tokensOf(app, registryId)).map(({ name }) => name)).toEqual(['Token']);
  expect(await app.call('account.signOut', { registryId })).toMatchObject({ kind: 'signed_out' });
  await expect(app.call('account.createToken', { registryId, name: 'more' })).rejects.toMatchObject({
    error: { code: 'signed_out' },
  });
});

async function withServer(use: (server: LoginServer) => Promise<void>): Promise<void> {
  const server = await startLoginServer();
  try {
    await use(server);
  } finally {
    await server.close();
  }
}

const profile = (url: string) => ({
  name: 'Elsewhere',
  colour: 'teal' as const,
  url,
  index: '',
  family: 'packages' as const,
  production: false,
  allowPlainHttp: false,
});

test('the cookie of a window makes a token that goes into the vault, and neither is told to anybody', () =>
  withServer(async (server) => {
    const asked: SignInRequest[] = [];
    const signIn = async (request: SignInRequest) => {
      asked.push(request);
      return 'cookie-of-alice';
    };
    const app = await start({ signIn });
    const { id: registryId } = await app.call('registries.add', profile(server.registry));
    expect(await app.call('account.state', { registryId })).toEqual({
      kind: 'signed_out',
      ways: ['window', 'browser'],
    });
    await app.call('account.signIn', { registryId });
    expect(asked.map(({ url }) => url)).toEqual([`${server.registry}/api/v1/users/login/oauth`]);
    await app.call('account.createToken', { registryId, name: 'me' });
    const [token = ''] = server.tokens.values();
    expect((await tokensOf(app, registryId)).map(({ name, active }) => [name, active])).toEqual([['me', true]]);
    const everything = app.everything() + (await readAllFiles(folder)).map(({ text }) => text).join('');
    for (const secret of [token, 'cookie-of-alice', 'made....xxxx']) expect(everything).not.toContain(secret);
    expect([...server.cookies]).toEqual(['user_token=cookie-of-alice']);
  }));

test('a session is good for the address that it was opened at, and for no other', () =>
  withServer(async (server) => {
    await withServer(async (other) => {
      const app = await start({ signIn: async () => 'cookie-of-alice' });
      const { id: registryId } = await app.call('registries.add', profile(server.registry));
      await app.call('account.signIn', { registryId });
      await app.call('registries.update', { registryId, profile: profile(other.registry) });
      expect(await app.call('account.state', { registryId })).toMatchObject({ kind: 'signed_out' });
      expect([...other.cookies]).toEqual([]);
    });
  }));

test('a window that was closed, a cookie that nobody knows and a host without windows leave one signed out', () =>
  withServer(async (server) => {
    let cookie: string | null = null;
    const app = await start({ signIn: async () => cookie });
    const { id: registryId } = await app.call('registries.add', profile(server.registry));
    expect(await app.call('account.signIn', { registryId })).toMatchObject({ kind: 'signed_out' });
    cookie = 'made-up';
    expect(await app.call('account.signIn', { registryId })).toMatchObject({ kind: 'signed_out' });
  }));

test('a host without windows offers the browser, and a registry without accounts nothing', async () => {
  const app = await start();
  const { id: registryId } = await app.call('registries.add', profile('https://elsewhere.invalid'));
  expect(await app.call('account.state', { registryId })).toEqual({ kind: 'signed_out', ways: ['browser'] });
  await app.call('account.openLogin', { registryId });
  expect(app.host.links).toEqual(['https://elsewhere.invalid/api/v1/users/login/oauth']);
  await expect(app.call('account.signIn', { registryId })).rejects.toMatchObject({
    error: { code: 'not_supported_here' },
  });
  const documented = { ...profile('https://guide.invalid'), name: 'Guide', family: 'documented' as const };
  const guide = await app.call('registries.add', documented);
  expect(await app.call('account.state', { registryId: guide.id })).toEqual({ kind: 'none' });
});

test('a token that could not be saved is deleted there again', () =>
  withServer(async (server) => {
    const app = await start({ signIn: async () => 'cookie-of-alice' });
    const { id: registryId } = await app.call('registries.add', profile(server.registry));
    await app.call('account.signIn', { registryId });
    await app.call('tokens.move', { way: 'passphrase', passphrase: 'long enough to keep', unreadable: 'ask' });
    await app.call('tokens.lock', undefined);
    const creating = app.call('account.createToken', { registryId, name: 'me' }).catch((thrown: unknown) => thrown);
    await expect.poll(() => server.tokens.size).toBe(1);
    await expect.poll(async () => (await app.call('app.snapshot', undefined)).tokenStorage.wantedBy).toBe(registryId);
    await app.call('tokens.giveUp', undefined);
    expect(await creating).toMatchObject({ error: { code: 'token_locked' } });
    expect(server.tokens.size).toBe(0);
  }));
