import { expect, test } from 'vitest';
import { failure } from '../../../main/failure.ts';
import { readTarget, type TargetQuestion } from '../../../main/publish/targetReads.ts';
import { createTargetSources, type TargetSourcesParts } from '../../../main/publish/targetSources.ts';
import { RegistryId, Sha256 } from '../../../shared/ids.ts';
import { detailsOf } from '../../support/details.ts';

const LAB = RegistryId.parse('lab');
const json = { group: 'acme', name: 'json' };
const NOW = new Date('2030-01-01T00:00:00.000Z');
const HASH = Sha256.parse('a'.repeat(64));
const never = new AbortController().signal;
const refused = () => Promise.reject(failure('route_not_found', 'There is no such route.'));

function sourcesWith(more: Partial<TargetSourcesParts['catalog']>, download: () => Promise<unknown> = refused) {
  const downloads: number[] = [];
  const sources = createTargetSources({
    catalog: {
      details: async () => detailsOf('acme/json', { '1.0.0': false }),
      packagesOf: async () => [{ group: 'Acme', name: 'one' }],
      lookInIndex: async () => null,
      ...more,
    },
    clientFor: () => ({
      groupPackages: refused,
      download: async () => {
        downloads.push(1);
        await download();
        return { sha256: HASH, bytes: 1 };
      },
    }),
    accountOf: () => null,
    now: () => NOW,
  });
  return { sources, downloads };
}

const question: TargetQuestion = {
  registryId: LAB,
  registryName: 'Lab',
  package: json,
  version: '1.0.0',
  dependencies: [],
  knownThere: true,
};

test('the hash in the index spares the download', async () => {
  const { sources, downloads } = sourcesWith({
    lookInIndex: async () => ({ found: true, yanked: false, sha256: HASH }),
  });
  expect(await sources.hashOf(LAB, json, '1.0.0', never)).toBe(HASH);
  expect(downloads).toEqual([]);
});

test('without one the bytes are downloaded once, whatever spelling is asked next', async () => {
  const { sources, downloads } = sourcesWith({ lookInIndex: refused }, async () => {});
  expect(await sources.hashOf(LAB, json, '1.0.0', never)).toBe(HASH);
  expect(await sources.hashOf(LAB, { group: 'ACME', name: 'json' }, '1.0.0', never)).toBe(HASH);
  expect(downloads).toHaveLength(1);
});

test('a hash that nobody could say is asked again', async () => {
  const { sources, downloads } = sourcesWith({});
  expect(await sources.hashOf(LAB, json, '1.0.0', never)).toBeNull();
  expect(await sources.hashOf(LAB, json, '1.0.0', never)).toBeNull();
  expect(downloads).toHaveLength(2);
});

test('a registry without routes for groups is read by its list, in any spelling', async () => {
  const { sources } = sourcesWith({});
  expect(await sources.packagesOf(LAB, 'acme')).toMatchObject([{ group: 'Acme', name: 'one' }]);
});

test('a registry that could be read only by its index is called unreachable, with what the index says', async () => {
  const incomplete = { code: 'unreachable', message: 'Nobody listens there.' } as const;
  const details = detailsOf('acme/json', { '1.0.0': false }, { incomplete, readAt: NOW.toISOString() });
  const { sources } = sourcesWith({ details: async () => details });
  expect(await readTarget(sources, question, never)).toMatchObject({
    reached: false,
    latest: { version: '1.0.0' },
    published: { sha256: null },
    checks: [{ id: 'target.unasked', severity: 'warning', why: 'Nobody listens there.' }],
  });
});

test('a registry that cannot be asked at all is no reason against publishing, and is said', async () => {
  const { sources } = sourcesWith({
    details: () => Promise.reject(failure('not_supported_here', 'It has no index and no lists.')),
  });
  expect(await readTarget(sources, question, never)).toMatchObject({
    reached: true,
    checks: [{ title: 'Lab could not be asked beforehand', severity: 'warning' }],
  });
});

test('plain http that was not agreed to blocks', async () => {
  const { sources } = sourcesWith({
    details: () => Promise.reject(failure('plain_http_refused', 'The token would go in clear.')),
  });
  expect((await readTarget(sources, question, never)).checks).toMatchObject([{ severity: 'error' }]);
});

test('a question that was given up ends without an answer', async () => {
  const abort = new AbortController();
  const { sources } = sourcesWith({
    details: async () => {
      abort.abort();
      return detailsOf('acme/json', {});
    },
  });
  await expect(readTarget(sources, question, abort.signal)).rejects.toThrow(/abort/i);
});
