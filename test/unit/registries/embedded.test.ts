import { beforeEach, describe, expect, test } from 'vitest';
import { failure } from '../../../main/failure.ts';
import type { SecretCipher } from '../../../main/host.ts';
import { createEmbedded } from '../../../main/registries/embedded.ts';
import type { RunningRegistry } from '../../../main/registries/embeddedState.ts';
import { originOf } from '../../../main/registries/profileForm.ts';
import { createRegistries, type Registries } from '../../../main/registries/profiles.ts';
import { RegistryId } from '../../../shared/ids.ts';
import type { LocalRegistryState } from '../../../shared/registry.ts';
import type { Settings } from '../../../shared/settings.ts';
import { type MemoryDocument, memoryDocument } from '../../support/memoryDocument.ts';
import { noKeychain, testKeychain } from '../../support/testCipher.ts';
import { testVault } from '../../support/testVault.ts';

/** What a registry's folder holds, kept from run to run as a disk would. */
interface Disk {
  users: { id: number; name: string }[];
  tokens: Map<string, number>;
}

function openOn(disk: Disk, port: number): RunningRegistry {
  return {
    port,
    url: `http://127.0.0.1:${port}`,
    index: 'index+dir+/data/local-registry/index',
    users: () => disk.users,
    addUser: async (name) => {
      const user = { id: disk.users.length + 1, name };
      disk.users.push(user);
      return user;
    },
    createToken: async (userId) => {
      const token = `token-${userId}-${Math.random()}`;
      disk.tokens.set(token, userId);
      return token;
    },
    deleteTokensOf: async (userId) => {
      for (const [token, owner] of disk.tokens) if (owner === userId) disk.tokens.delete(token);
    },
    openSession: (userId) => `session-of-${userId}`,
    stats: () => ({ packages: 3, bytes: 4096 }),
    close: async () => {},
  };
}

interface Documents {
  embedded: MemoryDocument;
  registries: MemoryDocument;
  vault: MemoryDocument;
}

let disk: Disk;
let documents: Documents;
let port: number;
let idsMade: number;
let when: Settings['localRegistryStart'];

beforeEach(() => {
  disk = { users: [], tokens: new Map() };
  documents = { embedded: memoryDocument(), registries: memoryDocument(), vault: memoryDocument() };
  port = 0;
  idsMade = 0;
  when = 'as_left';
});

/** One run of the program over what the runs before it left. */
function run(cipher: SecretCipher = noKeychain, open?: (port: number) => Promise<RunningRegistry>) {
  const told: LocalRegistryState[] = [];
  const vault = testVault({ cipher: async () => cipher, document: documents.vault });
  const registries: Registries = createRegistries({
    document: documents.registries,
    vault,
    newId: () => {
      idsMade += 1;
      return RegistryId.parse(`id-${idsMade}`);
    },
    emit: () => {},
    forget: () => {},
  });
  const started: RegistryId[] = [];
  const wiped: RegistryId[] = [];
  const embedded = createEmbedded({
    open: (options) => (open ?? (async (asked) => openOn(disk, asked === 0 ? 6480 : asked)))(options.port),
    folder: '/data/local-registry',
    document: documents.embedded,
    port: {
      get: () => port,
      keep: (found) => {
        port = found;
      },
    },
    registries,
    vault,
    startsWithProgram: () => when,
    wipe: async () => {
      disk = { users: [], tokens: new Map() };
    },
    wiped: (id) => wiped.push(id),
    now: () => new Date(),
    emit: (state) => told.push(state),
    log: () => {},
    started: (id) => started.push(id),
  });
  const local = () => {
    const found = registries.list().find((registry) => registry.embedded);
    if (found === undefined) throw new Error('the local registry is not in the list');
    return found;
  };
  const tokenInVault = () => vault.use(local().id, originOf(local().url), async (token) => token);
  return { embedded, registries, vault, told, started, wiped, local, tokenInVault };
}

