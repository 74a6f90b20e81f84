import { createServer } from 'node:http';
import { connect, type Socket } from 'node:net';
import { networkInterfaces } from 'node:os';
import { describe, expect, it } from 'vitest';
import { ask, closed, freshFolder, opened, withPeople } from './running.ts';
import { packageOf } from './uploads.ts';

const groups = '/api/v1/packages/groups';

const connected = (port: number, host = '127.0.0.1'): Promise<Socket> =>
  new Promise((resolve, reject) => {
    const socket = connect(port, host, () => resolve(socket));
    socket.on('error', reject);
  });

const allOf = (socket: Socket): Promise<string> =>
  new Promise((resolve) => {
    let said = '';
    socket.on('data', (piece) => {
      said += piece;
    });
    socket.on('close', () => resolve(said)).on('error', () => undefined);
  });

describe('a browser', () => {
  it('cannot reach it under another name (DNS rebinding)', async () => {
    const { registry } = await withPeople();
    for (const host of ['evil.example', `evil.example:${registry.port}`, '127.0.0.1', `127.0.0.1:${registry.port + 1}`])
      expect((await ask(registry, 'GET', groups, { headers: { host } })).status).toBe(403);
    for (const host of [`127.0.0.1:${registry.port}`, `localhost:${registry.port}`])
      expect((await ask(registry, 'GET', groups, { headers: { host } })).status).toBe(200);
  });

  it('cannot write to it or read from it on behalf of a page', async () => {
    const { registry, tokens } = await withPeople();
    const path = `/api/v1/publish?token=${tokens.ALICE}`;
    const body = packageOf('alice/pkg', '1.0.0');
    for (const headers of [
      { origin: 'https://evil.example' },
      { origin: 'null' },
      { origin: `http://127.0.0.1:${registry.port + 1}` },
      { 'sec-fetch-site': 'cross-site' },
    ])
      expect((await ask(registry, 'PUT', path, { body, headers })).status).toBe(403);
    expect(registry.stats().packages).toBe(0);
    const headers = { origin: 'https://evil.example' };
    const preflight = await ask(registry, 'OPTIONS', path, { headers });
    expect(preflight.status).toBe(403);
    expect(preflight.headers['access-control-allow-origin']).toBeUndefined();
  });
});

describe('the network', () => {
  const others = Object.values(networkInterfaces())
    .flatMap((list) => list ?? [])
    .filter(({ family, internal }) => family === 'IPv4' && !internal)
    .map(({ address }) => address);

  it.skipIf(others.length === 0)('cannot reach it from outside', async () => {
    const { registry } = await withPeople();
    for (const address of others) await expect(connected(registry.port, address)).rejects.toThrow('ECONNREFUSED');
  });
});

describe('a connection', () => {
  const stalling = (port: number): string =>
    `PUT /api/v1/publish?token=x HTTP/1.1\r\nHost: 127.0.0.1:${port}\r\nContent-Length: 1000\r\n\r\nhalf`;

  it('on which a body stalls is given up, and the next request is served', async () => {
    const { registry } = await withPeople({ stallMs: 100 });
    const socket = await connected(registry.port);
    socket.write(stalling(registry.port));
    await allOf(socket);
    expect((await ask(registry, 'GET', groups)).status).toBe(200);
  });

  it('that stalls does not keep the registry from closing', async () => {
    const { registry } = await withPeople();
    const socket = await connected(registry.port);
    socket.write(stalling(registry.port));
    const over = allOf(socket);
    const idle = await connected(registry.port);
    const idleOver = allOf(idle);
    await ask(registry, 'GET', groups);
    await closed(registry);
    await over;
    await idleOver;
  });

  it('may speak HTTP/1.0 and send nonsense, and hears an answer', async () => {
    const { registry } = await withPeople();
    const old = await connected(registry.port);
    old.write(`GET ${groups} HTTP/1.0\r\n\r\n`);
    expect(await allOf(old)).toMatch(/^HTTP\/1\.1 200 OK/);
    const odd = await connected(registry.port);
    odd.write('this is not HTTP\r\n\r\n');
    expect(await allOf(odd)).toMatch(/^HTTP\/1\.1 400 /);
  });
});

describe('closing', () => {
  it('lets a publish under way finish', async () => {
    const folder = freshFolder();
    const registry = await opened(folder);
    const alice = await registry.addUser('alice');
    const token = await registry.createToken(alice.id);
    const body = packageOf('alice/pkg', '1.0.0');
    const socket = await connected(registry.port);
    const answer = allOf(socket);
    socket.write(
      `PUT /api/v1/publish?token=${token} HTTP/1.1\r\nHost: 127.0.0.1:${registry.port}\r\nContent-Length: ${body.length}\r\nExpect: 100-continue\r\n\r\n`,
    );
    await new Promise((resolve) => socket.once('data', resolve));
    const closing = closed(registry);
    socket.write(body);
    await closing;
    expect(await answer).toContain('HTTP/1.1 200 OK');
    const again = await opened(folder);
    expect(again.stats().packages).toBe(1);
  });

  it('frees the port', async () => {
    const { registry } = await withPeople();
    await closed(registry);
    const server = createServer();
    await new Promise<void>((resolve, reject) =>
      server.on('error', reject).listen(registry.port, '127.0.0.1', resolve),
    );
    await new Promise((resolve) => server.close(resolve));
  });
});
