import { expect, test } from 'vitest';
import type { ArchivePlace } from '../../../main/catalog/readPackage.ts';
import { failure } from '../../../main/failure.ts';
import { type ArchiveDownloadParts, archiveDownload } from '../../../main/registries/archiveDownload.ts';
import { RegistryId, type Sha256 } from '../../../shared/ids.ts';
import { sha256Of } from '../../support/hash.ts';

const LAB = RegistryId.parse('lab');
const REF = { group: 'acme', name: 'json' };
const OURS = Buffer.from('from the registry');
const THEIRS = Buffer.from('from the index');

interface Bench {
  /** What the registry's own endpoint ends in; null where it hands out the archive. */
  readonly refusal?: ReturnType<typeof failure> | null;
  readonly location?: string | null;
  readonly registry?: { name: string; url: string; index: string };
  readonly status?: number;
  readonly most?: number;
}

const taken = async ({ refusal = null, location = null, registry, status = 200, most = 1000 }: Bench) => {
  const asked: string[] = [];
  const parts: ArchiveDownloadParts = {
    clientFor: () => ({
      download: async (_ref, _version, _signal, into) => {
        if (refusal !== null) throw refusal;
        into?.(OURS);
        return { sha256: sha256Of(OURS), bytes: OURS.length };
      },
    }),
    registryOf: () =>
      registry ?? { name: 'Lab', url: 'https://lab.example', index: 'index+git+https://lab.example/index' },
    placeOf: async (): Promise<ArchivePlace | null> => (location === null ? null : { location, sha256: null }),
    fileFor:
      () =>
      async ({ url, sink, mostBytes }) => {
        asked.push(url.href);
        const bytes = THEIRS.subarray(0, mostBytes);
        if (status === 200) sink(bytes);
        return { status, etag: null, bytes: bytes.length, cut: bytes.length < THEIRS.length };
      },
    mostBytes: most,
  };
  const got: Uint8Array[] = [];
  const downloaded: { sha256: Sha256; bytes: number } = await archiveDownload(parts)(LAB).download(
    REF,
    '1.0.0',
    undefined,
    (chunk) => void got.push(chunk),
  );
  return { asked, text: Buffer.concat(got).toString(), downloaded };
};

const NO_ROUTE = failure('route_not_found', 'Lab has no such route.');
const refusal = (code: string, message: RegExp) => ({ error: { code, message: expect.stringMatching(message) } });

test('the registry’s own endpoint comes first', async () => {
  const { text, asked } = await taken({ location: 'tar+https://files.example/a.tar.gz' });
  expect(text).toBe('from the registry');
  expect(asked).toEqual([]);
});

test('where it has none the archive comes from where the index says that it lies, and its hash is that of what came', async () => {
  const { text, asked, downloaded } = await taken({
    refusal: NO_ROUTE,
    location: `tar+https://files.example/a.tar.gz#sha256=${'0'.repeat(64)}`,
  });
  expect(text).toBe('from the index');
  expect(asked).toEqual(['https://files.example/a.tar.gz']);
  expect(downloaded).toEqual({ sha256: sha256Of(THEIRS), bytes: THEIRS.length });
});

test('without an index the registry’s reason stays', async () => {
  await expect(taken({ refusal: NO_ROUTE })).rejects.toMatchObject(refusal('route_not_found', /no such route/));
});

test('a refusal that another place would not mend is not gone around', async () => {
  const tooLarge = failure('too_large', 'It is too large.');
  const asked = taken({ refusal: tooLarge, location: 'tar+https://files.example/a.tar.gz' });
  await expect(asked).rejects.toMatchObject(refusal('too_large', /too large/));
});

test.each([
  ['git+https://git.example/json#v1', /lies at git\+https/],
  ['dir+/home/alice/json', /lies at dir\+/],
])('%s cannot be looked into, and it is said where the index points', async (location, message) => {
  await expect(taken({ refusal: NO_ROUTE, location })).rejects.toMatchObject(refusal('not_supported_here', message));
});

test('an index from outside does not lead to this computer; one on it does', async () => {
  const location = 'tar+http://127.0.0.1:8080/admin';
  await expect(taken({ refusal: NO_ROUTE, location })).rejects.toMatchObject(
    refusal('not_supported_here', /Nothing was asked there/),
  );
  const here = { name: 'Here', url: '', index: 'index+dir+/srv/index' };
  expect((await taken({ refusal: NO_ROUTE, location, registry: here })).text).toBe('from the index');
  const local = { name: 'Local', url: 'http://localhost:6480', index: '' };
  expect((await taken({ refusal: NO_ROUTE, location, registry: local })).text).toBe('from the index');
});

test('a place without the archive, and one with too much, say so', async () => {
  const location = 'tar+https://files.example/a.tar.gz';
  await expect(taken({ refusal: NO_ROUTE, location, status: 404 })).rejects.toMatchObject(
    refusal('not_found', /no archive for acme\/json 1\.0\.0 at files\.example/),
  );
  await expect(taken({ refusal: NO_ROUTE, location, most: 5 })).rejects.toMatchObject(
    refusal('too_large', /too large/),
  );
});
