import fc from 'fast-check';
import { expect, test } from 'vitest';
import { Failure } from '../../../main/failure.ts';
import { createRegistries } from '../../../main/registries/profiles.ts';
import { createShareFile } from '../../../main/registries/shareFile.ts';
import { RegistryId } from '../../../shared/ids.ts';
import type { RegistryProfile } from '../../../shared/registry.ts';
import { makeAuthority } from '../../support/certificates.ts';
import { memoryDocument } from '../../support/memoryDocument.ts';

const staging: RegistryProfile = {
  name: 'Staging',
  colour: 'orange',
  url: 'https://staging.example',
  index: '',
  family: 'packages',
  production: false,
  allowPlainHttp: false,
};

function setUp() {
  let made = 0;
  const registries = createRegistries({
    document: memoryDocument(),
    vault: {
      state: () => ({ kind: 'saved', savedAt: '2026-01-01T00:00:00.000Z', test: 'accepted' }),
      tokens: () => [],
      remove: async () => {},
    },
    newId: () => RegistryId.parse(`id-${++made}`),
    emit: () => {},
    forget: () => {},
  });
  return { registries, share: createShareFile(registries) };
}

const { cert } = makeAuthority('Company CA');
const full: RegistryProfile = {
  ...staging,
  name: 'Corp',
  url: 'http://corp.example',
  allowPlainHttp: true,
  groups: ['acme'],
  network: { proxy: { kind: 'url', url: 'http://proxy.example:1' }, certificates: { fileName: 'ca.pem', pem: cert } },
};

test('a list comes back whole elsewhere, but for the consent to plain http; nothing of tokens or states is in it', async () => {
  const mine = setUp();
  mine.registries.add(staging);
  mine.registries.add(full);
  await mine.registries.putEmbedded({ url: 'http://127.0.0.1:1', index: 'index+dir+/x' });
  const { name, text } = mine.share.export();
  expect(name).toBe('registries.json');
  for (const word of ['token', 'savedAt', 'status', '127.0.0.1', 'id-']) expect(text).not.toContain(word);
  const other = setUp();
  expect(other.share.read(text).map(({ profile }) => profile)).toEqual([staging, { ...full, allowPlainHttp: false }]);
  expect(other.registries.list()).toEqual([]);
  const done = other.share.import(text, [1, 1, 7]);
  expect(done).toMatchObject([
    { at: 1, registry: { name: 'Corp', allowPlainHttp: false } },
    { at: 7, error: {} },
  ]);
  expect(other.share.read(text).map(({ known }) => known !== undefined)).toEqual([false, true]);
});

const file = (registries: unknown[], more: object = {}): string =>
  JSON.stringify({ format: 'elba-registry-manager/registries', version: 1, registries, ...more });

test.each([
  ['what is not JSON', '{', /not JSON/],
  ['another file', '{"registries":[]}', /not a list of registries/],
  ['one of a newer version', file([], { version: 2 }), /newer version/],
  ['too many', file(Array.from({ length: 1001 }, () => staging)), /not a list of registries/],
])('%s is refused as a whole', (_, text, why) => {
  expect(() => setUp().share.read(text)).toThrow(why);
});

test.each([
  [{ ...staging, token: 'secret' }, /holds what a list/],
  [{ ...staging, id: 'x' }, /holds what a list/],
  [{ ...staging, url: 'https://me:pw@staging.example' }, /password/],
  [{ ...staging, url: 'javascript:alert(1)' }, /http/],
  [{ ...staging, name: 'x'.repeat(41) }, /damaged/],
  [{ ...staging, network: { proxy: { kind: 'url', url: 'http://me:pw@proxy.example' } } }, /password/],
  [{ ...staging, network: { certificates: { fileName: 'x', pem: 'no' } } }, /no certificate/],
  [null, /damaged/],
])('a hostile entry %j is named and not added; the others are', (entry, why) => {
  const { share, registries } = setUp();
  const text = file([entry, { ...staging, name: 'Good' }]);
  const [bad, good] = share.read(text);
  expect(bad?.profile).toBeUndefined();
  expect(bad?.problem).toMatch(why);
  expect(bad?.problem).not.toMatch(/pw|secret/);
  expect(good?.profile?.name).toBe('Good');
  share.import(text, [0, 1]);
  expect(registries.list().map(({ name }) => name)).toEqual(['Good']);
});

test('no text whatever does more than be refused', () => {
  const { share, registries } = setUp();
  const text = share.export().text.replace('[]', JSON.stringify([staging]));
  fc.assert(
    fc.property(fc.nat(text.length - 1), fc.integer({ min: 0, max: 7 }), fc.boolean(), (at, bit, cuts) => {
      const flipped = text.slice(0, at) + String.fromCharCode(text.charCodeAt(at) ^ (1 << bit)) + text.slice(at + 1);
      try {
        for (const row of share.read(cuts ? text.slice(0, at) : flipped))
          expect(row.profile ?? row.problem).toBeDefined();
      } catch (thrown) {
        expect(thrown).toBeInstanceOf(Failure);
      }
      expect(registries.list()).toEqual([]);
    }),
  );
});