describe('the first start', () => {
  test('makes the account you, its profile and a token that the registry knows', async () => {
    const { embedded, told, local, tokenInVault, started } = run();
    expect(embedded.state()).toMatchObject({ state: 'stopped', users: [], port: 0 });
    const state = await embedded.start();
    expect(state).toMatchObject({
      state: 'running',
      url: 'http://127.0.0.1:6480',
      port: 6480,
      index: 'index+dir+/data/local-registry/index',
      users: [{ id: 1, name: 'you', active: true }],
      packages: 3,
      bytes: 4096,
    });
    expect(told.map((some) => some.state)).toEqual(['starting', 'running']);
    expect(local()).toMatchObject({
      id: state.registryId,
      name: 'Local',
      colour: 'graphite',
      token: { kind: 'saved' },
    });
    expect(disk.tokens.get(await tokenInVault())).toBe(1);
    expect(started).toEqual([local().id]);
  });

  test('keeps the port that was found, for the next runs', async () => {
    await run().embedded.start();
    expect(port).toBe(6480);
  });

  test('asked for twice at once happens once', async () => {
    const { embedded } = run();
    await Promise.all([embedded.start(), embedded.start()]);
    expect(disk.users).toHaveLength(1);
    expect(disk.tokens.size).toBe(1);
  });
});

describe('the next run', () => {
  test('starts it again if it was on, and not if it was stopped', async () => {
    const first = run();
    await first.embedded.start();
    await first.embedded.close();
    const second = run();
    await second.embedded.resume();
    expect(second.embedded.state().state).toBe('running');
    await second.embedded.stop();
    const third = run();
    await third.embedded.resume();
    expect(third.embedded.state().state).toBe('stopped');
    expect(third.local().status).toMatchObject({
      kind: 'offline',
      error: { message: expect.stringContaining('Start it') },
    });
  });

  test('without a keychain has a fresh token, and the older one of that account is deleted', async () => {
    const first = run();
    await first.embedded.start();
    const old = await first.tokenInVault();
    const second = run();
    await second.embedded.resume();
    const fresh = await second.tokenInVault();
    expect(fresh).not.toBe(old);
    expect([...disk.tokens.keys()]).toEqual([fresh]);
  });

  test('with a keychain goes on with the same token', async () => {
    const keychain = testKeychain();
    const first = run(keychain);
    await first.embedded.start();
    const token = await first.tokenInVault();
    const second = run(keychain);
    await second.embedded.resume();
    expect(await second.tokenInVault()).toBe(token);
    expect(disk.tokens.has(token)).toBe(true);
  });

  test('after a kill between deleting the old token and keeping the new one makes a fresh one', async () => {
    const keychain = testKeychain();
    const first = run(keychain);
    await first.embedded.start();
    first.vault.set = () => new Promise(() => {});
    void first.embedded.actAs(1);
    await expect.poll(() => documents.embedded.read()).toMatchObject({ renewing: true });
    const second = run(keychain);
    await second.embedded.resume();
    expect(disk.tokens.has(await second.tokenInVault())).toBe(true);
  });

  test('on another port moves the profile there, with a token for the new address', async () => {
    const keychain = testKeychain();
    const first = run(keychain);
    const { registryId } = await first.embedded.start();
    port = 7000;
    const second = run(keychain);
    await second.embedded.resume();
    expect(second.local()).toMatchObject({ id: registryId, url: 'http://127.0.0.1:7000', token: { kind: 'saved' } });
    expect(disk.tokens.has(await second.tokenInVault())).toBe(true);
  });
});

