import { execFileSync } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { createServer, type RequestListener } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { create } from 'tar';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { understandAddress } from '../../../main/registries/understandAddress.ts';
import type { Finding, LookReport, LookWish } from '../../../shared/look.ts';
import { prepareElbaHome } from '../../support/elbaHome.ts';
import { type FaultyRegistry, startFaultyRegistry } from '../../support/faultyRegistry.ts';
import { indexLine, writeIndex } from '../../support/indexFolder.ts';
import { startProxy } from '../../support/proxy.ts';
import { startTestApp, type TestApp } from '../../support/testHost.ts';

let folder: string;
let registry: FaultyRegistry;
let app: TestApp;
const closers: (() => void)[] = [];

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'look-'));
  registry = await startFaultyRegistry({ tokens: ['t'] });
  await prepareElbaHome(join(folder, 'home'), {});
  app = await startTestApp({ dataFolder: join(folder, 'data'), homeFolder: join(folder, 'home') });
});
afterEach(async () => {
  await app.close();
  for (const close of closers.splice(0)) close();
  await registry.close();
  await rm(folder, { recursive: true });
});

async function serve(listener: RequestListener): Promise<string> {
  const server = createServer(listener);
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  closers.push(() => server.close());
  const address = server.address();
  return `http://127.0.0.1:${typeof address === 'object' && address !== null ? address.port : 0}`;
}

const look = (address: string, more: Partial<LookWish> = {}): Promise<LookReport> =>
  app.call('registries.look', { lookId: 'l1', address, allowPlainHttp: false, ...more });
const finding = (report: LookReport, id: Finding['id']) => report.findings.find((one) => one.id === id);

describe('a look at an address', () => {
  test('finds out whether it is there and what it speaks, tells that as it goes, and writes nothing', async () => {
    const report = await look(registry.url);
    expect(report).toMatchObject({ done: true, url: registry.url, family: 'packages', index: '', hasToken: false });
    expect(finding(report, 'reach')).toMatchObject({ state: 'good', title: 'Reachable over plain http' });
    expect(finding(report, 'family')?.title).toBe('Packages routes');
    expect(
      registry.requests.every(({ method, token }) => token === null && (method === 'GET' || method === 'PATCH')),
    ).toBe(true);
    expect(registry.store.versions.size).toBe(0);
    expect((await app.call('app.snapshot', undefined)).registries).toEqual([]);
    const told = app.heard.filter(({ name }) => name === 'look.changed').map(({ payload }) => payload);
    expect(told.length).toBeGreaterThan(3);
    expect(told.at(-1)).toEqual(report);
  });

  test('tells the other kind of routes apart', async () => {
    const other = await startFaultyRegistry({ tokens: ['t'], families: ['documented'] });
    closers.push(() => void other.close());
    expect(await look(other.url)).toMatchObject({ family: 'documented' });
  });

  test('of an index folder follows to the registry that it names', async () => {
    await writeIndex(join(folder, 'index'), [indexLine('a/b', '1.0.0')], registry.url);
    const report = await look(join(folder, 'index'));
    expect(report).toMatchObject({
      url: registry.url,
      index: `index+dir+${join(folder, 'index')}`,
      family: 'packages',
      name: 'Index',
    });
    expect(finding(report, 'index')).toMatchObject({ state: 'good' });
    expect(finding(report, 'belong')).toBeUndefined();
  });

  test('of a packed index reads no more than its first page of it', async () => {
    await writeIndex(join(folder, 'index'), [indexLine('a/b', '1.0.0')], registry.url);
    await create({ cwd: join(folder, 'index'), file: join(folder, 'index.tar.gz'), gzip: true }, ['index.toml', 'a']);
    const packed = await readFile(join(folder, 'index.tar.gz'));
    const url = await serve((_, response) => response.end(packed));
    const report = await look(`${url}/index.tar.gz`);
    expect(report).toMatchObject({ url: registry.url, index: `index+tar+${url}/index.tar.gz` });
    const wrong = await serve((_, response) => response.end('<html>hello</html>'));
    expect(finding(await look(`${wrong}/index.tar.gz`), 'index')).toMatchObject({
      state: 'bad',
      error: { code: 'index_unreadable' },
    });
  });

  test('of a git index fetches it for the look alone, and follows to the registry that it names', async () => {
    const work = join(folder, 'git-index');
    await writeIndex(work, [indexLine('a/b', '1.0.0')], registry.url);
    const git = (...args: string[]) =>
      execFileSync('git', ['-C', work, '-c', 'user.name=a', '-c', 'user.email=a@b', ...args]);
    git('init', '-q', '-b', 'main');
    git('add', '.');
    git('commit', '-q', '-m', 'index');
    const report = await look(`index+git+file://${work}#main`);
    expect(report).toMatchObject({ url: registry.url, family: 'packages', index: `index+git+file://${work}#main` });
    expect(finding(await look(`index+git+file://${work}#gone`), 'index')).toMatchObject({
      state: 'bad',
      error: { code: 'index_unreadable' },
    });
    expect((await readdir(join(folder, 'data'), { recursive: true })).filter((name) => name.includes('look-'))).toEqual(
      [],
    );
  });

  test('of an index from elsewhere that leads to this computer asks nobody there', async () => {
    await writeIndex(join(folder, 'index'), [indexLine('a/b', '1.0.0')], registry.url);
    await create({ cwd: join(folder, 'index'), file: join(folder, 'index.tar.gz'), gzip: true }, ['index.toml']);
    const packed = await readFile(join(folder, 'index.tar.gz'));
    const url = await serve((_, response) => response.end(packed));
    const proxy = await startProxy(Number(new URL(url).port));
    closers.push(() => void proxy.close());
    const network = { proxy: { kind: 'url', url: proxy.url } } as const;
    const report = await look('http://files.example/index.tar.gz', { allowPlainHttp: true, network });
    expect(finding(report, 'index')).toMatchObject({ state: 'bad', error: { code: 'redirected' } });
    expect(report.url).toBe('');
    expect(registry.requests).toEqual([]);
  });

  test('of an index that names nobody says so, and what is no index', async () => {
    await writeIndex(join(folder, 'index'), []);
    expect(finding(await look(join(folder, 'index')), 'index')).toMatchObject({ state: 'open' });
    expect(finding(await look(join(folder, 'data')), 'index')).toMatchObject({
      state: 'bad',
      text: expect.stringContaining('There is no index.toml'),
    });
  });

  test('finds the index that elba has for a registry, and that elba has a token for it', async () => {
    const index = `index+dir+${join(folder, 'index')}`;
    await writeIndex(join(folder, 'index'), [], `${registry.url}/`);
    await prepareElbaHome(join(folder, 'home'), { orchid: index }, { [index]: 'plain' });
    const report = await look(registry.url);
    expect(report).toMatchObject({ index, hasToken: true, name: 'Orchid' });
    expect(finding(report, 'belong')).toMatchObject({ state: 'good' });
    expect(finding(report, 'token')?.text).toContain('logins.toml');
    expect(app.everything()).not.toContain('plain"');
  });

  test('asks nobody over plain http before that is agreed to', async () => {
    const report = await look('http://registry.example');
    expect(report).toMatchObject({ wantsConsent: true, done: true });
    expect(finding(report, 'reach')).toMatchObject({ state: 'bad', title: 'Not asked' });
  });

  test('of what is not there, or no registry, ends in a finding', async () => {
    await registry.close();
    expect(finding(await look(registry.url), 'reach')).toMatchObject({ state: 'bad', error: { code: 'unreachable' } });
    const site = await serve((_, response) => response.setHeader('content-type', 'text/html').end('<html>hi</html>'));
    expect(finding(await look(site), 'reach')).toMatchObject({ state: 'bad', error: { code: 'unexpected_answer' } });
    registry = await startFaultyRegistry({ tokens: ['t'] });
  });

  test('notices that the clocks differ', async () => {
    const late = new Date(Date.now() - 3 * 3_600_000).toUTCString();
    const url = await serve((_, response) => response.setHeader('date', late).end('{"groups":[]}'));
    expect(finding(await look(url), 'clock')).toMatchObject({
      state: 'bad',
      text: expect.stringContaining('3 hours ahead of the registry'),
    });
    expect(finding(await look(registry.url), 'clock')).toBeUndefined();
  });

  test('says where the same address is in the list', async () => {
    const profile = { colour: 'teal', family: 'auto', production: false, allowPlainHttp: false, index: '' } as const;
    const { id } = await app.call('registries.add', { ...profile, name: 'Mine', url: registry.url });
    const report = await look(`${registry.url}/api/v1/packages/groups`);
    expect(report.known).toBe(id);
    expect(finding(report, 'known')?.text).toContain('Mine has this address');
  });

  test('can be stopped', async () => {
    let asked = (): void => {};
    const arrived = new Promise<void>((resolve) => {
      asked = resolve;
    });
    const url = await serve(() => asked());
    const looking = look(url);
    await arrived;
    await app.call('registries.stopLooking', { lookId: 'l1' });
    expect(finding(await looking, 'reach')).toMatchObject({ state: 'bad', error: { code: 'cancelled' } });
  });

  test('refuses what is no address', async () => {
    await expect(look('hello there')).rejects.toMatchObject({ error: { code: 'invalid_input' } });
  });
});

