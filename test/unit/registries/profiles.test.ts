import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { createRegistries } from '../../../main/registries/profiles.ts';
import { RegistryId } from '../../../shared/ids.ts';
import type { Registry, RegistryProfile } from '../../../shared/registry.ts';
import type { TokenState } from '../../../shared/tokens.ts';
import { makeAuthority } from '../../support/certificates.ts';
import { type MemoryDocument, memoryDocument } from '../../support/memoryDocument.ts';

const staging: RegistryProfile = {
  name: 'Staging',
  colour: 'orange',
  url: 'https://staging.example',
  index: '',
  family: 'auto',
  production: false,
  allowPlainHttp: false,
};
const absent = RegistryId.parse('absent');

function setUp(document: MemoryDocument = memoryDocument()) {
  const tokens = new Map<RegistryId, string>();
  const told: Registry[][] = [];
  const forgotten: RegistryId[] = [];
  let made = 0;
  const registries = createRegistries({
    document,
    vault: {
      state: (id, origin): TokenState =>
        tokens.get(id) === origin
          ? { kind: 'saved', savedAt: '2026-01-01T00:00:00.000Z', test: 'untested' }
          : { kind: 'none' },
      tokens: () => [],
      remove: async (id) => void tokens.delete(id),
    },
    newId: () => {
      made += 1;
      return RegistryId.parse(`id-${made}`);
    },
    emit: (list) => told.push(list),
    forget: (id) => forgotten.push(id),
  });
  return { registries, tokens, told, forgotten, document };
}

test('a registry that was added is in the list, told, and there in the next run', () => {
  const { registries, told, document } = setUp();
  const added = registries.add({ ...staging, index: 'index+git+https://git.example/index' });
  expect(added).toMatchObject({
    name: 'Staging',
    host: 'staging.example',
    embedded: false,
    token: { kind: 'none' },
    status: { kind: 'unchecked' },
  });
  expect(told.at(-1)).toEqual([added]);
  expect(setUp(document).registries.list()).toEqual([added]);
});

test.each([
  ['https://Registry.Example/', 'https://registry.example', 'registry.example'],
  ['https://registry.example:443/elba/', 'https://registry.example/elba', 'registry.example'],
  ['  http://127.0.0.1:6480//  ', 'http://127.0.0.1:6480', '127.0.0.1:6480'],
  ['http://[::1]:80/a/b', 'http://[::1]/a/b', '[::1]'],
])('the URL %j is kept as %s', (url, kept, host) => {
  expect(setUp().registries.add({ ...staging, url })).toMatchObject({ url: kept, host });
});

