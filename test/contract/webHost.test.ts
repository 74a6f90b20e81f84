import { rm } from 'node:fs/promises';
import { connect } from 'node:net';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { contentSecurityPolicy } from '../../main/pagePolicy.ts';
import { startWebServer, type WebServer } from '../../main/web/server.ts';
import { type RawAnswer, type RawRequest, sendRaw } from '../support/rawRequest.ts';
import { createSmallApp, type SmallApp } from '../support/smallApp.ts';
import { makePageFolder, signIn } from '../support/transports.ts';

let app: SmallApp;
let pageFolder: string;
let server: WebServer;
let origin: string;
let cookie: string;

beforeEach(async () => {
  app = createSmallApp();
  pageFolder = await makePageFolder();
  server = await startWebServer({ app, pageFolder, port: 0, maxStreams: 3 });
  ({ origin, cookie } = await signIn(server.url));
});
afterEach(async () => {
  await server.close();
  await rm(pageFolder, { recursive: true });
});

const send = (request: Omit<RawRequest, 'port'>): Promise<RawAnswer> => sendRaw({ port: server.port, ...request });

const call = (change: Partial<RawRequest> = {}): Promise<RawAnswer> =>
  send({
    method: 'POST',
    path: '/call/settings.set',
    body: JSON.stringify({ input: { theme: 'dark' } }),
    ...change,
    headers: { cookie, origin, 'content-type': 'application/json', ...change.headers },
  });

const isRefused = ({ status, text }: RawAnswer): void => {
  expect(status).toBeGreaterThanOrEqual(400);
  expect(text).not.toContain('"ok":true');
  expect(text).not.toContain('<title>');
};

describe('the key of the run', () => {
  it('is exchanged for a cookie that no script can read, by a redirect to /', async () => {
    const answer = await send({ path: new URL(server.url).pathname + new URL(server.url).search });
    expect(answer.status).toBe(303);
    expect(answer.headers.location).toBe('/');
    expect(String(answer.headers['set-cookie'])).toMatch(/; Path=\/; HttpOnly; SameSite=Strict$/);
    expect(String(answer.headers['set-cookie'])).not.toContain(new URL(server.url).searchParams.get('key'));
  });

  it('opens nothing without it', async () => {
    for (const path of ['/', '/script.js', '/events', '/?key=', '/?key=wrong', '/call/app.snapshot'])
      isRefused(await send({ path }));
    isRefused(await call({ headers: { cookie: '' } }));
    isRefused(await call({ headers: { cookie: `${cookie.split('=')[0]}=wrong` } }));
  });

  it('is good again and again in the printed address, once in the one for a browser', async () => {
    expect((await send({ path: `/${new URL(server.url).search}` })).status).toBe(303);
    expect((await send({ path: `/${new URL(server.url).search}` })).status).toBe(303);
    const once = `/${new URL(server.urlForOnce()).search}`;
    expect((await send({ path: once })).status).toBe(303);
    expect((await send({ path: once })).status).toBe(403);
  });

  it('differs from run to run', async () => {
    const other = await startWebServer({ app, pageFolder, port: 0 });
    expect(new URL(other.url).searchParams.get('key')).not.toBe(new URL(server.url).searchParams.get('key'));
    isRefused(await sendRaw({ port: other.port, path: '/', headers: { cookie } }));
    await other.close();
  });
});

describe('who may ask', () => {
  it.each(['elba.example', 'localhost', '127.0.0.1', '[::1]'])('refuses the Host %j', async (host) => {
    isRefused(await send({ headers: { host, cookie } }));
    isRefused(await call({ headers: { host } }));
    isRefused(await send({ path: new URL(server.url).search, headers: { host } }));
  });

  it.each(['https://elba.example', 'null', 'http://127.0.0.1:1', 'http://localhost'])(
    'refuses the Origin %j',
    async (foreign) => {
      isRefused(await call({ headers: { origin: foreign } }));
      isRefused(await send({ headers: { cookie, origin: foreign } }));
      isRefused(await send({ path: '/events', headers: { cookie, origin: foreign } }));
    },
  );

  it('refuses a call that does not say where it comes from', async () => {
    isRefused(
      await send({
        method: 'POST',
        path: '/call/settings.set',
        headers: { cookie, 'content-type': 'application/json' },
        body: '{}',
      }),
    );
  });

  it('refuses what a page at another port of this computer loads, though it gets the cookie', async () => {
    for (const site of ['same-site', 'cross-site'])
      isRefused(
        await send({ path: '/events', headers: { cookie, 'sec-fetch-site': site, 'sec-fetch-mode': 'no-cors' } }),
      );
  });

  it.each(['text/plain', 'application/x-www-form-urlencoded', 'multipart/form-data', ''])(
    'refuses a call with the content type %j, which a form could send',
    async (type) => isRefused(await call({ headers: { 'content-type': type } })),
  );

  it('listens on 127.0.0.1 alone', async () => {
    const failed = await new Promise<boolean>((resolve) => {
      const socket = connect({ host: '::1', port: server.port });
      socket.once('error', () => resolve(true));
      socket.once('connect', () => {
        socket.destroy();
        resolve(false);
      });
    });
    expect(failed).toBe(true);
  });
});

