import { createHash } from 'node:crypto';
import { mkdtemp, readdir, readFile, rm, stat, utimes, writeFile } from 'node:fs/promises';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { createSend } from '../../../main/api/transport.ts';
import { type Catalog, createCatalog } from '../../../main/catalog/catalog.ts';
import { systemGit } from '../../../main/catalog/gitRun.ts';
import { createTables } from '../../../main/catalog/tables.ts';
import { fetchTar } from '../../../main/catalog/tarFetch.ts';
import { watchIndex } from '../../../main/catalog/watchIndex.ts';
import { formatIndexConfig } from '../../../main/elba/indexConfig.ts';
import { formatName } from '../../../main/elba/packageName.ts';
import { failure } from '../../../main/failure.ts';
import { indexDownload } from '../../../main/registries/indexDownload.ts';
import { RegistryId } from '../../../shared/ids.ts';
import { indexLine, writeIndex } from '../../support/indexFolder.ts';
import { commitGitIndex, type IndexFiles, tarIndex } from '../../support/indexPlaces.ts';

const id = RegistryId.parse('lab');
let folder: string;
const open: Catalog[] = [];

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'sources-'));
});
afterEach(async () => {
  await Promise.all(open.splice(0).map((catalog) => catalog.close()));
  await rm(folder, { recursive: true, force: true });
});

const noApi = (): never => {
  throw failure('internal', 'This registry has no address.');
};

/** The catalog of one registry that is only an index, as a run of the program has it: its data folder stays. */
function start(index: string, { git = 'git' }: { git?: string } = {}): Catalog {
  const registry = { id, name: 'Lab', url: '', index, allowPlainHttp: false };
  const send = createSend(async () => ({ proxy: null, trust: {}, extra: [], stallMs: 5000 }));
  const catalog = createCatalog({
    registryOf: () => registry,
    apiFor: noApi,
    emit: () => undefined,
    stateChanged: () => undefined,
    publishedFromHere: () => new Set(),
    accountOf: () => null,
    tables: createTables(),
    folder: join(folder, 'kept'),
    gitFor: async () => ({ ...systemGit(), git }),
    downloadFor: () => indexDownload(send, registry),
    watch: watchIndex,
    report: (thrown) => {
      throw thrown;
    },
    now: () => new Date(),
    signal: new AbortController().signal,
  });
  open.push(catalog);
  return catalog;
}

const EVERYTHING = { text: '', filter: { mine: false, hasYanked: false, prerelease: false }, offset: 0, limit: 200 };
const namesIn = async (catalog: Catalog): Promise<string[]> =>
  (await catalog.query(id, EVERYTHING)).rows.map(formatName);
const sourceOf = (catalog: Catalog) => catalog.state(id).sources[0];
/** Waits for what comes by itself, on a busy computer too. */
const eventually = (check: () => unknown) => vi.waitFor(check, { timeout: 15_000 });
const settled = (catalog: Catalog) => eventually(() => expect(sourceOf(catalog)?.state.kind).not.toBe('reading'));

const lineOf = (name: string, version: string, yanked = false): string =>
  `${JSON.stringify(indexLine(name, version, { yanked }))}\n`;
const filesOf = (packages: Record<string, string>): IndexFiles => ({
  'index.toml': formatIndexConfig(null),
  ...Object.fromEntries(Object.entries(packages).map(([name, version]) => [name, lineOf(name, version)])),
});

