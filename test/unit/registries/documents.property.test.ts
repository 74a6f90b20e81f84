import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { isDeepStrictEqual } from 'node:util';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { openDocument, type SetAside } from '../../../main/document.ts';
import { createRegistries } from '../../../main/registries/profiles.ts';
import { createSettings } from '../../../main/settings.ts';
import { RegistryId } from '../../../shared/ids.ts';
import type { Registry, RegistryProfile } from '../../../shared/registry.ts';
import { SETTINGS_DEFAULTS, type Settings } from '../../../shared/settings.ts';
import { makeAuthority } from '../../support/certificates.ts';

let folder: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'documents-property-'));
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const { cert } = makeAuthority('Company CA');
const base = { colour: 'teal', index: '', family: 'auto', production: false, allowPlainHttp: false } as const;
const PROFILES: readonly RegistryProfile[] = [
  { ...base, name: 'Alpha', url: 'https://alpha.example' },
  { ...base, name: 'Beta', url: '', index: 'index+dir+/srv/beta', production: true },
  { ...base, name: 'Gamma', url: 'https://gamma.example', groups: ['acme'], network: { stallSeconds: 60 } },
  {
    ...base,
    name: 'Delta',
    url: 'https://delta.example',
    network: { certificates: { fileName: 'ca.pem', pem: cert } },
  },
];

/** Opens a document over some bytes and tells what was read, what is in its folder after the next save, and what was reported. */
function over<T>(bytes: Uint8Array, use: (document: ReturnType<typeof openDocument>) => T) {
  const place = mkdtempSync(join(folder, 'case-'));
  const file = join(place, 'some.json');
  writeFileSync(file, bytes);
  const reported: SetAside[] = [];
  const read = use(openDocument(file, { onSetAside: (what) => reported.push(what) }));
  const kept = readdirSync(place).map((name) => readFileSync(join(place, name)));
  rmSync(place, { recursive: true });
  return { read, kept, reported };
}

const cutOff = (original: Buffer) => fc.nat({ max: original.length - 1 }).map((length) => original.subarray(0, length));
const flipped = (original: Buffer) =>
  fc.tuple(fc.nat({ max: original.length - 1 }), fc.nat({ max: 7 })).map(([at, bit]) => {
    const bytes = Buffer.from(original);
    bytes.writeUInt8(bytes.readUInt8(at) ^ (1 << bit), at);
    return bytes;
  });