describe('the page', () => {
  it('comes with the policy and the other headers', async () => {
    const answer = await send({ headers: { cookie } });
    expect(answer.text).toContain('<title>page</title>');
    expect(answer.headers['content-type']).toBe('text/html; charset=utf-8');
    expect(answer.headers['content-security-policy']).toBe(contentSecurityPolicy('own-origin'));
    expect(answer.headers['x-content-type-options']).toBe('nosniff');
    expect(answer.headers['cache-control']).toBe('no-store');
    expect((await send({ path: '/script.js', headers: { cookie } })).headers['content-type']).toContain('javascript');
  });

  it.each([
    '/../package.json',
    '/%2e%2e/package.json',
    '/..%2fpackage.json',
    '/..%5cpackage.json',
    '/....//package.json',
    '//etc/hostname.js',
    '/%00.js',
    '/script.js/',
    '/script.js%00.css',
    '/.hidden.js',
    '/nothing.js',
    '/index.html/../../package.json',
    '/C:/windows/win.js',
  ])('has nothing at %s', async (path) => {
    const answer = await send({ path, headers: { cookie } });
    expect(answer.status).toBe(404);
  });

  it.each(['PUT', 'DELETE', 'PATCH', 'OPTIONS', 'TRACE', 'HEAD'])('refuses %s', async (method) =>
    isRefused(await send({ method, headers: { cookie, origin } })),
  );
});

describe('a call', () => {
  it('is refused over 1 MiB, with an answer that arrives', async () => {
    const answer = await call({ body: JSON.stringify({ input: { theme: 'x'.repeat(3 * 1024 * 1024) } }) });
    expect(answer.status).toBe(413);
    expect(JSON.parse(answer.text)).toMatchObject({ ok: false, error: { code: 'invalid_input' } });
  });

  it.each(['', '{', 'null', '[]', '"x"', '\u0000'])('is refused with the body %j', async (body) => {
    const answer = await call({ body });
    expect(answer.status).toBe(400);
    expect(JSON.parse(answer.text)).toMatchObject({ ok: false, error: { code: 'invalid_input' } });
  });
});

describe('event streams', () => {
  const openStream = (): Promise<Response> => fetch(`${origin}/events`, { headers: { cookie } });

  it('are counted: one too many is refused, and a closed one makes room', async () => {
    const streams = await Promise.all([openStream(), openStream(), openStream()]);
    const refused = await openStream();
    expect(refused.status).toBe(429);
    expect(await refused.json()).toMatchObject({ ok: false, error: { code: 'busy' } });
    await streams[0]?.body?.cancel();
    await vi.waitFor(async () => {
      const next = await openStream();
      expect(next.status).toBe(200);
      streams.push(next);
    });
    await Promise.all(streams.slice(1).map((stream) => stream.body?.cancel()));
  });

  it('drop a page that does not read', async () => {
    const socket = connect({ host: '127.0.0.1', port: server.port });
    socket.write(`GET /events HTTP/1.1\r\nHost: 127.0.0.1:${server.port}\r\nCookie: ${cookie}\r\n\r\n`);
    await new Promise((resolve) => socket.once('readable', resolve));
    const closed = new Promise((resolve) => socket.once('close', resolve));
    socket.on('error', () => undefined);
    // Not reading means that the kernel's buffers fill, and then the program's own, which is what is limited.
    for (let sent = 0; sent < 40; sent += 1) app.emit('registries.changed', 'x'.repeat(1024 * 1024));
    socket.resume();
    await closed;
  });
});

