import { createHash, randomBytes } from 'node:crypto';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { type Client, type ClientRegistry, createClient } from '../../../main/api/client.ts';
import { createSend, type SendRequest } from '../../../main/api/transport.ts';
import { directly } from '../../../main/api/way.ts';
import { failure } from '../../../main/failure.ts';
import { createRedactor } from '../../../main/redact.ts';
import { RegistryId } from '../../../shared/ids.ts';
import { type FaultyRegistry, startFaultyRegistry } from '../../support/faultyRegistry.ts';
import { sha256Of } from '../../support/hash.ts';

const send = createSend(directly);

const TOKEN = 'tök"en %41+\n/&x';
const ref = { group: 'alice', name: 'pkg' };
const BYTES = randomBytes(100_000);
const HTML = '<html><body>Log in</body></html>';

let folder: string;
let registry: FaultyRegistry;
let sentTo: URL[];

/** Long enough for a busy machine; the tests that wait for it say a shorter one. */
const PATIENT_MS = 5000;
const SHORT_MS = 150;

function clientOf(more: Partial<ClientRegistry> = {}, token: string | null = TOKEN, stallMs = PATIENT_MS): Client {
  const redactor = createRedactor();
  redactor.add(TOKEN);
  if (token !== null) redactor.add(token);
  return createClient({
    registry: {
      id: RegistryId.parse('r'),
      name: 'Lab',
      url: registry.url,
      family: 'auto',
      allowPlainHttp: false,
      ...more,
    },
    useToken: async (fn) => {
      if (token === null) throw failure('token_missing', 'No token is saved for Lab.');
      return fn(token);
    },
    redact: redactor.redact,
    send: (request: SendRequest) => {
      sentTo.push(request.url);
      return send(request);
    },
    stallMs,
  });
}
const archive = () => ({ file: join(folder, 'archive'), bytes: BYTES.length, sha256: sha256Of(BYTES) });
const publish = (client: Client, notes: string[] = []) =>
  client.publish({ package: ref, version: '1.0.0', archive: archive(), onNote: (text) => notes.push(text) });

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'client-'));
  await writeFile(join(folder, 'archive'), BYTES);
});
afterAll(() => rm(folder, { recursive: true }));
beforeEach(async () => {
  sentTo = [];
  registry = await startFaultyRegistry({ tokens: [TOKEN] });
});
afterEach(() => registry.close());

const replace = async (options: Parameters<typeof startFaultyRegistry>[0]) => {
  await registry.close();
  registry = await startFaultyRegistry(options);
};