test.each([
  ['https://registry.example/', { kind: 'url', url: 'https://registry.example' }],
  ['registry.example/elba', { kind: 'url', url: 'https://registry.example/elba' }],
  ['localhost:8000', { kind: 'url', url: 'http://localhost:8000' }],
  ['127.0.0.1:8000', { kind: 'url', url: 'http://127.0.0.1:8000' }],
  ['https://a.example/x/api/v1/packages/search?q=', { kind: 'url', url: 'https://a.example/x' }],
  ['index+git+https://a.example/i#main', { kind: 'index', index: 'index+git+https://a.example/i#main' }],
  ['tar+https://a.example/i.tgz', { kind: 'index', index: 'index+tar+https://a.example/i.tgz' }],
  ['https://a.example/i.tar.gz', { kind: 'index', index: 'index+tar+https://a.example/i.tar.gz' }],
  ['https://github.com/elba/index.git', { kind: 'index', index: 'index+git+https://github.com/elba/index.git' }],
  ['ssh://git@a.example/i', { kind: 'index', index: 'index+git+ssh://git@a.example/i' }],
  ['/srv/index/', { kind: 'index', index: 'index+dir+/srv/index' }],
  ['/srv/index/index.toml', { kind: 'index', index: 'index+dir+/srv/index' }],
  ['"/srv/my index"', { kind: 'index', index: 'index+dir+/srv/my index' }],
  ['file:///srv/my%20index', { kind: 'index', index: 'index+dir+/srv/my index' }],
  ['~/index', { kind: 'index', index: 'index+dir+/home/me/index' }],
])('%s is understood', (text, understood) => {
  expect(understandAddress(text, '/home/me')).toEqual(understood);
});

test.each(['hello', 'index+svn+x', 'index+dir+relative', 'ftp://a.example', 'https://me:pw@a.example', ''])(
  '%j is refused',
  (text) => {
    expect(() => understandAddress(text, '/home/me')).toThrow(/./);
  },
);
