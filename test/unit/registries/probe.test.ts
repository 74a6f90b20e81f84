import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { failure } from '../../../main/failure.ts';
import { createProbe, type FamilyFinder } from '../../../main/registries/probe.ts';
import { createRegistries } from '../../../main/registries/profiles.ts';
import { RegistryId } from '../../../shared/ids.ts';
import type { RegistryProfile, RegistryStatus } from '../../../shared/registry.ts';
import { indexLine, writeIndex } from '../../support/indexFolder.ts';
import { memoryDocument } from '../../support/memoryDocument.ts';

const profile: RegistryProfile = {
  name: 'Staging',
  colour: 'orange',
  url: 'https://staging.example',
  index: '',
  family: 'auto',
  production: false,
  allowPlainHttp: false,
};
const now = () => new Date('2026-01-02T03:04:05Z');
let folder: string;

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'probe-'));
});
afterEach(() => rm(folder, { recursive: true, force: true }));

function setUp(finder: FamilyFinder, readIndex: () => Promise<void> = async () => undefined) {
  const seen: (RegistryStatus | undefined)[] = [];
  const logged: string[] = [];
  let made = 0;
  const registries = createRegistries({
    document: memoryDocument(),
    vault: { state: () => ({ kind: 'none' }), tokens: () => [], remove: async () => {} },
    newId: () => {
      made += 1;
      return RegistryId.parse(`id-${made}`);
    },
    emit: (list) => seen.push(list[0]?.status),
    forget: () => {},
  });
  const probe = createProbe({
    registries,
    clientFor: () => finder,
    readIndex,
    now,
    log: (line) => logged.push(line),
    signal: new AbortController().signal,
  });
  return { registries, probe, seen, logged };
}

test('a registry that answers is reachable, with its family and how long it took', async () => {
  const { registries, probe, seen } = setUp({ detectFamily: async () => 'packages' });
  const { id } = registries.add(profile);
  const checked = await probe.check(id);
  expect(checked.status).toEqual({
    kind: 'reachable',
    checkedAt: '2026-01-02T03:04:05.000Z',
    milliseconds: expect.any(Number),
    family: 'packages',
  });
  expect(seen.map((status) => status?.kind)).toEqual(['unchecked', 'checking', 'reachable']);
});

test('a registry that does not answer is offline with the reason, and the check does not throw', async () => {
  const { registries, probe } = setUp({
    detectFamily: () => Promise.reject(failure('unreachable', 'Staging did not answer.')),
  });
  const checked = await probe.check(registries.add(profile).id);
  expect(checked.status).toMatchObject({
    kind: 'offline',
    error: { code: 'unreachable', message: 'Staging did not answer.' },
  });
});

test('what nobody foresaw is logged, and the person gets a sentence', async () => {
  const { registries, probe, logged } = setUp({ detectFamily: () => Promise.reject(new TypeError('x of undefined')) });
  const checked = await probe.check(registries.add(profile).id);
  expect(checked.status).toMatchObject({ kind: 'offline', error: { code: 'internal' } });
  expect(logged.join()).toContain('x of undefined');
});

test('of a registry that is only an index, the folder is read', async () => {
  await writeIndex(folder, [indexLine('acme/x', '1.0.0')]);
  const { registries, probe } = setUp({ detectFamily: () => Promise.reject(new Error('no URL to ask')) });
  const { id } = registries.add({ ...profile, url: '', index: `index+dir+${folder}` });
  expect((await probe.check(id)).status).toMatchObject({ kind: 'reachable', family: null });
  await rm(join(folder, 'index.toml'));
  expect((await probe.check(id)).status).toMatchObject({ kind: 'offline', error: { code: 'index_unreadable' } });
});

test('of a registry that is only a git index, the index is fetched, and why it can’t be is said', async () => {
  const finder: FamilyFinder = { detectFamily: async () => null };
  const index = 'index+git+https://git.example/index';
  const fetched = setUp(finder);
  const { id } = fetched.registries.add({ ...profile, url: '', index });
  expect((await fetched.probe.check(id)).status).toMatchObject({ kind: 'reachable', family: null });
  const { registries, probe } = setUp(finder, () => Promise.reject(failure('unreachable', 'git.example is away.')));
  const gone = registries.add({ ...profile, url: '', index });
  expect((await probe.check(gone.id)).status).toMatchObject({ kind: 'offline', error: { code: 'unreachable' } });
});

test('two checks at once ask once', async () => {
  let asked = 0;
  const { registries, probe } = setUp({
    detectFamily: async () => {
      asked += 1;
      return 'packages';
    },
  });
  const { id } = registries.add(profile);
  await Promise.all([probe.check(id), probe.check(id)]);
  expect(asked).toBe(1);
  await probe.check(id);
  expect(asked).toBe(2);
});

test('an address that changed during the check is looked at again, so that the status is of the new one', async () => {
  const first = Promise.withResolvers<'packages'>();
  const answers: Promise<'documented' | 'packages'>[] = [first.promise, Promise.resolve('documented')];
  const { registries, probe } = setUp({
    detectFamily: () => answers.shift() ?? Promise.reject(new Error('asked thrice')),
  });
  const { id } = registries.add(profile);
  const checking = probe.check(id);
  await registries.update(id, { ...profile, url: 'https://other.example' });
  first.resolve('packages');
  expect((await checking).status).toMatchObject({ kind: 'reachable', family: 'documented' });
});

test('a registry that is removed during its check, or was never there, is not_found', async () => {
  const answer = Promise.withResolvers<'packages'>();
  const { registries, probe } = setUp({ detectFamily: () => answer.promise });
  const { id } = registries.add(profile);
  const checking = probe.check(id);
  await registries.remove(id);
  answer.resolve('packages');
  await expect(checking).rejects.toMatchObject({ error: { code: 'not_found' } });
  await expect(probe.check(id)).rejects.toMatchObject({ error: { code: 'not_found' } });
});

test('a proxy that was set while a registry was looked at makes it looked at again', async () => {
  let asked = 0;
  const { registries, probe } = setUp({
    detectFamily: async () => {
      asked += 1;
      if (asked === 1) await registries.update(id, { ...profile, network: { proxy: { kind: 'none' } } });
      return 'packages';
    },
  });
  const { id } = registries.add(profile);
  await probe.check(id);
  expect(asked).toBe(2);
});
