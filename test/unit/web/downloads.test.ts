import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { createDownloads, type Downloads } from '../../../main/web/downloads.ts';
import { startWebServer, type WebServer } from '../../../main/web/server.ts';
import { sendRaw } from '../../support/rawRequest.ts';
import { createSmallApp } from '../../support/smallApp.ts';
import { signIn } from '../../support/transports.ts';

const offered = { name: 'acme_json-1.0.0+a.tar.gz', file: '/nowhere/a.tar.gz' };

describe('a path', () => {
  test('is good once and cannot be guessed', () => {
    const downloads = createDownloads();
    const [one, other] = [downloads.offer(offered), downloads.offer(offered)];
    expect(one).toMatch(/^\/download\/[\w-]{43}$/);
    expect(one).not.toBe(other);
    expect(downloads.take(one)).toEqual(offered);
    expect(downloads.take(one)).toBeNull();
    expect(downloads.take(other)).toEqual(offered);
  });

  test('is good for less than a minute', () => {
    let now = 0;
    const downloads = createDownloads(() => now);
    const [early, late] = [downloads.offer(offered), downloads.offer(offered)];
    now = 59_999;
    expect(downloads.take(early)).toEqual(offered);
    now = 60_000;
    expect(downloads.take(late)).toBeNull();
  });
});

describe('over HTTP', () => {
  let folder: string;
  let file: string;
  let downloads: Downloads;
  let server: WebServer;
  let cookie: string;

  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'downloads-'));
    file = join(folder, 'archive');
    await writeFile(file, 'the bytes');
    downloads = createDownloads();
    server = await startWebServer({ app: createSmallApp(), downloads, pageFolder: folder, port: 0 });
    ({ cookie } = await signIn(server.url));
  });
  afterEach(async () => {
    await server.close();
    await rm(folder, { recursive: true });
  });

  const get = (path: string, headers: Record<string, string> = { cookie }) =>
    sendRaw({ port: server.port, path, headers });

  test('the file comes once, to be saved under its name', async () => {
    const path = downloads.offer({ name: 'acme_json-1.0.0+a.tar.gz', file });
    const answer = await get(path);
    expect(answer).toMatchObject({ status: 200, text: 'the bytes' });
    expect(answer.headers).toMatchObject({
      'content-disposition': 'attachment; filename="acme_json-1.0.0+a.tar.gz"',
      'content-length': '9',
      'content-type': 'application/octet-stream',
      'cache-control': 'no-store',
      'x-content-type-options': 'nosniff',
    });
    expect((await get(path)).status).toBe(404);
  });

  test('a name neither ends its quotes nor leads to another folder', async () => {
    const { headers } = await get(downloads.offer({ name: '../a"; x="\r\nb', file }));
    expect(headers['content-disposition']).toBe('attachment; filename=".._a___x____b"');
  });

  test('an unknown path, and a file that is gone, answer 404', async () => {
    expect((await get('/download/unknown')).status).toBe(404);
    expect((await get(downloads.offer({ name: 'a', file: join(folder, 'gone') }))).status).toBe(404);
  });

  test('who has no cookie, or is another page, gets nothing and does not use it up', async () => {
    const path = downloads.offer({ name: 'a', file });
    expect((await get(path, {})).status).toBe(403);
    expect((await get(path, { cookie, origin: 'https://elba.example' })).status).toBe(403);
    expect((await get(path, { cookie, host: 'elba.example' })).status).toBe(421);
    expect((await get(path, { cookie, 'sec-fetch-site': 'cross-site' })).status).toBe(403);
    expect(await get(path)).toMatchObject({ status: 200, text: 'the bytes' });
  });
});
