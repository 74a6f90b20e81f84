import { execFileSync } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { existsSync } from 'node:fs';
import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import type { ServerResponse } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { fetchGit } from '../../../main/catalog/gitFetch.ts';
import { systemGit } from '../../../main/catalog/gitRun.ts';
import { createTables } from '../../../main/catalog/tables.ts';
import { formatIndexConfig } from '../../../main/elba/indexConfig.ts';
import { formatName } from '../../../main/elba/packageName.ts';
import { readGitHead } from '../../../main/registries/gitHead.ts';
import { createNetwork } from '../../../main/registries/network.ts';
import { NETWORK_DEFAULTS } from '../../../shared/network.ts';
import { type GitServer, type Instead, startGitServer } from '../../support/gitServer.ts';
import { indexLine } from '../../support/indexFolder.ts';
import { commitGitIndex, type IndexFiles } from '../../support/indexPlaces.ts';
import { advertisement, BLOB, packOf, uploadPackAnswer } from '../../support/packs.ts';

let folder: string;
let server: GitServer;

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'git-library-'));
  server = await startGitServer(folder);
});
afterEach(async () => {
  await server.close();
  await rm(folder, { recursive: true, force: true });
});

const filesOf = (packages: Record<string, string>): IndexFiles => ({
  'index.toml': formatIndexConfig(null),
  ...Object.fromEntries(
    Object.entries(packages).map(([name, version]) => [name, `${JSON.stringify(indexLine(name, version))}\n`]),
  ),
});
const commit = (packages: Record<string, string>, branch = 'master') =>
  commitGitIndex(join(folder, 'index.git'), filesOf(packages), branch);

/** The network of a computer on which there is no git. */
const network = () =>
  createNetwork({
    host: {
      proxyFor: async () => null,
      gitWorker: new URL('../../../main/catalog/gitLibraryWorker.ts', import.meta.url),
    },
    settings: () => NETWORK_DEFAULTS,
    git: { ...systemGit(), git: join(folder, 'no-such-git') },
    folder,
  });

interface Wish {
  readonly url?: string;
  readonly ref?: string;
  readonly mostBytes?: number;
  readonly signal?: AbortSignal;
  readonly onProgress?: (done: number, total: number | null, what: string) => void;
}
const copy = () => join(folder, 'copy', 'index.git');
async function fetching(wish: Wish = {}) {
  const { url = `${server.url}/index.git`, ref = 'master', onProgress = () => undefined, mostBytes, signal } = wish;
  return await fetchGit({
    repository: copy(),
    from: { url, ref },
    program: await network().gitFor(url, {}),
    signal: signal ?? new AbortController().signal,
    onProgress,
    ...(mostBytes === undefined ? {} : { mostBytes }),
  });
}
async function namesIn(fetched: Awaited<ReturnType<typeof fetching>>): Promise<string[]> {
  const tables = createTables();
  const place = { kind: 'git', by: fetched.by, repository: copy(), commit: fetched.commit } as const;
  const origin = { source: 'here', state: null, readAt: '2026-01-01T00:00:00.000Z' };
  const control = { signal: new AbortController().signal, onNames: () => undefined, onProgress: () => undefined };
  await tables.read({ id: 'index', file: join(folder, 'kept.table'), place, origin }, control);
  const filter = { mine: false, hasYanked: false, prerelease: false };
  return (await tables.query({ id: 'index', text: '', filter, mine: [], offset: 0, limit: 200 })).rows.map(formatName);
}
const failing = (code: string, message: string) =>
  ({ error: { code, message: expect.stringContaining(message) } }) as const;
const posts = () => server.asked.filter((one) => one.startsWith('POST')).length;