describe('publishing', () => {
  test('sends the token as it was saved and says in one line what it sends, without it', async () => {
    const notes: string[] = [];
    expect(await publish(clientOf(), notes)).toMatchObject({ kind: 'accepted', status: 200 });
    expect(registry.requests.at(-1)).toMatchObject({ method: 'PUT', token: TOKEN, bytes: 100_000 });
    expect(notes).toEqual(['PUT /api/v1/packages/alice/pkg/1.0.0/publish?token=••••']);
  });

  test('goes by the documented routes where the registry speaks those', async () => {
    await replace({ tokens: [TOKEN], families: ['documented'], documented: { ...ref, version: '1.0.0' } });
    const client = clientOf();
    expect(await publish(client)).toMatchObject({ kind: 'accepted' });
    expect(registry.requests.at(-1)?.path).toBe('/api/v1/publish');
    expect(client.publishLine(ref, '1.0.0')).toBe('PUT /api/v1/publish?token=••••');
  });

  test('turns to the other routes once, and says so, where it could not be told which ones are spoken', async () => {
    await replace({ tokens: [TOKEN], families: ['documented'], documented: { ...ref, version: '1.0.0' } });
    registry.scenario = { token_test: [{ kind: 'answer', status: 404 }] };
    const notes: string[] = [];
    expect(await publish(clientOf(), notes)).toMatchObject({ kind: 'accepted' });
    expect(notes).toEqual([
      'PUT /api/v1/packages/alice/pkg/1.0.0/publish?token=••••',
      '404: Lab does not have this route, so nothing was stored. Trying the other kind of routes once.',
      'PUT /api/v1/publish?token=••••',
    ]);
  });

  test('does not try other routes than those that were set', async () => {
    const result = await publish(clientOf({ family: 'documented' }));
    expect(result).toMatchObject({ kind: 'rejected', error: { code: 'route_not_found' } });
    expect(registry.requests.filter((seen) => seen.method === 'PUT')).toHaveLength(1);
  });

  test('sends nothing without a token, without consent to plain http, or without a usable address', async () => {
    const reasons = [
      clientOf({ family: 'packages' }, null),
      clientOf({ family: 'packages', url: 'http://registry.example' }),
      clientOf({ family: 'packages', url: 'ftp://127.0.0.1' }),
      clientOf({ family: 'packages', url: '' }),
    ].map(async (client) => {
      const result = await publish(client);
      return result.kind === 'not_sent' ? result.error.code : result.kind;
    });
    expect(await Promise.all(reasons)).toEqual([
      'token_missing',
      'plain_http_refused',
      'invalid_input',
      'not_supported_here',
    ]);
    expect(sentTo).toEqual([]);
  });

  test.each<[string, FaultyRegistry['scenario']['publish'], object]>([
    [
      'a web page instead of an answer',
      { kind: 'answer', status: 200, body: HTML },
      { kind: 'unclear', error: { code: 'unexpected_answer' } },
    ],
    ['half an answer', { kind: 'cut_answer', status: 200, body: '{', commit: true }, { kind: 'unclear' }],
    ['an empty success', { kind: 'answer', status: 204 }, { kind: 'accepted' }],
    ['500', { kind: 'answer', status: 500 }, { kind: 'unclear', error: { code: 'registry_error' } }],
    ['501', { kind: 'answer', status: 501 }, { kind: 'rejected', error: { code: 'route_not_found' } }],
    ['408', { kind: 'answer', status: 408 }, { kind: 'unclear', error: { code: 'timed_out' } }],
    [
      '303',
      { kind: 'answer', status: 303, headers: { location: '/x' } },
      { kind: 'unclear', error: { code: 'redirected' } },
    ],
    [
      '307',
      { kind: 'answer', status: 307, headers: { location: '/x' } },
      { kind: 'rejected', error: { code: 'redirected' } },
    ],
    ['429', { kind: 'answer', status: 429, headers: { 'retry-after': '7' } }, { kind: 'rejected', pauseMs: 7000 }],
    [
      '503 with a time',
      { kind: 'answer', status: 503, headers: { 'retry-after': '2' } },
      { kind: 'unclear', pauseMs: 2000 },
    ],
    ['silence', { kind: 'never_answers', commit: false }, { kind: 'unclear', error: { code: 'timed_out' } }],
  ])('judges %s', async (what, fault, expected) => {
    registry.scenario = fault === undefined ? {} : { publish: fault };
    const client = clientOf({ family: 'packages' }, TOKEN, what === 'silence' ? SHORT_MS : PATIENT_MS);
    expect(await publish(client)).toMatchObject(expected);
    expect(registry.requests.filter((seen) => seen.method === 'PUT')).toHaveLength(1);
  });
});

describe('yanking', () => {
  test('there and back, and what is so already', async () => {
    const client = clientOf();
    await publish(client);
    const yank = (yanked: boolean) => client.yank({ package: ref, version: '1.0.0', yanked });
    const results = [await yank(true), await yank(true), await yank(false), await yank(false)];
    expect(results).toMatchObject([
      { kind: 'accepted' },
      { kind: 'rejected', error: { code: 'already_yanked' } },
      { kind: 'accepted' },
      { kind: 'rejected', error: { code: 'not_yanked' } },
    ]);
    expect(client.yankLine(ref, '1.0.0', true)).toBe(
      'PATCH /api/v1/packages/alice/pkg/1.0.0/yank?yanked=true&token=••••',
    );
  });
});

