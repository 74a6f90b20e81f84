import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { closeSync, openSync, writeSync } from 'node:fs';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { createServer as createSecureServer } from 'node:https';
import { createServer, type Server } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { getCACertificates, setDefaultCACertificates } from 'node:tls';
import { Worker } from 'node:worker_threads';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test, vi } from 'vitest';
import { createSend, type SendRequest } from '../../../main/api/transport.ts';
import { directly } from '../../../main/api/way.ts';
import { sealArchive } from '../../../main/archive/seal.ts';
import { type Identity, makeAuthority, makeCertificate } from '../../support/certificates.ts';
import { type FaultyRegistry, startFaultyRegistry } from '../../support/faultyRegistry.ts';
import { sha256Of } from '../../support/hash.ts';

const send = createSend(directly);
const SMALL = randomBytes(200_000);
const BIG = Buffer.alloc(24_000_000, 'big');
/** Long enough for a busy machine; the tests that wait for a stall say a shorter one. */
const PATIENT_MS = 15_000;
const STALL_MS = 200;
const PATH = '/api/v1/packages/alice/pkg/1.0.0/publish?token=t';

let folder: string;
let registry: FaultyRegistry;

const bodyOf = (bytes: Buffer) => ({
  file: join(folder, bytes === BIG ? 'big' : 'small'),
  bytes: bytes.length,
  sha256: sha256Of(bytes),
});
/** The seal of a file that has lain there for a moment. */
const sealed = (file: string, sha256: string) =>
  vi.waitFor(
    async () => {
      const seal = await sealArchive(file, sha256);
      if (seal === null) throw new Error('It was written just now.');
      return seal;
    },
    { timeout: 5000 },
  );
const put = (bytes: Buffer, more: Partial<SendRequest> = {}) =>
  send({ method: 'PUT', url: new URL(PATH, registry.url), body: bodyOf(bytes), stallMs: PATIENT_MS, ...more });
const get = (url: string | URL, more: Partial<SendRequest> = {}) =>
  send({ method: 'GET', url: new URL(url), stallMs: PATIENT_MS, ...more });

async function listening(server: Server): Promise<number> {
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  if (address === null || typeof address === 'string') throw new TypeError('The server has no port.');
  return address.port;
}

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'transport-'));
  await writeFile(join(folder, 'small'), SMALL);
  await writeFile(join(folder, 'big'), BIG);
});
afterAll(() => rm(folder, { recursive: true }));
beforeEach(async () => {
  registry = await startFaultyRegistry({ tokens: ['t'] });
});
afterEach(() => registry.close());

describe('an upload', () => {
  test('sends exactly the bytes of the file, with their length and no encoding', async () => {
    const progress: number[] = [];
    const answer = await put(SMALL, { onProgress: (bytes) => progress.push(bytes) });
    expect(answer).toMatchObject({ status: 200, text: '{}', cut: false, sent: { left: 'all', bytes: 200_000 } });
    expect(registry.store.versions.get('alice/pkg 1.0.0')?.bytes.equals(SMALL)).toBe(true);
    const headers = registry.requests[0]?.headers;
    expect(headers).toMatchObject({ 'content-length': '200000', connection: 'close' });
    for (const absent of ['content-encoding', 'transfer-encoding', 'expect'])
      expect(headers).not.toHaveProperty(absent);
    expect(progress.at(-1)).toBe(200_000);
    expect(progress).toEqual([...progress].sort((a, b) => a - b));
  });

  test('of a file that is not the one that was reviewed never arrives whole', async () => {
    const body = { ...bodyOf(SMALL), sha256: sha256Of(BIG) };
    await expect(put(SMALL, { body })).rejects.toMatchObject({ code: 'archive_missing', sent: { left: 'part' } });
    await expect(put(SMALL, { body: { ...bodyOf(SMALL), bytes: 5 } })).rejects.toMatchObject({
      code: 'archive_missing',
      sent: { left: 'nothing' },
    });
    await expect(put(SMALL, { body: { ...body, file: join(folder, 'none') } })).rejects.toMatchObject({
      code: 'archive_missing',
      sent: { left: 'nothing' },
    });
    expect(registry.store.versions.size).toBe(0);
  });

  test('of a file whose seal is known is not hashed once more, however it goes on', async () => {
    const file = join(folder, 'sealed');
    await writeFile(file, BIG);
    const seal = await sealed(file, sha256Of(BIG));
    const body = { ...bodyOf(BIG), file, seal };
    await expect(put(BIG, { body: { ...body, sha256: sha256Of(SMALL) } })).resolves.toMatchObject({ status: 200 });
    expect(registry.store.versions.get('alice/pkg 1.0.0')?.bytes.equals(BIG)).toBe(true);
  });

  test('of a sealed file that was changed before or meanwhile never arrives whole', async () => {
    const file = join(folder, 'changing');
    await writeFile(file, BIG);
    const body = { ...bodyOf(BIG), file, seal: await sealed(file, sha256Of(BIG)) };
    const change = (): void => {
      const open = openSync(file, 'r+');
      writeSync(open, Buffer.from('other'), 0, 5, BIG.length - 5);
      closeSync(open);
    };
    let changed = false;
    const onProgress = (): void => {
      if (!changed) change();
      changed = true;
    };
    const refused = { code: 'archive_missing', sent: { left: 'part' } };
    await expect(put(BIG, { body, onProgress })).rejects.toMatchObject(refused);
    expect(changed).toBe(true);
    await expect(put(BIG, { body })).rejects.toMatchObject(refused);
    expect(registry.store.versions.size).toBe(0);
  });

  test('keeps an answer that came early, before the connection was reset', async () => {
    const worker = new Worker(new URL('../../support/earlyReset.ts', import.meta.url));
    const [port]: unknown[] = await once(worker, 'message');
    for (let turn = 0; turn < 50; turn += 1) {
      const answer = await put(BIG, { url: new URL(`http://127.0.0.1:${String(port)}/`) });
      expect(answer).toMatchObject({ status: 400, text: 'early', sent: { left: 'part' } });
    }
    await worker.terminate();
  });

  test.each(['reset', 'close'] as const)('stops at an early refusal that ends in a %s', async (ending) => {
    registry.scenario = { publish: { kind: 'early_answer', status: 413, body: '<h1>Too large</h1>', ending } };
    expect(await put(BIG)).toMatchObject({ status: 413, text: '<h1>Too large</h1>', sent: { left: 'part' } });
  });
});