describe('a git index where there is no git', () => {
  test('is fetched from a real server and read: the branch, its packages, what it says of itself', async () => {
    const head = await commit({ 'acme/x': '1.0.0', 'acme/y': '2.0.0' });
    await commit({ 'other/z': '1.0.0' }, 'next');
    const told: string[] = [];
    const fetched = await fetching({ onProgress: (_done, _total, what) => void told.push(what) });
    expect(fetched).toEqual({ by: 'library', commit: head, config: formatIndexConfig(null) });
    expect(await namesIn(fetched)).toEqual(['acme/x', 'acme/y']);
    expect(new Set(told)).toEqual(new Set(['bytes', 'objects']));
    expect(await namesIn(await fetching({ ref: 'next' }))).toEqual(['other/z']);
    expect(await readdir(join(folder, 'copy'))).toEqual(['index.git']);
  });

  test('brings one commit and nothing of its past', async () => {
    await commit({ 'acme/x': '1.0.0' });
    await commit({ 'acme/x': '1.1.0' });
    const fetched = await fetching();
    const log = execFileSync('git', [`--git-dir=${copy()}`, 'log', '--format=%H', fetched.commit]).toString();
    expect(log.trim().split('\n')).toEqual([fetched.commit]);
  });

  test('is not sent again while its branch stands, and anew once it moved', async () => {
    await commit({ 'acme/x': '1.0.0' });
    const first = await fetching();
    expect(posts()).toBe(1);
    expect(await fetching()).toEqual(first);
    expect(posts()).toBe(1);
    await commit({ 'acme/x': '1.0.0', 'acme/new': '1.0.0' });
    expect(await namesIn(await fetching())).toEqual(['acme/new', 'acme/x']);
    expect(posts()).toBe(2);
  });

  test('goes on with a copy that git made, and git with one that the library made', async () => {
    const head = await commit({ 'acme/x': '1.0.0' });
    const from = { url: `${server.url}/index.git`, ref: 'master' };
    const byGit = () =>
      fetchGit({
        repository: copy(),
        from,
        program: systemGit(),
        signal: new AbortController().signal,
        onProgress: () => undefined,
      });
    expect(await byGit()).toEqual({ by: 'git', commit: head });
    const asked = posts();
    expect(await namesIn(await fetching())).toEqual(['acme/x']);
    expect(posts()).toBe(asked);
    await commit({ 'acme/y': '1.0.0' });
    await fetching();
    const next = await commit({ 'acme/z': '1.0.0' });
    expect(await byGit()).toEqual({ by: 'git', commit: next });
    expect(await namesIn({ by: 'git', commit: next })).toEqual(['acme/z']);
  });

  test('is found behind a tag', async () => {
    const head = await commit({ 'acme/x': '1.0.0' });
    const tagger = ['-c', 'user.name=Index', '-c', 'user.email=index@packages.example'];
    execFileSync('git', ['-C', join(folder, 'index.git'), ...tagger, 'tag', '-a', '-m', 'one', 'v1', head]);
    const fetched = await fetching({ ref: 'v1' });
    expect(fetched.commit).toBe(head);
    expect(await namesIn(fetched)).toEqual(['acme/x']);
  });

  test('is followed to where its server has moved it, and its pack is asked for there', async () => {
    await commit({ 'acme/x': '1.0.0' });
    server.instead((request, response) => {
      if (!request.url?.startsWith('/old/')) return false;
      response.writeHead(301, { location: request.url.replace('/old/', '/') }).end();
      return true;
    });
    expect(await namesIn(await fetching({ url: `${server.url}/old/index.git` }))).toEqual(['acme/x']);
    expect(server.asked.at(-1)).toBe('POST /index.git/git-upload-pack');
  });

  test('with a login in its address is asked with it where it is, and not followed elsewhere', async () => {
    await commit({ 'acme/x': '1.0.0' });
    const seen: (string | undefined)[] = [];
    server.instead((request, response) => {
      seen.push(request.headers.authorization);
      if (request.url?.startsWith('/old/') !== true) return false;
      response.writeHead(301, { location: request.url.replace('/old/', '/') }).end();
      return true;
    });
    const withLogin = server.url.replace('//', '//me:secret@');
    expect(await namesIn(await fetching({ url: `${withLogin}/index.git` }))).toEqual(['acme/x']);
    const login = `Basic ${Buffer.from('me:secret').toString('base64')}`;
    expect(seen).toEqual([login, login]);
    const said: unknown = await fetching({ url: `${withLogin}/old/index.git` }).catch((thrown: unknown) => thrown);
    expect(seen).toHaveLength(3);
    expect(said).toMatchObject({ error: { code: 'index_unreadable' } });
    expect(JSON.stringify(said)).not.toContain('secret');
    expect(await readFile(join(copy(), 'config'), 'utf8')).not.toContain('secret');
  });

  test('says what it is before it is added', async () => {
    await commit({ 'acme/x': '1.0.0' });
    const url = `${server.url}/index.git`;
    const look = async (ref: string) =>
      readGitHead(
        { kind: 'git', url, ref },
        { program: await network().gitFor(url, {}), folder, signal: new AbortController().signal },
      );
    expect(await look('master')).toBe(formatIndexConfig(null));
    await commitGitIndex(join(folder, 'index.git'), { 'README.md': '' }, 'bare');
    await expect(look('bare')).rejects.toMatchObject(failing('index_unreadable', 'no index.toml'));
    expect((await readdir(folder)).filter((name) => name.startsWith('look-'))).toEqual([]);
  });

  test.each(['ssh://git@127.0.0.1:1/index', 'file:///index'])('at %s wants git to be installed', async (url) => {
    await expect(fetching({ url })).rejects.toMatchObject(failing('not_supported_here', 'Install git'));
  });
});