describe('a git index', () => {
  const addressOf = (ref = ''): string => `index+git+${pathToFileURL(join(folder, 'index.git'))}${ref}`;
  const commit = (packages: Record<string, string>, branch?: string) =>
    commitGitIndex(join(folder, 'index.git'), filesOf(packages), branch);

  test('is fetched from its branch, and a refresh brings what was committed since', async () => {
    await commit({ 'acme/x': '1.0.0' });
    const catalog = start(addressOf());
    expect(await namesIn(catalog)).toEqual(['acme/x']);
    await settled(catalog);
    expect(sourceOf(catalog)).toMatchObject({ kind: 'git', state: { kind: 'fresh' }, readAt: expect.any(String) });
    await commit({ 'acme/x': '1.0.0', 'acme/y': '2.0.0' });
    await catalog.refreshNow(id);
    expect(await namesIn(catalog)).toEqual(['acme/x', 'acme/y']);
    expect((await catalog.details(id, { group: 'acme', name: 'y' }, false)).versions[0]?.version).toBe('2.0.0');
  });

  test('is looked into anew for a version that somebody waits for, and after a write from here', async () => {
    await commit({ 'acme/x': '1.0.0' });
    const catalog = start(addressOf());
    const ref = { group: 'acme', name: 'x' };
    expect(await catalog.lookInIndex(id, ref, '1.1.0')).toMatchObject({ found: false });
    await commit({ 'acme/x': '1.1.0' });
    expect(await catalog.lookInIndex(id, ref, '1.1.0')).toMatchObject({ found: true, yanked: false });
    await commit({ 'acme/x': '1.2.0' });
    catalog.invalidate(id, ref);
    expect((await catalog.details(id, ref, false)).versions).toMatchObject([{ version: '1.2.0' }]);
    await eventually(async () => {
      const known = await catalog.indexVersions(id, ref);
      expect(known).toMatchObject({ known: true, versions: [{ version: '1.2.0' }] });
    });
  });

  test('can be another branch, a tag-like name with a slash, or a commit', async () => {
    await commit({ 'acme/x': '1.0.0' });
    const at = await commit({ 'acme/branch': '1.0.0' }, 'next/one');
    expect(await namesIn(start(addressOf('#next/one')))).toEqual(['acme/branch']);
    expect(await namesIn(start(addressOf(`#${at}`)))).toEqual(['acme/branch']);
  });

  test.each([
    ['#gone', 'index_unreadable', /no branch or tag “gone”/],
    ['#--upload-pack=touch', 'index_unreadable', /not the name of a branch/],
    ['#a..b', 'index_unreadable', /not the name of a branch/],
  ])('with the ref %s ends in a sentence', async (ref, code, message) => {
    await commit({ 'acme/x': '1.0.0' });
    await expect(namesIn(start(addressOf(ref)))).rejects.toMatchObject({
      error: { code, message: expect.stringMatching(message) },
    });
  });

  test.each(['index+git+ext::sh', 'index+git+git://127.0.0.1:1/x', 'index+git+ftp://127.0.0.1:1/x'])(
    'over %s is not fetched at all',
    async (address) => {
      await expect(namesIn(start(address))).rejects.toMatchObject({
        error: { code: 'index_unreadable', message: expect.stringContaining('over https, http, ssh or file') },
      });
    },
  );

  test('without git on this computer says what to do', async () => {
    await commit({ 'acme/x': '1.0.0' });
    const catalog = start(addressOf(), { git: join(folder, 'no-such-git') });
    await expect(namesIn(catalog)).rejects.toMatchObject({
      error: { code: 'not_supported_here', message: expect.stringContaining('Install git') },
    });
  });

  test('is shown from the last run while it can’t be reached, with its age and the reason', async () => {
    await commit({ 'acme/x': '1.0.0' });
    const first = start(addressOf());
    await namesIn(first);
    await settled(first);
    const readAt = sourceOf(first)?.readAt ?? '';
    await first.close();
    await rm(join(folder, 'index.git'), { recursive: true });
    const second = start(addressOf());
    expect(await namesIn(second)).toEqual(['acme/x']);
    await settled(second);
    expect(sourceOf(second)).toMatchObject({ state: { kind: 'failed', error: { code: 'index_unreadable' } } });
    expect(Math.abs(Date.parse(sourceOf(second)?.readAt ?? '') - Date.parse(readAt))).toBeLessThan(1000);
    expect((await second.details(id, { group: 'acme', name: 'x' }, false)).versions).toHaveLength(1);
  });

  test('whose copy on this computer is broken is fetched anew', async () => {
    await commit({ 'acme/x': '1.0.0' });
    const catalog = start(addressOf());
    await namesIn(catalog);
    await settled(catalog);
    const kept = join(folder, 'kept');
    const [name = ''] = await readdir(kept);
    await rm(join(kept, name, 'index.git', 'objects'), { recursive: true });
    await commit({ 'acme/y': '1.0.0' });
    await catalog.refreshNow(id).catch(() => undefined);
    await catalog.refreshNow(id);
    expect(await namesIn(catalog)).toEqual(['acme/y']);
  });
});

