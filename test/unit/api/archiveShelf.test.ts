import { mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { type ArchiveShelfParts, createArchiveShelf, type ShelvedArchive } from '../../../main/api/archiveShelf.ts';
import { failure } from '../../../main/failure.ts';
import { RegistryId } from '../../../shared/ids.ts';
import { sha256Of } from '../../support/hash.ts';

const LAB = RegistryId.parse('lab');
const REF = { group: 'acme', name: 'json' };

let folder: string;
beforeEach(async () => {
  folder = join(await mkdtemp(join(tmpdir(), 'shelf-')), 'downloads');
});
afterEach(() => rm(join(folder, '..'), { recursive: true, force: true }));

/** A shelf over a registry whose archive of a version is 100 KB of the version's text. */
function shelfOver(change: Partial<ArchiveShelfParts> = {}) {
  const downloads: string[] = [];
  const ending = new AbortController();
  const shelf = createArchiveShelf({
    folder,
    mostBytes: 200_000,
    signal: ending.signal,
    clientFor: () => ({
      download: async (_, version, signal, into) => {
        downloads.push(version);
        const bytes = Buffer.alloc(100_000, version);
        for (let at = 0; at < bytes.length; at += 10_000) {
          signal?.throwIfAborted();
          into?.(bytes.subarray(at, at + 10_000));
        }
        return { sha256: sha256Of(bytes), bytes: bytes.length };
      },
    }),
    ...change,
  });
  return { shelf, downloads, ending };
}

async function wholeOf({ read }: ShelvedArchive): Promise<Buffer> {
  const parts: Uint8Array[] = [];
  for await (const part of read()) parts.push(part);
  return Buffer.concat(parts);
}

const files = (): Promise<string[]> => readdir(folder).catch(() => []);

test('an archive is downloaded once, for two who ask at the same time too, and read as often as is wanted', async () => {
  const { shelf, downloads } = shelfOver();
  const twice = await Promise.all([1, 2].map(() => shelf.lend(LAB, REF, '1.0.0', wholeOf)));
  expect(twice.map(sha256Of)).toEqual([1, 2].map(() => sha256Of(Buffer.alloc(100_000, '1.0.0'))));
  expect(await shelf.lend(LAB, REF, '1.0.0', async ({ sha256, bytes }) => [sha256, bytes])).toEqual([
    sha256Of(Buffer.alloc(100_000, '1.0.0')),
    100_000,
  ]);
  expect(downloads).toEqual(['1.0.0']);
});

test('the one that was not asked for the longest goes when there is no more room', async () => {
  const { shelf, downloads } = shelfOver({ mostKept: 250_000 });
  for (const version of ['1.0.0', '2.0.0', '1.0.0', '3.0.0']) await shelf.lend(LAB, REF, version, wholeOf);
  expect(await files()).toHaveLength(2);
  await shelf.lend(LAB, REF, '1.0.0', wholeOf);
  expect(downloads).toEqual(['1.0.0', '2.0.0', '3.0.0']);
});

test('what is lent stays until it is given back, whatever is dropped meanwhile', async () => {
  const { shelf } = shelfOver({ mostKept: 0 });
  const read = await shelf.lend(LAB, REF, '1.0.0', async (archive) => {
    await shelf.lend(LAB, REF, '2.0.0', wholeOf);
    shelf.forget(LAB);
    return wholeOf(archive);
  });
  expect(read).toHaveLength(100_000);
  await expect.poll(files).toEqual([]);
});

test('more than is taken ends the download, and leaves nothing', async () => {
  const { shelf, downloads } = shelfOver({ mostBytes: 50_000 });
  await expect(shelf.lend(LAB, REF, '1.0.0', wholeOf)).rejects.toMatchObject({ error: { code: 'too_large' } });
  expect(await files()).toEqual([]);
  await expect(shelf.lend(LAB, REF, '1.0.0', wholeOf)).rejects.toMatchObject({ error: { code: 'too_large' } });
  expect(downloads).toEqual(['1.0.0', '1.0.0']);
});

test('a download that fails leaves nothing, and is tried anew when somebody asks again', async () => {
  let isDown = true;
  const bytes = Buffer.from('archive');
  const { shelf } = shelfOver({
    clientFor: () => ({
      download: async (_ref, _version, _signal, into) => {
        into?.(bytes);
        if (isDown) throw failure('connection_lost', 'The connection broke.');
        return { sha256: sha256Of(bytes), bytes: bytes.length };
      },
    }),
  });
  await expect(shelf.lend(LAB, REF, '1.0.0', wholeOf)).rejects.toMatchObject({ error: { code: 'connection_lost' } });
  expect(await files()).toEqual([]);
  isDown = false;
  expect(await shelf.lend(LAB, REF, '1.0.0', wholeOf)).toEqual(bytes);
});

test('the end of the program ends a download', async () => {
  const begun = Promise.withResolvers<void>();
  const { shelf, ending } = shelfOver({
    clientFor: () => ({
      download: (_ref, _version, signal) =>
        new Promise((_, reject) => {
          signal?.addEventListener('abort', () => reject(signal.reason));
          begun.resolve();
        }),
    }),
  });
  const lent = shelf.lend(LAB, REF, '1.0.0', wholeOf);
  await begun.promise;
  ending.abort(new Error('closing'));
  await expect(lent).rejects.toThrow('closing');
  expect(await files()).toEqual([]);
});