describe('accounts', () => {
  test('another one can be added and acted as; the vault then has a token of that account', async () => {
    const { embedded, tokenInVault } = run();
    await embedded.start();
    expect((await embedded.addUser('alice')).users.map(({ name, active }) => [name, active])).toEqual([
      ['you', true],
      ['alice', false],
    ]);
    const state = await embedded.actAs(2);
    expect(state.users.find(({ active }) => active)?.name).toBe('alice');
    expect(disk.tokens.get(await tokenInVault())).toBe(2);
    await embedded.actAs(1);
    await embedded.actAs(2);
    expect([...disk.tokens.values()].sort()).toEqual([1, 2]);
  });

  test('the one that was acted as is acted as in the next run', async () => {
    const first = run();
    await first.embedded.start();
    await first.embedded.addUser('alice');
    await first.embedded.actAs(2);
    const second = run();
    await second.embedded.resume();
    expect(disk.tokens.get(await second.tokenInVault())).toBe(2);
  });

  test('cannot be changed while it is stopped, and an unknown one is refused', async () => {
    const { embedded } = run();
    await expect(embedded.addUser('alice')).rejects.toMatchObject({ error: { code: 'not_supported_here' } });
    await embedded.start();
    await expect(embedded.actAs(9)).rejects.toMatchObject({ error: { code: 'not_found' } });
  });
});

describe('what goes wrong', () => {
  test('a taken port is in the state as data, beside the registry too, and a later start works', async () => {
    const failing = async () => Promise.reject(failure('port_in_use', 'Port 6480 is in use by another program.'));
    await run().embedded.start();
    const { embedded, local } = run(noKeychain, failing);
    await embedded.resume();
    expect(embedded.state()).toMatchObject({ state: 'failed', error: { code: 'port_in_use' } });
    expect(local().status).toMatchObject({ kind: 'offline', error: { code: 'port_in_use' } });
    const later = run();
    await later.embedded.resume();
    expect(later.embedded.state()).toMatchObject({ state: 'running' });
    expect(later.embedded.state().error).toBeUndefined();
  });

  test('a token that cannot be kept leaves the registry running and says so', async () => {
    const { embedded } = run({ ...testKeychain(), encrypt: () => Promise.reject(new Error('no')) });
    expect(await embedded.start()).toMatchObject({ state: 'running', error: { code: 'token_storage_failed' } });
  });

  test('what is remembered in another form is set aside, and it is off', async () => {
    documents.embedded = memoryDocument({ on: 'yes' });
    const { embedded } = run();
    await embedded.resume();
    expect(embedded.state().state).toBe('stopped');
    expect(documents.embedded.aside).toHaveLength(1);
  });
});

test('its profile cannot be removed while it runs, and can once it is stopped', async () => {
  const { embedded, registries, local } = run();
  await embedded.start();
  const { id } = local();
  expect(() => embedded.assertRemovable(id)).toThrow(/Stop it first/);
  await embedded.stop();
  embedded.assertRemovable(id);
  await registries.remove(id);
  expect(embedded.state().registryId).toBeUndefined();
  expect((await embedded.start()).registryId).toBe(id);
});

test('a reset takes packages, accounts and token, keeps its place in the list, and runs again where it ran', async () => {
  const first = run();
  await first.embedded.start();
  await first.embedded.addUser('alice');
  const { id } = first.local();
  const before = await first.tokenInVault();
  const state = await first.embedded.reset();
  expect(state).toMatchObject({ state: 'running', users: [{ name: 'you', active: true }], registryId: id });
  expect(first.wiped).toEqual([id]);
  expect(await first.tokenInVault()).not.toBe(before);
  await first.embedded.stop();
  expect(await first.embedded.reset()).toMatchObject({ state: 'stopped', users: [], packages: 0 });
  expect(first.local()).toMatchObject({ id, token: { kind: 'none' } });
});

test('it starts with the program as it was left, always or never, as the settings say', async () => {
  const first = run();
  await first.embedded.start();
  await first.embedded.close();
  when = 'never';
  const second = run();
  await second.embedded.resume();
  expect(second.embedded.state().state).toBe('stopped');
  when = 'as_left';
  const third = run();
  await third.embedded.resume();
  expect(third.embedded.state().state).toBe('running');
  await third.embedded.stop();
  when = 'always';
  const fourth = run();
  await fourth.embedded.resume();
  expect(fourth.embedded.state().state).toBe('running');
});