describe('the list of registries', () => {
  const open = (document: ReturnType<typeof openDocument>) => {
    let made = 0;
    return createRegistries({
      document,
      vault: { state: () => ({ kind: 'none' }), tokens: () => [], remove: async () => {} },
      newId: () => RegistryId.parse(`id-${++made}-${Math.random()}`),
      emit: () => {},
      forget: () => {},
    });
  };
  let original: Buffer;
  let saved: readonly Registry[];
  beforeAll(() => {
    const file = join(folder, 'registries.json');
    const registries = open(openDocument(file));
    for (const profile of PROFILES) registries.add(profile);
    saved = registries.list();
    original = readFileSync(file);
  });
  /** What is read of the bytes, and after one more registry was added, so that a save has happened. */
  const survey = (bytes: Uint8Array) =>
    over(bytes, (document) => {
      const registries = open(document);
      const list = registries.list();
      registries.add({ ...base, name: 'A new one of mine', url: 'https://new.example' });
      return list;
    });
  const isSaved = (registry: Registry): boolean => saved.some((one) => isDeepStrictEqual(one, registry));
  const kept = ({ kept: files }: ReturnType<typeof survey>, bytes: Uint8Array) =>
    files.some((one) => one.equals(bytes));

  test('cut off anywhere it is set aside whole, told, and nothing is made up', () => {
    fc.assert(
      fc.property(cutOff(original), (bytes) => {
        const seen = survey(bytes);
        const isWhole = seen.read.length === saved.length && seen.reported.length === 0;
        expect(seen.read.every(isSaved)).toBe(true);
        expect(isWhole || (kept(seen, bytes) && seen.reported.length === 1)).toBe(true);
      }),
      { numRuns: 150 },
    );
  });

  test('one flipped bit touches one entry at most, or the file is set aside; what is lost is always kept aside', () => {
    fc.assert(
      fc.property(flipped(original), (bytes) => {
        const seen = survey(bytes);
        const unharmed = seen.read.filter(isSaved).length;
        expect(seen.read.length === 0 || unharmed >= saved.length - 1).toBe(true);
        if (seen.read.length < saved.length) {
          expect(seen.reported).toHaveLength(1);
          expect(kept(seen, bytes)).toBe(true);
        }
      }),
      { numRuns: 300 },
    );
  });

  test('entries in another order, twice, or of another kind leave the others as they were', () => {
    const entries: unknown[] = JSON.parse(original.toString()).registries;
    fc.assert(
      fc.property(fc.shuffledSubarray(entries, { minLength: 1 }), fc.jsonValue(), fc.nat(), (some, odd, place) => {
        const strange = { ...(typeof odd === 'object' ? odd : { odd }), id: 7 };
        const list = [...some, ...some.slice(0, 1)];
        list.splice(place % list.length, 0, strange);
        const bytes = Buffer.from(JSON.stringify({ v: 1, registries: list }));
        const seen = survey(bytes);
        expect(new Set(seen.read.map(({ id }) => id)).size).toBe(some.length);
        expect(seen.read.every(isSaved)).toBe(true);
        expect(kept(seen, bytes)).toBe(true);
      }),
      { numRuns: 100 },
    );
  });

  test('of a newer version is not touched but set aside; what a later one added to an entry is kept aside', () => {
    const newer = Buffer.from(original.toString().replace('"v": 1', '"v": 2'));
    const whole = survey(newer);
    expect([whole.read, whole.reported.length, kept(whole, newer)]).toEqual([[], 1, true]);
    const added = Buffer.from(original.toString().replace('"stallSeconds": 60', '"stallSeconds": 60, "later": true'));
    const part = survey(added);
    expect([part.read.every(isSaved), part.read.length, kept(part, added)]).toEqual([true, saved.length, true]);
  });
});

describe('the settings', () => {
  const set: Settings = {
    ...SETTINGS_DEFAULTS,
    theme: 'dark',
    density: 'compact',
    localRegistryPort: 6480,
    network: { proxy: { kind: 'url', url: 'http://proxy.example:1' }, stallSeconds: 60 },
    keepActivityDays: 90,
  };
  const KEYS = Object.keys(set);
  const original = Buffer.from(JSON.stringify({ v: 1, ...set }, null, 2));
  const survey = (bytes: Uint8Array) =>
    over(bytes, (document) => {
      const settings = createSettings(document, () => {});
      const read = settings.get();
      settings.set({ localRegistryStart: 'never' });
      return read;
    });
  const sameAs = (one: Settings, other: Settings): number =>
    KEYS.filter((key) => isDeepStrictEqual(Reflect.get(one, key), Reflect.get(other, key))).length;

  test('cut off anywhere they are set aside, told, and the defaults hold', () => {
    fc.assert(
      fc.property(cutOff(original), (bytes) => {
        const { read, kept, reported } = survey(bytes);
        expect(read).toEqual(SETTINGS_DEFAULTS);
        expect([reported.length, kept.some((one) => one.equals(bytes))]).toEqual([1, true]);
      }),
      { numRuns: 100 },
    );
  });

  test('one flipped bit touches one setting at most, or all are set aside', () => {
    fc.assert(
      fc.property(flipped(original), (bytes) => {
        const { read, reported } = survey(bytes);
        const isAside = reported.length > 0 && sameAs(read, SETTINGS_DEFAULTS) === KEYS.length;
        expect(isAside || sameAs(read, set) >= KEYS.length - 1).toBe(true);
      }),
      { numRuns: 300 },
    );
  });

  test('what a later version added is still there after a save', () => {
    const later = Buffer.from(JSON.stringify({ v: 1, ...set, later: { a: 1 } }));
    const { read, kept, reported } = survey(later);
    expect(read).toEqual(set);
    expect(reported).toEqual([]);
    expect(kept.map((one) => JSON.parse(one.toString()).later)).toEqual([{ a: 1 }]);
  });
});