describe('an upload without an answer says how far it came', () => {
  test('reset in the middle', async () => {
    registry.scenario = { publish: { kind: 'reset_at', byte: 1_000_000 } };
    await expect(put(BIG)).rejects.toMatchObject({
      code: 'connection_lost',
      sent: { left: 'part', total: BIG.length },
    });
  });

  test('reset after the last byte', async () => {
    registry.scenario = { publish: { kind: 'reset', after: 'commit' } };
    await expect(put(SMALL)).rejects.toMatchObject({ code: 'connection_lost', sent: { left: 'all', bytes: 200_000 } });
  });

  test('a body that nobody takes', async () => {
    registry.scenario = { publish: { kind: 'stall_at', byte: 1_000_000 } };
    await expect(put(BIG, { stallMs: STALL_MS })).rejects.toMatchObject({ code: 'timed_out', sent: { left: 'part' } });
  });

  test('an answer that never comes, for which it waits longer', async () => {
    registry.scenario = { publish: { kind: 'never_answers', commit: true } };
    const before = performance.now();
    await expect(put(SMALL, { stallMs: STALL_MS })).rejects.toMatchObject({ code: 'timed_out', sent: { left: 'all' } });
    expect(performance.now() - before).toBeGreaterThanOrEqual(4 * STALL_MS - 20);
  });

  test('nobody listens', async () => {
    const url = registry.url;
    await registry.close();
    await expect(put(SMALL, { url: new URL(PATH, url) })).rejects.toMatchObject({
      code: 'unreachable',
      reason: 'ECONNREFUSED',
      host: new URL(url).host,
      sent: { left: 'nothing', bytes: 0 },
    });
    registry = await startFaultyRegistry({ tokens: ['t'] });
  });

  test('a host that does not exist', async () => {
    const nowhere = get('http://registry.invalid/', { stallMs: PATIENT_MS });
    await expect(nowhere).rejects.toMatchObject({
      code: 'unreachable',
      host: 'registry.invalid',
      sent: { left: 'nothing' },
    });
  });
});

describe('a slow registry', () => {
  test('is waited for as long as bytes move, however long the whole takes', async () => {
    registry.scenario = { publish: { kind: 'slow', bytesPerSecond: 16_000_000 } };
    const before = performance.now();
    expect(await put(BIG, { stallMs: 800 })).toMatchObject({ status: 200 });
    expect(performance.now() - before).toBeGreaterThan(1000);
  });
});