test.each<[Partial<RegistryProfile>, RegExp]>([
  [{ url: 'registry.example' }, /http:\/\/ or https:\/\//],
  [{ url: 'ftp://registry.example' }, /http:\/\/ or https:\/\//],
  [{ url: 'file:///etc/passwd' }, /http:\/\/ or https:\/\//],
  [{ url: 'https://registry.example?x=1' }, /\? or #/],
  [{ url: 'https://registry.example/#a' }, /\? or #/],
  [{ url: 'https://registry.example/?' }, /\? or #/],
  [{ url: '', index: '' }, /Neither a URL nor an index/],
  [{ index: 'git+https://git.example/index' }, /index\+git\+/],
  [{ index: 'index+dir+relative/path' }, /relative path/],
  [{ index: 'index+dir+' }, /form that elba takes/],
  [{ name: 'two\nlines' }, /line break/],
  [{ network: { proxy: { kind: 'url', url: 'ftp://proxy.example' } } }, /http:\/\/, https:\/\/ or socks5:\/\//],
  [{ network: { certificates: { fileName: 'notes.txt', pem: 'hello' } } }, /notes.txt holds no certificate/],
  [{ groups: ['acme/tools'] }, /cannot be a group/],
  [{ groups: ['acme'], production: true }, /never preselected/],
])('%j is refused with what to write instead', (wrong, sentence) => {
  const { registries } = setUp();
  expect(() => registries.add({ ...staging, ...wrong })).toThrow(sentence);
  expect(registries.list()).toEqual([]);
});

test('a URL with a password is refused, and the password is not repeated', () => {
  const add = () => setUp().registries.add({ ...staging, url: 'https://me:hunter2@registry.example' });
  expect(add).toThrow(/password/);
  expect(add).not.toThrow(/hunter2/);
});

test('a proxy with a password is refused, and the password is not repeated', () => {
  const network = { proxy: { kind: 'url', url: 'http://me:hunter2@proxy.example:3128' } } as const;
  const add = () => setUp().registries.add({ ...staging, network });
  expect(add).toThrow(/password/);
  expect(add).not.toThrow(/hunter2/);
});

test('what differs from the settings is kept, certificates without anything else of their file, groups once', async () => {
  const { registries, document } = setUp();
  const { cert, key } = makeAuthority('Company CA');
  const network = {
    proxy: { kind: 'url', url: 'http://Proxy.example:3128/' },
    certificates: { fileName: 'company.pem', pem: `# ours\n${key}${cert}` },
    stallSeconds: 60,
  } as const;
  const { id } = registries.add({ ...staging, network, groups: ['Acme', 'acme', 'other_group'] });
  const kept = setUp(document).registries.get(id);
  expect(kept.network).toEqual({
    proxy: { kind: 'url', url: 'http://proxy.example:3128' },
    certificates: { fileName: 'company.pem', pem: cert },
    stallSeconds: 60,
  });
  expect(kept.groups).toEqual(['Acme', 'other_group']);
  await registries.update(id, staging);
  expect(registries.get(id).network).toBeUndefined();
});

test('a name stands for one registry; one URL can have two names', () => {
  const { registries } = setUp();
  const first = registries.add(staging);
  const sameName = { ...staging, name: 'STAGING', url: 'https://other.example' };
  expect(() => registries.add(staging)).toThrow(
    expect.objectContaining({ error: expect.objectContaining({ code: 'registry_exists' }) }),
  );
  expect(() => registries.add(sameName)).toThrow(
    /A registry named Staging is in the list already, at staging\.example/,
  );
  const second = registries.add({ ...staging, name: 'Staging of the team' });
  expect(registries.list().map(({ id }) => id)).toEqual([first.id, second.id]);
});

describe('a change', () => {
  test('of name, colour and production keeps the token', async () => {
    const { registries, tokens, forgotten } = setUp();
    const { id } = registries.add(staging);
    tokens.set(id, 'https://staging.example');
    const changed = await registries.update(id, { ...staging, name: 'Stage', colour: 'teal', production: true });
    expect(changed).toMatchObject({ name: 'Stage', colour: 'teal', production: true, token: { kind: 'saved' } });
    expect(forgotten).toEqual([]);
  });

  test('of the path keeps the token, because the origin is the same', async () => {
    const { registries, tokens } = setUp();
    const { id } = registries.add(staging);
    tokens.set(id, 'https://staging.example');
    expect((await registries.update(id, { ...staging, url: 'https://staging.example/elba' })).token.kind).toBe('saved');
  });

  test.each(['http://staging.example', 'https://staging.example:8443', 'https://evil.example', ''])(
    'of the origin to %j drops the token and what was read from the registry',
    async (url) => {
      const { registries, tokens, forgotten } = setUp();
      const { id } = registries.add(staging);
      tokens.set(id, 'https://staging.example');
      const status = { kind: 'reachable', checkedAt: '2026-01-01T00:00:00Z', milliseconds: 3, family: null } as const;
      registries.setStatus(id, status);
      await registries.update(id, { ...staging, url, index: 'index+dir+/index' });
      expect(tokens.size).toBe(0);
      expect(forgotten).toEqual([id]);
      expect(registries.get(id).status).toEqual({ kind: 'unchecked' });
    },
  );

  test('to the name of another registry is refused, to its own in other letters is not', async () => {
    const { registries } = setUp();
    registries.add({ ...staging, name: 'Public' });
    const { id } = registries.add(staging);
    await expect(registries.update(id, { ...staging, name: 'public' })).rejects.toThrow(/Public/);
    expect((await registries.update(id, { ...staging, name: 'STAGING' })).name).toBe('STAGING');
  });
});

test('a removed registry is gone with its token, and asking for it again says so', async () => {
  const { registries, tokens, told } = setUp();
  const { id } = registries.add(staging);
  tokens.set(id, 'https://staging.example');
  await registries.remove(id);
  expect(registries.list()).toEqual([]);
  expect(told.at(-1)).toEqual([]);
  expect(tokens.size).toBe(0);
  for (const gone of [id, absent]) {
    expect(() => registries.get(gone)).toThrow(/no longer in the list/);
    await expect(registries.remove(gone)).rejects.toMatchObject({ error: { code: 'not_found' } });
    await expect(registries.update(gone, staging)).rejects.toMatchObject({ error: { code: 'not_found' } });
  }
});

describe('the embedded registry', () => {
  const address = { url: 'http://127.0.0.1:6480', index: 'index+dir+/data/index' };

  test('has its profile made once and its address brought up to date', async () => {
    const { registries, document } = setUp();
    const made = await registries.putEmbedded(address);
    expect(made).toMatchObject({ name: 'Local', colour: 'graphite', embedded: true, family: 'packages', ...address });
    const again = setUp(document).registries;
    const moved = await again.putEmbedded({ ...address, url: 'http://127.0.0.1:7000' });
    expect(moved).toMatchObject({ id: made.id, url: 'http://127.0.0.1:7000' });
    expect(again.list()).toHaveLength(1);
  });

  test('takes another name where Local is in use', async () => {
    const { registries } = setUp();
    registries.add({ ...staging, name: 'local' });
    expect((await registries.putEmbedded(address)).name).toBe('Local 2');
  });

  test('can be renamed, and its address cannot be changed by hand', async () => {
    const { registries } = setUp();
    const { id, ...made } = await registries.putEmbedded(address);
    expect((await registries.update(id, { ...made, name: 'Mine' })).name).toBe('Mine');
    await expect(registries.update(id, { ...made, url: 'http://127.0.0.1:1' })).rejects.toThrow(/settings page/);
  });

  test('is hidden when removed and comes back under the same id', async () => {
    const { registries, document } = setUp();
    const { id } = await registries.putEmbedded(address);
    await registries.remove(id);
    expect(registries.list()).toEqual([]);
    const again = setUp(document).registries;
    expect(again.list()).toEqual([]);
    expect((await again.putEmbedded(address)).id).toBe(id);
    expect(again.list()).toHaveLength(1);
  });
});

describe('a damaged file', () => {
  const whole = (): unknown => {
    const { registries, document } = setUp();
    registries.add(staging);
    registries.add({ ...staging, name: 'Public' });
    return document.read();
  };

  test('with one bad entry is set aside, and the other entries stay', () => {
    const content = whole() as { registries: Record<string, unknown>[] }; // just written by the line above
    content.registries[0] = { ...content.registries[0], colour: 'blue' };
    const { registries, document } = setUp(memoryDocument(content));
    expect(registries.list().map(({ name }) => name)).toEqual(['Public']);
    expect(document.aside).toHaveLength(1);
    expect(document.aside[0]?.content).toEqual(content);
    expect(setUp(document).registries.list()).toHaveLength(1);
  });

  test('of a newer version is set aside, and the list is empty', () => {
    const { registries, document } = setUp(memoryDocument({ v: 2, registries: {} }));
    expect(registries.list()).toEqual([]);
    expect(document.aside).toHaveLength(1);
  });

  test('of any JSON at all never throws and is never wiped', () => {
    const good = whole();
    fc.assert(
      fc.property(fc.oneof(fc.jsonValue(), fc.array(fc.jsonValue())), (value) => {
        for (const content of [value, { v: 1, registries: value }, { ...Object(good), registries: [value] }]) {
          const stored: unknown = JSON.parse(JSON.stringify(content));
          const { registries, document } = setUp(memoryDocument(stored));
          const kept = [document.read(), ...document.aside.map((some) => some.content)];
          expect(kept).toContainEqual(stored);
          expect(registries.list()).toEqual([]);
        }
      }),
    );
  });
});

test('a duplicate stands right after the original, under a name of its own and without its token', () => {
  const { registries, tokens } = setUp();
  const first = registries.add({ ...staging, name: 'x'.repeat(40) });
  const last = registries.add(staging);
  tokens.set(first.id, 'https://staging.example');
  const copy = registries.duplicate(first.id);
  expect(copy).toMatchObject({ name: `${'x'.repeat(38)} 2`, url: first.url, token: { kind: 'none' } });
  expect(registries.list().map(({ id }) => id)).toEqual([first.id, copy.id, last.id]);
  expect(() => registries.duplicate(absent)).toThrow(/no longer in the list/);
});

test('the list keeps the order that it was put in; who came meanwhile stays behind', () => {
  const { registries, document, told } = setUp();
  const ids = ['a', 'b', 'c'].map((name) => registries.add({ ...staging, name }).id);
  const late = registries.add({ ...staging, name: 'late' }).id;
  registries.reorder([...ids].reverse());
  const order = [...ids].reverse().concat(late);
  expect(told.at(-1)?.map(({ id }) => id)).toEqual(order);
  registries.reorder([absent]);
  expect(
    setUp(document)
      .registries.list()
      .map(({ id }) => id),
  ).toEqual(order);
});