describe('a tar index', () => {
  let server: Server;
  let body: Buffer = Buffer.alloc(0);
  let etag: string | null = '"one"';
  let sent: number[] = [];
  let hold: Promise<void> | null = null;

  beforeEach(async () => {
    [body, etag, sent, hold] = [tarIndex(filesOf({ 'acme/x': '1.0.0' })), '"one"', [], null];
    server = createServer(async (request, response) => {
      const isKnown = etag !== null && request.headers['if-none-match'] === etag;
      const status = request.url === '/gone' ? 404 : isKnown ? 304 : 200;
      sent.push(status);
      response.writeHead(status, etag === null ? {} : { etag });
      if (status !== 200) return void response.end();
      response.write(body.subarray(0, 100));
      await hold;
      response.end(body.subarray(100));
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  });
  afterEach(() => {
    server.closeAllConnections();
    server.close();
  });
  // The port is that of a server which listens.
  const addressOf = (path = '/index.tar.gz'): string =>
    `index+tar+http://127.0.0.1:${(server.address() as AddressInfo).port}${path}`;

  test('is downloaded, and not again while the server says that it is still the same', async () => {
    const catalog = start(addressOf());
    expect(await namesIn(catalog)).toEqual(['acme/x']);
    await settled(catalog);
    const before = catalog.state(id);
    await catalog.refreshNow(id);
    expect(sent).toEqual([200, 304]);
    expect(catalog.state(id).generation).toBe(before.generation);
    expect(Date.parse(sourceOf(catalog)?.readAt ?? '')).toBeGreaterThanOrEqual(
      Date.parse(before.sources[0]?.readAt ?? ''),
    );
    [body, etag] = [tarIndex(filesOf({ 'acme/y': '1.0.0' })), '"two"'];
    await catalog.refreshNow(id);
    expect(await namesIn(catalog)).toEqual(['acme/y']);
    await catalog.close();
    const next = start(addressOf());
    expect(await namesIn(next)).toEqual(['acme/y']);
    await settled(next);
    expect(sent).toEqual([200, 304, 200, 304]);
  });

  test('has the hash that its address names, or is not taken', async () => {
    const sha256 = createHash('sha256').update(body).digest('hex');
    expect(await namesIn(start(`${addressOf()}#sha256=${sha256}`))).toEqual(['acme/x']);
    await expect(namesIn(start(`${addressOf()}#sha256=${'0'.repeat(64)}`))).rejects.toThrow(
      /does not have the SHA-256/,
    );
    await expect(namesIn(start(`${addressOf()}#sha256=${sha256.toUpperCase()}`))).rejects.toThrow(/lower case only/);
  });

  test('that is not there, ends early or is a page says so', async () => {
    await expect(namesIn(start(addressOf('/gone')))).rejects.toThrow(/no index at/);
    body = Buffer.from('<!doctype html><p>Sign in to the network</p>'.repeat(10));
    await expect(namesIn(start(addressOf()))).rejects.toMatchObject({ error: { code: 'index_unreadable' } });
  });

  test('is stopped by the person, and what was read before stays', async () => {
    const catalog = start(addressOf());
    await namesIn(catalog);
    await settled(catalog);
    const release = Promise.withResolvers<void>();
    [hold, etag] = [release.promise, '"slow"'];
    catalog.refresh(id);
    await eventually(() => expect(sent).toHaveLength(2));
    expect(sourceOf(catalog)?.state.kind).toBe('reading');
    catalog.stop(id);
    await settled(catalog);
    expect(sourceOf(catalog)?.state.kind).toBe('stale');
    expect(await namesIn(catalog)).toEqual(['acme/x']);
    release.resolve();
  });

  test('that does not end is not taken beyond what an index can be', async () => {
    const endless = fetchTar({
      from: { url: 'http://127.0.0.1/x', sha256: null },
      file: join(folder, 'endless.tar'),
      etag: null,
      mostBytes: 1000,
      signal: new AbortController().signal,
      onProgress: () => undefined,
      download: async ({ mostBytes, sink }) => {
        sink(Buffer.alloc(mostBytes));
        return { status: 200, etag: null, bytes: mostBytes, cut: true };
      },
    });
    await expect(endless).rejects.toMatchObject({ error: { code: 'too_large' } });
    expect(await readdir(folder)).toEqual([]);
  });
});

describe('an index folder', () => {
  const root = () => join(folder, 'index');
  const addressOf = () => `index+dir+${root()}`;
  /** Reads an index in a run of its own, and gives the file that it leaves for the next. */
  const keptByARun = async (): Promise<string> => {
    await writeIndex(root(), [indexLine('acme/x', '1.0.0')]);
    const catalog = start(addressOf());
    await namesIn(catalog);
    await settled(catalog);
    await catalog.close();
    const [name = ''] = await readdir(join(folder, 'kept'));
    return join(folder, 'kept', name, 'packages.table');
  };

  test('is watched: what another program writes shows by itself', async () => {
    await writeIndex(root(), [indexLine('acme/x', '1.0.0')]);
    const catalog = start(addressOf());
    expect(await namesIn(catalog)).toEqual(['acme/x']);
    await settled(catalog);
    await writeIndex(root(), [
      indexLine('acme/x', '1.0.0'),
      indexLine('acme/y', '1.0.0'),
      indexLine('zeta/z', '1.0.0'),
    ]);
    await eventually(async () => expect(await namesIn(catalog)).toEqual(['acme/x', 'acme/y', 'zeta/z']));
  });

  test('is right at once after a write from here, before it is read anew', async () => {
    await writeIndex(root(), [indexLine('acme/x', '1.0.0')]);
    const catalog = start(addressOf());
    await namesIn(catalog);
    await settled(catalog);
    await writeFile(join(root(), 'acme', 'x'), lineOf('acme/x', '1.0.0', true));
    catalog.invalidate(id, { group: 'acme', name: 'x' });
    const { rows, generation } = await catalog.query(id, EVERYTHING);
    expect(rows).toMatchObject([{ latest: { version: '1.0.0', yanked: true }, yanked: 1 }]);
    expect(generation).toBe(catalog.state(id).generation);
  });

  test('whose kept copy is damaged is read anew, and the copy is put aside', async () => {
    const file = await keptByARun();
    const bytes = await readFile(file);
    bytes.writeUInt8(bytes.readUInt8(bytes.length - 9) ^ 0xff, bytes.length - 9);
    await writeFile(file, bytes);
    const second = start(addressOf());
    expect(await namesIn(second)).toEqual(['acme/x']);
    await settled(second);
    expect(await readdir(dirname(file))).toEqual(['packages.table', 'packages.table.damaged']);
    await rm(root(), { recursive: true });
    await second.close();
    expect(await namesIn(start(addressOf()))).toEqual(['acme/x']);
  });

  test.each([
    ['cut short', (bytes: Buffer) => bytes.subarray(0, bytes.length - 100)],
    ['empty', () => Buffer.alloc(0)],
    ['of something else', () => Buffer.from('hello'.repeat(100))],
  ])('whose kept copy is %s is read anew', async (_what, spoil) => {
    const file = await keptByARun();
    await writeFile(file, spoil(await readFile(file)));
    expect(await namesIn(start(addressOf()))).toEqual(['acme/x']);
  });

  test('is opened from its kept copy with the time it was read, and fresh once it was read again', async () => {
    const file = await keptByARun();
    const yesterday = new Date(Date.now() - 86_400_000);
    await utimes(file, yesterday, yesterday);
    const second = start(addressOf());
    await second.query(id, EVERYTHING);
    await settled(second);
    expect(sourceOf(second)?.state.kind).toBe('fresh');
    expect(Date.now() - (await stat(file)).mtimeMs).toBeLessThan(60_000);
  });

  test('of a registry that is removed leaves nothing behind', async () => {
    await writeIndex(root(), [indexLine('acme/x', '1.0.0')]);
    let isThere = true;
    const catalog = createCatalog({
      registryOf: () => {
        if (!isThere) throw failure('not_found', 'There is no such registry.');
        return { id, name: 'Lab', url: '', index: addressOf() };
      },
      apiFor: noApi,
      emit: () => undefined,
      stateChanged: () => undefined,
      publishedFromHere: () => new Set(),
      accountOf: () => null,
      tables: createTables(),
      folder: join(folder, 'kept'),
      gitFor: async () => systemGit(),
      downloadFor: () => noApi,
      watch: watchIndex,
      report: () => undefined,
      now: () => new Date(),
      signal: new AbortController().signal,
    });
    open.push(catalog);
    await namesIn(catalog);
    await settled(catalog);
    expect(await readdir(join(folder, 'kept'))).toHaveLength(1);
    isThere = false;
    catalog.invalidate(id);
    await eventually(async () => expect(await readdir(join(folder, 'kept'))).toEqual([]));
  });
});