describe('cancelling', () => {
  test('before it began sends nothing', async () => {
    await expect(put(SMALL, { signal: AbortSignal.abort() })).rejects.toMatchObject({
      code: 'cancelled',
      sent: { left: 'nothing' },
    });
    expect(registry.requests).toEqual([]);
  });

  test('in the middle of the body', async () => {
    registry.scenario = { publish: { kind: 'stall_at', byte: 1_000_000 } };
    const abort = new AbortController();
    const upload = put(BIG, {
      signal: abort.signal,
      onProgress(bytes) {
        if (bytes > 500_000) abort.abort();
      },
    });
    await expect(upload).rejects.toMatchObject({ code: 'cancelled', sent: { left: 'part' } });
  });

  test('while the answer is awaited', async () => {
    registry.scenario = { publish: { kind: 'never_answers', commit: true } };
    const abort = new AbortController();
    const upload = put(SMALL, { signal: abort.signal });
    await expect.poll(() => registry.store.versions.size).toBe(1);
    abort.abort();
    await expect(upload).rejects.toMatchObject({ code: 'cancelled', sent: { left: 'all' } });
  });
});

describe('an answer', () => {
  test('that is cut off is kept as far as it came', async () => {
    registry.scenario = { publish: { kind: 'cut_answer', status: 400, body: '{"error":"no_per', commit: false } };
    expect(await put(SMALL)).toMatchObject({ status: 400, text: '{"error":"no_per', cut: true });
  });

  test('that is longer than anybody would read is cut', async () => {
    registry.scenario = { publish: { kind: 'answer', status: 500, body: 'x'.repeat(5000) } };
    expect(await put(SMALL, { maxAnswerBytes: 1000 })).toMatchObject({
      bytes: 1000,
      text: 'x'.repeat(1000),
      cut: true,
    });
  });

  test('of success can be streamed away', async () => {
    await put(SMALL);
    const chunks: Uint8Array[] = [];
    const url = `${registry.url}/api/v1/storage/${encodeURIComponent('alice/pkg 1.0.0')}`;
    const answer = await get(url, { maxAnswerBytes: 1e6, sink: (chunk) => chunks.push(chunk) });
    expect(answer).toMatchObject({ status: 200, text: '', bytes: 200_000, cut: false });
    expect(Buffer.concat(chunks).equals(SMALL)).toBe(true);
  });

  test('that is a redirect is not followed', async () => {
    const headers = { location: 'http://127.0.0.1:1/elsewhere' };
    registry.scenario = { publish: { kind: 'answer', status: 307, headers } };
    expect(await put(SMALL)).toMatchObject({ status: 307, headers });
  });

  test('that is not HTTP is told apart', async () => {
    const server = createServer((socket) => socket.end('SSH-2.0-OpenSSH_9.7\r\n'));
    const port = await listening(server);
    await expect(get(`http://127.0.0.1:${port}/`)).rejects.toMatchObject({ code: 'unexpected_answer' });
    server.close();
  });
});

describe('over TLS', () => {
  const known = makeAuthority('A known one');
  const host = '127.0.0.1';
  const tlsServer = async (identity: Identity): Promise<string> => {
    secure = createSecureServer(identity, (_, response) => response.end('hello')).on('tlsClientError', () => {});
    return `https://127.0.0.1:${await listening(secure)}/`;
  };
  let secure: Server | undefined;

  // Stands for an authority among the system's certificates; they are read at the first use of TLS.
  beforeAll(() => setDefaultCACertificates([...getCACertificates('default'), known.cert]));
  afterEach(() => secure?.close());

  test('a certificate that this computer trusts is taken', async () => {
    expect(await get(await tlsServer(makeCertificate({ host, issuer: known })))).toMatchObject({ text: 'hello' });
  });

  test.each<[string, string, Identity]>([
    ['a self-signed one', 'DEPTH_ZERO_SELF_SIGNED_CERT', makeCertificate({ host })],
    [
      'an unknown authority',
      'UNABLE_TO_VERIFY_LEAF_SIGNATURE',
      makeCertificate({ host, issuer: makeAuthority('Some other') }),
    ],
    [
      'one that has expired',
      'CERT_HAS_EXPIRED',
      makeCertificate({ host, issuer: known, daysValid: { from: -3, to: -1 } }),
    ],
    ['one of tomorrow', 'CERT_NOT_YET_VALID', makeCertificate({ host, issuer: known, daysValid: { from: 1, to: 3 } })],
    ['another host', 'ERR_TLS_CERT_ALTNAME_INVALID', makeCertificate({ host: 'other.example', issuer: known })],
  ])('%s is refused before anything is sent', async (_, reason, identity) => {
    const answer = get(await tlsServer(identity));
    await expect(answer).rejects.toMatchObject({ code: 'tls_failed', reason, sent: { left: 'nothing' } });
  });

  test('a server that does not speak it is told apart', async () => {
    const answer = get(registry.url.replace('http:', 'https:'));
    await expect(answer).rejects.toMatchObject({ code: 'tls_failed', sent: { left: 'nothing' } });
  });
});
