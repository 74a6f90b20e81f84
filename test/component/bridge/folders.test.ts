import { describe, expect, test } from 'vitest';
import { kindOfDrag, readDrop } from '../../../renderer/bridge/drop.ts';
import { listChosen, listDropped, UnreadableEntry } from '../../../renderer/bridge/folderListing.ts';
import { cutIntoBatches, encodeBatch, stageFolder } from '../../../renderer/bridge/staging.ts';
import { dataOf, type FakeTree, folderEntry, unreadable } from '../shell/fakeEntries.ts';

const never = new AbortController().signal;
const fileOf = (path: string, bytes: number): { path: string; file: File } => ({
  path,
  file: new File(['x'.repeat(bytes)], path.split('/').at(-1) ?? path),
});

describe('a dropped folder', () => {
  const list = (tree: FakeTree): ReturnType<typeof listDropped> =>
    listDropped(folderEntry('pretty', tree), () => undefined, never);

  test('is listed with relative paths, to any depth, hidden files too', async () => {
    let deep: FakeTree = { 'last.txt': 'x' };
    for (let level = 40; level > 0; level -= 1) deep = { [`d${level}`]: deep };
    const listing = await list({ 'elba.toml': 'a', '.gitignore': 'b', src: { 'Pretty.idr': 'c' }, deep });
    const paths = listing.files.map((one) => one.path);
    expect(paths).toContain('elba.toml');
    expect(paths).toContain('.gitignore');
    expect(paths).toContain('src/Pretty.idr');
    expect(paths.find((path) => path.endsWith('last.txt'))?.split('/')).toHaveLength(42);
    expect(listing.name).toBe('pretty');
  });

  test('names .git and target at any depth without their contents', async () => {
    const listing = await list({ '.git': { HEAD: 'x' }, libs: { a: { target: { out: 'x' }, 'a.idr': 'x' } } });
    expect(listing.files.map((one) => one.path)).toEqual(['libs/a/a.idr']);
    expect([...listing.folders].sort()).toEqual(['.git', 'libs/a/target']);
  });

  test('with more entries than a browser hands out at once is listed whole', async () => {
    const many = Object.fromEntries(Array.from({ length: 250 }, (_, at) => [`f${at}`, 'x']));
    expect((await list(many)).files).toHaveLength(250);
  });

  test('with a file that cannot be read is refused, with its name', async () => {
    const error = await list({ src: { 'secret.idr': unreadable } }).catch((thrown: unknown) => thrown);
    expect(error).toBeInstanceOf(UnreadableEntry);
    expect(error).toMatchObject({ path: 'src/secret.idr' });
  });

  test('is given up when it is cancelled', async () => {
    const stop = new AbortController();
    const listing = listDropped(folderEntry('pretty', { a: { b: { c: 'x' } } }), () => stop.abort(), stop.signal);
    await expect(listing).rejects.toMatchObject({ name: 'AbortError' });
  });
});

test('a chosen folder is listed by the paths that the picker gives', () => {
  const chosen = ['pretty/elba.toml', 'pretty/.git/HEAD', 'pretty/src/A.idr', 'pretty/src/target/x/y'].map((path) => {
    const file = new File(['x'], path);
    Object.defineProperty(file, 'webkitRelativePath', { value: path });
    return file;
  });
  const listing = listChosen(chosen);
  expect(listing.name).toBe('pretty');
  expect(listing.files.map((one) => one.path)).toEqual(['elba.toml', 'src/A.idr']);
  expect(listing.folders).toEqual(['.git', 'src/target']);
});

describe('batches', () => {
  test('hold at most 500 files', () => {
    const files = Array.from({ length: 1201 }, (_, at) => fileOf(`f${at}`, 1));
    const batches = cutIntoBatches({ name: 'x', files, folders: ['.git'] });
    expect(batches.map((batch) => batch.files.length)).toEqual([500, 500, 201]);
    expect(batches.flatMap((batch) => batch.folders)).toEqual(['.git']);
  });

  test('hold about 8 MB, and a bigger file alone', () => {
    const files = [fileOf('a', 5_000_000), fileOf('b', 5_000_000), fileOf('c', 20_000_000), fileOf('d', 1)];
    const names = cutIntoBatches({ name: 'x', files, folders: [] }).map((batch) => batch.files.map((one) => one.path));
    expect(names).toEqual([['a'], ['b'], ['c'], ['d']]);
  });

  test('of an empty folder are one, so that the host knows of it', () => {
    expect(cutIntoBatches({ name: 'x', files: [], folders: [] })).toEqual([{ files: [], folders: [] }]);
  });

  test('are a length, a header and the bytes of the files', async () => {
    const blob = encodeBatch({
      files: [
        { path: 'src/ä.idr', file: new File(['module A'], 'ä.idr') },
        { path: 'empty', file: new File([], 'empty') },
        { path: 'b', file: new File(['12'], 'b') },
      ],
      folders: ['target'],
    });
    const bytes = await blob.arrayBuffer();
    const text = (part: ArrayBuffer): string => new TextDecoder().decode(part);
    const length = new DataView(bytes).getUint32(0);
    expect(JSON.parse(text(bytes.slice(4, 4 + length)))).toEqual({
      files: [
        { path: 'src/ä.idr', bytes: 8 },
        { path: 'empty', bytes: 0 },
        { path: 'b', bytes: 2 },
      ],
      folders: ['target'],
    });
    expect(text(bytes.slice(4 + length))).toBe('module A12');
  });
});