/** A batch as the page sends it. */
function batch(files: Array<{ path: string; text: string }>, folders: string[] = []): Buffer {
  const bodies = files.map(({ text }) => Buffer.from(text, 'utf8'));
  const header = Buffer.from(
    JSON.stringify({ files: files.map(({ path }, index) => ({ path, bytes: bodies[index]?.length })), folders }),
  );
  const length = Buffer.alloc(4);
  length.writeUInt32BE(header.length);
  return Buffer.concat([length, header, ...bodies]);
}

describe('a folder that comes in by the browser', () => {
  const stage = (body: Uint8Array, id = 'staging-1'): Promise<RawAnswer> =>
    send({ method: 'PUT', path: `/staging/${id}`, headers: { cookie, origin }, body });

  it('is begun, streamed in batches, and can be dropped', async () => {
    const begun = await send({ method: 'POST', path: '/staging', headers: { cookie, origin } });
    expect(JSON.parse(begun.text)).toEqual({ ok: true, value: { stagingId: 'staging-1' } });
    const deep = `${'d/'.repeat(300)}Main.idr`;
    await stage(
      batch(
        [
          { path: 'elba.toml', text: '[package]' },
          { path: 'empty', text: '' },
        ],
        ['target', '.git'],
      ),
    );
    await stage(batch([{ path: deep, text: 'ä'.repeat(500_000) }]));
    expect(Object.fromEntries(app.staged)).toEqual({
      'staging-1/elba.toml': '[package]',
      'staging-1/empty': '',
      [`staging-1/${deep}`]: 'ä'.repeat(500_000),
    });
    expect(app.notedFolders).toEqual(['staging-1/target', 'staging-1/.git']);
    await send({ method: 'DELETE', path: '/staging/staging-1', headers: { cookie, origin } });
    expect(app.staged.size).toBe(0);
  });

  it('refuses a path that leads out with a failure that can be shown', async () => {
    const answer = await stage(batch([{ path: '../escape', text: 'x'.repeat(2_000_000) }]));
    expect(JSON.parse(answer.text)).toEqual({
      ok: false,
      error: { code: 'invalid_input', message: 'The path ../escape leads out of the folder.' },
    });
    expect(app.staged.size).toBe(0);
  });

  it.each([
    ['nothing', Buffer.alloc(0)],
    ['half a length', Buffer.from([0, 0])],
    ['a header that is cut off', batch([{ path: 'a', text: 'x' }]).subarray(0, 10)],
    ['a file that is cut off', batch([{ path: 'a', text: 'long enough' }]).subarray(0, -3)],
    ['bytes after the last file', Buffer.concat([batch([{ path: 'a', text: 'x' }]), Buffer.from('more')])],
    ['a header that is not JSON', Buffer.concat([Buffer.from([0, 0, 0, 2]), Buffer.from('{x')])],
    ['a header of another form', Buffer.concat([Buffer.from([0, 0, 0, 2]), Buffer.from('[]')])],
    ['a header of 4 GB', Buffer.from([255, 255, 255, 255, 1])],
  ])('refuses %s', async (_what, body) => {
    expect(JSON.parse((await stage(body)).text)).toMatchObject({ ok: false, error: { code: 'invalid_input' } });
  });

  it('is dropped when the page goes away in the middle', async () => {
    await stage(batch([{ path: 'first', text: 'x' }]));
    const half = batch([{ path: 'second', text: 'y'.repeat(1000) }]).subarray(0, -100);
    const socket = connect({ host: '127.0.0.1', port: server.port });
    socket.write(
      `PUT /staging/staging-1 HTTP/1.1\r\nHost: 127.0.0.1:${server.port}\r\nOrigin: ${origin}\r\nCookie: ${cookie}\r\nContent-Length: ${half.length + 100}\r\n\r\n`,
    );
    socket.write(half, () => socket.destroy());
    await vi.waitFor(() => expect(app.staged.size).toBe(0));
  });

  it('refuses a sender without the key before a byte is kept', async () => {
    isRefused(
      await send({
        method: 'PUT',
        path: '/staging/staging-1',
        headers: { origin },
        body: batch([{ path: 'a', text: 'x' }]),
      }),
    );
    expect(app.staged.size).toBe(0);
  });
});

describe('the port', () => {
  it('that is taken is said in a sentence', async () => {
    await expect(startWebServer({ app, pageFolder, port: server.port })).rejects.toThrow(
      `Port ${server.port} is taken by another program. Choose another with --port, or leave --port out to take any free one.`,
    );
  });
});