const answering =
  (path: string, status: number, type: string, body: Buffer | string): Instead =>
  (request, response) => {
    if (!request.url?.includes(path)) return false;
    response.writeHead(status, { 'content-type': type }).end(body);
    return true;
  };
const sending = (body: Buffer): Instead =>
  answering('/git-upload-pack', 200, 'application/x-git-upload-pack-result', body);

describe('a server that can’t give an index', () => {
  test.each([
    ['has no such branch', 'absent', 'index.git', 'has no branch or tag'],
    ['has no such repository', 'master', 'nowhere', 'no git repository'],
  ])('because it %s, ends in a sentence', async (_, ref, path, sentence) => {
    await commit({ 'acme/x': '1.0.0' });
    const asked = fetching({ ref, url: `${server.url}/${path}` });
    await expect(asked).rejects.toMatchObject(failing('index_unreadable', sentence));
  });

  test.each([
    [401, 'index_unreadable', 'wants a login'],
    [500, 'index_unreadable', 'could not fetch'],
  ])('because it answers %i, ends in a sentence', async (status, code, sentence) => {
    server.instead(answering('/info/refs', status, 'text/plain', 'no'));
    await expect(fetching()).rejects.toMatchObject(failing(code, sentence));
  });

  test('because it is a web page, ends in a sentence', async () => {
    server.instead(answering('/info/refs', 200, 'text/html', '<h1>Hello</h1>'));
    await expect(fetching()).rejects.toMatchObject({ error: { code: 'index_unreadable' } });
  });

  test('because it is gone, is unreachable', async () => {
    const { url } = server;
    await server.close();
    await expect(fetching({ url: `${url}/index.git` })).rejects.toMatchObject(failing('unreachable', 'reached'));
  });

  test('in time, ends when it is stopped, and leaves nothing', async () => {
    await commit({ 'acme/x': '1.0.0' });
    const stop = new AbortController();
    const held = Promise.withResolvers<ServerResponse>();
    server.instead((request, response) => {
      if (request.method !== 'POST') return false;
      response.writeHead(200, { 'content-type': 'application/x-git-upload-pack-result' });
      response.write('0008NAK\n');
      held.resolve(response);
      return true;
    });
    const asked = fetching({ signal: stop.signal });
    const response = await held.promise;
    const closed = new Promise((resolve) => response.on('close', resolve));
    stop.abort(new Error('stopped'));
    await expect(asked).rejects.toThrow('stopped');
    await closed;
    expect(existsSync(`${copy()}.part`)).toBe(false);
  });
});

describe('a hostile server', () => {
  const blob = { type: BLOB, content: Buffer.from('hello') };
  const spoilt = packOf([blob]);
  spoilt[14] = (spoilt[14] ?? 0) ^ 0xff;
  test.each([
    ['no pack', uploadPackAnswer(Buffer.from('hello')), 'it is none'],
    ['nothing at all', Buffer.alloc(0), 'damaged'],
    ['a damaged pack', uploadPackAnswer(spoilt), 'damaged'],
    ['another commit', uploadPackAnswer(packOf([blob])), 'damaged'],
  ])('that sends %s is not believed', async (_, body, sentence) => {
    await commit({ 'acme/x': '1.0.0' });
    server.instead(sending(body));
    await expect(fetching()).rejects.toMatchObject(failing('index_unreadable', sentence));
    expect(existsSync(`${copy()}.part`)).toBe(false);
  });

  test('that sends more than an index can hold is cut off', async () => {
    await commit({ 'acme/x': '1.0.0' });
    server.instead(sending(uploadPackAnswer(packOf([{ ...blob, content: randomBytes(300_000) }]))));
    await expect(fetching({ mostBytes: 100_000 })).rejects.toMatchObject(failing('too_large', 'more than an index'));
  });

  test('that leads a name out of the repository writes nothing there', async () => {
    const head = await commit({ 'acme/x': '1.0.0' });
    const out = 'refs/heads/../../../../../../escaped';
    const refs = { 'refs/heads/master': head, [out]: head };
    const body = advertisement(refs, `symref=refs/heads/master:${out}`);
    server.instead(answering('/info/refs', 200, 'application/x-git-upload-pack-advertisement', body));
    await fetching().catch(() => undefined);
    expect((await readdir(folder)).sort()).toEqual(['copy', 'index.git']);
    expect(existsSync(join(folder, '..', 'escaped'))).toBe(false);
  });

  test('takes nothing from what was fetched before', async () => {
    await commit({ 'acme/x': '1.0.0' });
    const before = await fetching();
    await commit({ 'acme/y': '1.0.0' });
    server.instead(sending(uploadPackAnswer(spoilt)));
    await expect(fetching()).rejects.toMatchObject({ error: { code: 'index_unreadable' } });
    expect(await namesIn(before)).toEqual(['acme/x']);
  });
});