describe('bringing a folder to the host', () => {
  const listing = { name: 'x', files: [fileOf('a', 3), fileOf('b', 8_000_000)], folders: [] };

  function host(answer: (route: string) => Response | Promise<Response>) {
    const routes: string[] = [];
    const fetch = async (url: string, init: RequestInit): Promise<Response> => {
      init.signal?.throwIfAborted();
      const route = `${init.method} ${url}`;
      routes.push(route);
      return answer(route);
    };
    return { routes, fetch };
  }
  const takes = (route: string): Response =>
    Response.json(route.startsWith('POST') ? { ok: true, value: { stagingId: 's1' } } : { ok: true });

  test('begins, sends each batch, and tells how far it is', async () => {
    const { routes, fetch } = host(takes);
    const seen: number[] = [];
    const id = await stageFolder(listing, { fetch, signal: never, onProgress: (now) => seen.push(now.bytes) });
    expect(id).toBe('s1');
    expect(routes).toEqual(['POST /staging', 'PUT /staging/s1', 'PUT /staging/s1']);
    expect(seen).toEqual([0, 3, 8_000_003]);
  });

  test('passes on why the host refused, and leaves nothing there', async () => {
    const { routes, fetch } = host((route) =>
      route.startsWith('PUT')
        ? Response.json({ ok: false, error: { code: 'disk_failed', message: 'The disk is full.' } }, { status: 400 })
        : takes(route),
    );
    const staging = stageFolder(listing, { fetch, signal: never, onProgress: () => undefined });
    await expect(staging).rejects.toMatchObject({ error: { code: 'disk_failed' } });
    expect(routes.at(-1)).toBe('DELETE /staging/s1');
  });

  test('says that the program is gone when nothing answers', async () => {
    const { fetch } = host(() => Promise.reject(new TypeError('Failed to fetch')));
    const staging = stageFolder(listing, { fetch, signal: never, onProgress: () => undefined });
    await expect(staging).rejects.toMatchObject({ error: { code: 'connection_lost' } });
  });

  test('names the file that could not be read when that is why', async () => {
    const broken = fileOf('src/locked.idr', 3);
    broken.file.slice = () => {
      throw new Error('NotReadableError');
    };
    const { fetch } = host((route) => (route.startsWith('PUT') ? Promise.reject(new TypeError('x')) : takes(route)));
    const staging = stageFolder({ ...listing, files: [broken] }, { fetch, signal: never, onProgress: () => undefined });
    await expect(staging).rejects.toMatchObject({
      error: { code: 'folder_unreadable', message: expect.stringContaining('src/locked.idr') },
    });
  });

  test('ends with the cancel and takes back what was sent', async () => {
    const stop = new AbortController();
    const { routes, fetch } = host((route) => {
      if (route.startsWith('PUT')) stop.abort();
      return takes(route);
    });
    const staging = stageFolder(listing, { fetch, signal: stop.signal, onProgress: () => undefined });
    await expect(staging).rejects.toMatchObject({ name: 'AbortError' });
    expect(routes).toEqual(['POST /staging', 'PUT /staging/s1', 'DELETE /staging/s1']);
  });
});

describe('what hangs over the window', () => {
  test('is told by number and kind, for files alone', () => {
    expect(kindOfDrag(dataOf([{ folder: 'a', tree: {} }]))).toBe('one');
    expect(
      kindOfDrag(
        dataOf([
          { folder: 'a', tree: {} },
          { folder: 'b', tree: {} },
        ]),
      ),
    ).toBe('several');
    expect(kindOfDrag(dataOf([], ['text/plain']))).toBeNull();
    expect(kindOfDrag(dataOf([], ['text/uri-list', 'text/html']))).toBeNull();
    expect(kindOfDrag(null)).toBeNull();
  });

  test('is one folder, several things, a file or nothing when it is dropped', () => {
    expect(readDrop(dataOf([{ folder: 'pretty', tree: {} }]))).toMatchObject({ kind: 'folder', name: 'pretty' });
    expect(readDrop(dataOf([{ file: 'a.zip' }]))).toEqual({ kind: 'file', name: 'a.zip' });
    expect(readDrop(dataOf([{ file: 'a' }, { folder: 'b', tree: {} }]))).toEqual({ kind: 'several' });
    expect(readDrop(dataOf([]))).toEqual({ kind: 'nothing' });
  });
});