describe('a test of the token', () => {
  test('writes nothing and tells a token that is known from one that is not', async () => {
    expect(await clientOf().testToken()).toEqual({ kind: 'accepted' });
    const rejected = await clientOf({}, 'wrong "token"').testToken();
    expect(rejected).toMatchObject({ kind: 'rejected', error: { code: 'token_rejected' } });
    expect(JSON.stringify(rejected)).not.toMatch(/wrong|token\\"/);
    expect(await clientOf({}, null).testToken()).toMatchObject({ kind: 'missing', error: { code: 'token_missing' } });
    expect(registry.store.versions.size).toBe(0);
    for (const seen of registry.requests.filter((one) => one.method === 'PATCH'))
      expect(seen.path).toMatch(/\/nobody-[0-9a-f]{24}\//);
  });

  test('finds the family on its way', async () => {
    await replace({ tokens: [TOKEN], families: ['documented'] });
    const client = clientOf();
    expect(await client.testToken()).toEqual({ kind: 'accepted' });
    expect(await client.detectFamily()).toBe('documented');
  });

  test.each<[string, FaultyRegistry['scenario']['token_test'], object]>([
    ['500', { kind: 'answer', status: 500 }, { answered: true, error: { code: 'registry_error' } }],
    [
      'a success that cannot be one',
      { kind: 'answer', status: 200, body: '{}' },
      { answered: true, error: { code: 'unexpected_answer' } },
    ],
    [
      'an answer to wait',
      { kind: 'answer', status: 429, headers: { 'retry-after': '3' } },
      { answered: true, pauseMs: 3000 },
    ],
    ['silence', { kind: 'never_answers', commit: false }, { answered: false, error: { code: 'timed_out' } }],
  ])('is unclear after %s', async (what, fault, expected) => {
    registry.scenario = fault === undefined ? {} : { token_test: fault };
    const client = clientOf({ family: 'packages' }, TOKEN, what === 'silence' ? SHORT_MS : PATIENT_MS);
    expect(await client.testToken()).toMatchObject({ kind: 'unclear', ...expected });
  });
});

describe('finding out the family', () => {
  test.each<[string, ('documented' | 'packages')[], 'documented' | 'packages' | null]>([
    ['packages', ['packages'], 'packages'],
    ['documented', ['documented'], 'documented'],
    ['both', ['documented', 'packages'], 'packages'],
    ['neither', [], null],
  ])('%s, without a token and without writing', async (_, families, expected) => {
    await replace({ tokens: [TOKEN], families });
    const client = clientOf();
    expect(await client.detectFamily()).toBe(expected);
    expect(registry.requests.every((seen) => seen.token === null)).toBe(true);
    expect(registry.requests.every((seen) => seen.path.includes('yanked') || seen.method !== 'PUT')).toBe(true);
  });

  test('is done once', async () => {
    const client = clientOf();
    await client.detectFamily();
    await client.detectFamily();
    expect(registry.requests).toHaveLength(1);
  });

  test('of a packages registry whose lists are closed goes by its routes', async () => {
    registry.scenario = { groups: { kind: 'answer', status: 403 } };
    expect(await clientOf().detectFamily()).toBe('packages');
  });

  test('throws where nothing answers, and where a web page does', async () => {
    await replace({ tokens: [], families: [] });
    const client = clientOf({ url: `${registry.url}/site` });
    expect(await client.detectFamily()).toBeNull();
    await replace({ tokens: [TOKEN] });
    registry.scenario = {
      groups: { kind: 'answer', status: 200, body: HTML },
      token_test: { kind: 'answer', status: 200, body: HTML },
    };
    await expect(clientOf().detectFamily()).rejects.toMatchObject({ error: { code: 'unexpected_answer' } });
    await expect(clientOf({ url: 'http://127.0.0.1:1' }).detectFamily()).rejects.toMatchObject({
      error: { code: 'unreachable' },
    });
    await expect(clientOf({ url: 'http://registry.example' }).detectFamily()).rejects.toMatchObject({
      error: { code: 'plain_http_refused' },
    });
  });
});

describe('reading', () => {
  test('what is there', async () => {
    const client = clientOf();
    await publish(client);
    expect(await client.groups()).toEqual(['alice']);
    expect(await client.versions(ref)).toEqual(['1.0.0']);
    expect(await client.versionMetadata(ref, '1.0.0')).toEqual({
      ref,
      version: '1.0.0',
      yanked: false,
      description: null,
      homepage: null,
      repository: null,
      license: null,
      keywords: [],
      owners: [],
      publishedAt: '2026-11-23T12:42:14.222Z',
    });
    const sha256 = createHash('sha256').update(BYTES).digest('hex');
    expect(await client.download(ref, '1.0.0')).toEqual({ sha256, bytes: 100_000 });
  });

  test('never carries a token, not even where it is sent on to', async () => {
    const client = clientOf();
    await publish(client);
    const before = registry.requests.length;
    await client.download(ref, '1.0.0');
    await client.versions(ref);
    const reads = registry.requests.slice(before);
    expect(reads.map((seen) => seen.path.split('/').at(3))).toEqual(['packages', 'storage', 'packages']);
    expect(reads.every((seen) => seen.token === null)).toBe(true);
  });

  test.each<[string, FaultyRegistry['scenario'], (client: Client) => Promise<unknown>, string]>([
    ['a version that is not there', {}, (client) => client.versionMetadata(ref, '9.9.9'), 'package_not_found'],
    ['endpoints that are not there', {}, (client) => client.globalStats(), 'route_not_found'],
    ['an archive that is not there', {}, (client) => client.download(ref, '9.9.9'), 'not_found'],
    [
      'a web page',
      { groups: { kind: 'answer', status: 200, body: HTML } },
      (client) => client.groups(),
      'unexpected_answer',
    ],
    [
      'other JSON',
      { groups: { kind: 'answer', status: 200, body: '{"groups":[{}]}' } },
      (client) => client.groups(),
      'unexpected_answer',
    ],
    [
      'half of it',
      { groups: { kind: 'cut_answer', status: 200, body: '{"groups":[]}', commit: false } },
      (client) => client.groups(),
      'unexpected_answer',
    ],
    ['500', { groups: { kind: 'answer', status: 500 } }, (client) => client.groups(), 'registry_error'],
    ['silence', { groups: { kind: 'never_answers', commit: false } }, (client) => client.groups(), 'timed_out'],
    [
      'half an archive',
      { download: { kind: 'cut_answer', status: 200, body: 'xx', commit: false } },
      (client) => client.download(ref, '1.0.0'),
      'connection_lost',
    ],
    [
      'a circle',
      { download: { kind: 'answer', status: 302, headers: { location: 'download' } } },
      (client) => client.download(ref, '1.0.0'),
      'redirected',
    ],
    [
      'a way to a file',
      { download: { kind: 'answer', status: 302, headers: { location: 'file:///etc/passwd' } } },
      (client) => client.download(ref, '1.0.0'),
      'redirected',
    ],
  ])('%s is a coded failure', async (what, scenario, ask, code) => {
    registry.scenario = scenario;
    const client = clientOf({}, TOKEN, what === 'silence' ? SHORT_MS : PATIENT_MS);
    await expect(ask(client)).rejects.toMatchObject({ error: { code } });
  });

  test('does not follow from a safe connection to an open one, nor from outside to this computer', async () => {
    const hops: Record<string, string> = {
      'https://a.example': 'http://b.example/x',
      'https://c.example': 'https://127.0.0.1:1/x',
    };
    for (const [url, location] of Object.entries(hops)) {
      const client = createClient({
        registry: { id: RegistryId.parse('r'), name: 'Lab', url, family: 'packages', allowPlainHttp: false },
        useToken: (fn) => fn(TOKEN),
        redact: (text) => text,
        send: async ({ url: asked }) => {
          expect(asked.origin).toBe(url);
          return {
            status: 307,
            headers: { location },
            text: '',
            bytes: 0,
            cut: false,
            sent: { left: 'all', bytes: 0, total: 0 },
          };
        },
      });
      await expect(client.download(ref, '1.0.0')).rejects.toMatchObject({ error: { code: 'redirected' } });
    }
  });
});
