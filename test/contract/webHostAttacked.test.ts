import { lstat, mkdir, mkdtemp, readdir, rm } from 'node:fs/promises';
import { type ClientRequest, request } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { type App, createApp } from '../../main/app.ts';
import { startWebServer, type WebServer } from '../../main/web/server.ts';
import { sendRaw } from '../support/rawRequest.ts';
import { testHost } from '../support/testHost.ts';
import { makePageFolder, signIn } from '../support/transports.ts';

let place: string;
let pageFolder: string;
let app: App;
let server: WebServer;
let origin: string;
let cookie: string;
let logged: string[];

/** The real application behind the real server, in a folder of its own, with nothing that a test chose. */
beforeEach(async () => {
  place = await mkdtemp(join(tmpdir(), 'attacked-'));
  const dataFolder = join(place, 'data');
  await mkdir(dataFolder);
  const host = testHost({ dataFolder, folders: 'staging' });
  logged = host.logged;
  app = await createApp(host);
  pageFolder = await makePageFolder();
  server = await startWebServer({ app, pageFolder, port: 0 });
  ({ origin, cookie } = await signIn(server.url));
});
afterEach(async () => {
  await server.close();
  await app.close();
  await Promise.all([place, pageFolder].map((folder) => rm(folder, { recursive: true, force: true })));
});

const post = (path: string, input: unknown, headers: Record<string, string> = {}) =>
  sendRaw({
    port: server.port,
    method: 'POST',
    path,
    headers: { cookie, origin, 'content-type': 'application/json', ...headers },
    body: JSON.stringify({ input }),
  });

/** Opens an event stream and answers the status, or null where the connection was not taken. */
function openStream(open: ClientRequest[]): Promise<number | null> {
  return new Promise((resolve) => {
    const stream = request({
      port: server.port,
      host: '127.0.0.1',
      path: '/events',
      headers: { cookie },
      agent: false,
    });
    open.push(stream);
    stream.on('response', (answer) => {
      answer.on('error', () => undefined);
      resolve(answer.statusCode ?? 0);
    });
    stream.on('error', () => resolve(null));
    stream.end();
  });
}

test('a thousand event streams at once: a few are served, the others refused, and the page still works', async () => {
  const open: ClientRequest[] = [];
  const statuses = await Promise.all(Array.from({ length: 1000 }, () => openStream(open)));
  const count = (wanted: number | null) => statuses.filter((status) => status === wanted).length;
  expect(count(200)).toBeGreaterThan(0);
  expect(count(200)).toBeLessThanOrEqual(32);
  expect(count(200) + count(429) + count(null)).toBe(1000);
  for (const stream of open) stream.destroy();
  await expect
    .poll(() =>
      post('/call/app.snapshot', undefined).then(
        (answer) => JSON.parse(answer.text).ok,
        () => false,
      ),
    )
    .toBe(true);
});

test('neither the key of the run nor its cookie is in the log or in any answer, whatever is asked', async () => {
  const key = new URL(server.url).searchParams.get('key') ?? '';
  const session = cookie.split('=')[1] ?? '';
  const answers = await Promise.all([
    sendRaw({ port: server.port, path: `/?key=${key}x`, headers: {} }),
    sendRaw({ port: server.port, path: `/nothing?key=${key}`, headers: { cookie } }),
    sendRaw({ port: server.port, path: `/?key=${key}`, headers: { host: 'elba.example' } }),
    post('/call/nothing', { key, session }),
    post(`/call/app.reportProblem?key=${key}`, { message: 7 }),
    post('/call/settings.set', { theme: session }),
    sendRaw({ port: server.port, path: '/', headers: { cookie } }),
  ]);
  const said = [...answers.map(({ text, headers }) => text + JSON.stringify(headers)), ...logged].join('\n');
  expect(key.length + session.length).toBeGreaterThan(80);
  for (const secret of [key, session]) expect(said).not.toContain(secret);
  // Where a page of the program leads elsewhere, its address is not told there.
  expect(answers.at(-1)?.headers['referrer-policy']).toBe('no-referrer');
});

/** A batch of one file, as the page sends it. */
function batchOf(path: string): Buffer {
  const header = Buffer.from(JSON.stringify({ files: [{ path, bytes: 4 }], folders: [] }));
  const length = Buffer.alloc(4);
  length.writeUInt32BE(header.length);
  return Buffer.concat([length, header, Buffer.from('evil')]);
}

test.each([
  '../evil',
  '../../evil',
  'a/../../evil',
  '/tmp/evil-absolute',
  'a/./evil',
  'a//evil',
  '..\\evil',
  'C:\\evil',
  'a/\u0000evil',
  '.',
  '',
  'a/',
  '%2e%2e/%2e%2e/evil',
  'evil\u202egnp.exe',
])('an uploaded file named %j stays in its own folder or is refused', async (path) => {
  const before = await readdir(place, { recursive: true });
  const begun = JSON.parse((await post('/staging', undefined)).text);
  const answer = await sendRaw({
    port: server.port,
    method: 'PUT',
    path: `/staging/${begun.value.stagingId}`,
    headers: { cookie, origin },
    body: batchOf(path),
  });
  const after = (await readdir(place, { recursive: true })).filter((name) => !before.includes(name));
  const files = [];
  for (const name of after) if ((await lstat(join(place, name))).isFile()) files.push(name);
  expect(files.every((name) => /^data\/.*staging/.test(name))).toBe(true);
  if (!JSON.parse(answer.text).ok) expect(files).toEqual([]);
  await expect(lstat('/tmp/evil-absolute')).rejects.toThrow();
});

test('a form and a fetch of another page change nothing, though the browser sends the cookie along', async () => {
  const foreign = { origin: 'http://127.0.0.1:1', 'sec-fetch-site': 'same-site' };
  const tries = [
    post('/call/settings.set', { theme: 'dark' }, foreign),
    post('/call/settings.set', { theme: 'dark' }, { ...foreign, 'content-type': 'text/plain' }),
    post('/call/settings.set', { theme: 'dark' }, { 'content-type': 'text/plain' }),
    post('/staging', undefined, foreign),
    sendRaw({ port: server.port, method: 'OPTIONS', path: '/call/settings.set', headers: { cookie, ...foreign } }),
  ];
  for (const { status, headers } of await Promise.all(tries)) {
    expect(status).toBeGreaterThanOrEqual(400);
    expect(headers['access-control-allow-origin']).toBeUndefined();
  }
  const { value } = JSON.parse((await post('/call/app.snapshot', undefined)).text);
  expect(value.settings.theme).toBe('system');
});
