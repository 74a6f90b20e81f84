import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { createServer } from 'node:https';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test, vi } from 'vitest';
import { explainNoAnswer } from '../../../main/api/noAnswer.ts';
import { TransportFailure } from '../../../main/api/transportFailure.ts';
import { fetchGit } from '../../../main/catalog/gitFetch.ts';
import { systemGit } from '../../../main/catalog/gitRun.ts';
import { createNetwork } from '../../../main/registries/network.ts';
import { NETWORK_DEFAULTS, type NetworkSettings, type RegistryNetwork } from '../../../shared/network.ts';
import { type Identity, makeAuthority, makeCertificate } from '../../support/certificates.ts';
import { type FaultyRegistry, startFaultyRegistry } from '../../support/faultyRegistry.ts';
import { sha256Of } from '../../support/hash.ts';
import { startProxy, startSocksProxy, type TestProxy } from '../../support/proxy.ts';

const company = makeAuthority('Company CA');
const HOST = 'registry.corp.example';
const ARCHIVE = randomBytes(300_000);
const PUBLISH = '/api/v1/packages/alice/pkg/1.0.0/publish?token=t';
const certificates = { fileName: 'company.pem', pem: company.cert };
const closers: (() => Promise<unknown>)[] = [];
let folder: string;
let registry: FaultyRegistry;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'network-'));
  await writeFile(join(folder, 'archive'), ARCHIVE);
});
afterAll(() => rm(folder, { recursive: true }));
beforeEach(async () => {
  registry = await startFaultyRegistry({ tokens: ['t'] });
});
afterEach(async () => {
  for (const close of closers.splice(0)) await close();
  await registry.close();
});

const started = (proxy: TestProxy): TestProxy => {
  closers.push(proxy.close);
  return proxy;
};
async function secureServer(identity: Identity): Promise<number> {
  const server = createServer(identity, (_, response) => response.end('hello')).on('tlsClientError', () => {});
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  closers.push(async () => server.close());
  const address = server.address();
  return typeof address === 'object' && address !== null ? address.port : 0;
}

interface Around {
  readonly system?: string | null;
  readonly settings?: Partial<NetworkSettings>;
  readonly own?: RegistryNetwork;
}
function sendWith({ system = null, settings = {}, own }: Around) {
  const asked: string[] = [];
  const network = createNetwork({
    host: {
      proxyFor: async (url) => {
        asked.push(url);
        return system;
      },
      gitWorker: new URL('../../../main/catalog/gitLibraryWorker.ts', import.meta.url),
    },
    settings: () => ({ ...NETWORK_DEFAULTS, ...settings }),
    git: systemGit(),
    folder,
  });
  const registry = own === undefined ? {} : { network: own };
  return { send: network.sendFor(registry), gitFor: (url: string) => network.gitFor(url, registry), asked };
}
const get = (around: Around, url: string) => sendWith(around).send({ method: 'GET', url: new URL(url) });
const why = (asked: Promise<unknown>): Promise<string> =>
  asked.then(
    () => 'nothing went wrong',
    (thrown: unknown) => {
      if (thrown instanceof TransportFailure) return explainNoAnswer(thrown, 'Corp').message;
      return thrown instanceof Error ? thrown.message : String(thrown);
    },
  );

describe('through a proxy', () => {
  const archive = { bytes: ARCHIVE.length, sha256: sha256Of(ARCHIVE) };
  const body = () => ({ ...archive, file: join(folder, 'archive') });

  test('TLS goes through a tunnel, so that the proxy sees the host and nothing else', async () => {
    const port = await secureServer(makeCertificate({ host: HOST, issuer: company }));
    const proxy = started(await startProxy(port));
    const around = { system: proxy.url, settings: { certificates } };
    const { send, asked } = sendWith(around);
    const url = new URL(`https://${HOST}/api/v1/yank?token=secret`);
    expect(await send({ method: 'PATCH', url })).toMatchObject({ status: 200, text: 'hello' });
    expect(proxy.asked).toEqual([`CONNECT ${HOST}:443`]);
    expect(asked).toEqual([`https://${HOST}/`]);
  });

  test('a proxy of the system gets its password, and no sentence repeats it', async () => {
    const port = await secureServer(makeCertificate({ host: HOST, issuer: company }));
    const proxy = started(await startProxy(port));
    const system = proxy.url.replace('http://', 'http://me:hunter%202@');
    expect(await get({ system, settings: { certificates } }, `https://${HOST}/`)).toMatchObject({ text: 'hello' });
    expect(proxy.login).toBe('me:hunter 2');
    proxy.status = 407;
    expect(await why(get({ system }, `https://${HOST}/`))).not.toMatch(/hunter|me:/);
  });

  test('SOCKS is spoken as well', async () => {
    const port = await secureServer(makeCertificate({ host: HOST, issuer: company }));
    const proxy = started(await startSocksProxy(port));
    const around = { system: proxy.url, settings: { certificates } };
    expect(await get(around, `https://${HOST}/`)).toMatchObject({ status: 200, text: 'hello' });
    expect(proxy.asked).toEqual([`CONNECT ${HOST}:443`]);
  });

  test('an upload arrives whole, and an early refusal is read while it is written', async () => {
    const proxy = started(await startProxy(Number(new URL(registry.url).port)));
    const { send } = sendWith({ own: { proxy: { kind: 'url', url: proxy.url } } });
    const url = new URL(`http://${HOST}${PUBLISH}`);
    expect(await send({ method: 'PUT', url, body: body() })).toMatchObject({ status: 200, sent: { left: 'all' } });
    expect(registry.store.versions.get('alice/pkg 1.0.0')?.bytes.equals(ARCHIVE)).toBe(true);
    const refused = await send({ method: 'PUT', url, body: body() });
    expect(refused.status).toBe(400);
    expect(refused.text).toContain('already exists');
  });

  test('this computer is never asked through one', async () => {
    const proxy = started(await startProxy(1));
    expect((await get({ system: proxy.url }, `${registry.url}/api/v1/packages/groups`)).status).toBe(200);
    expect(proxy.asked).toEqual([]);
  });

  test('a registry’s own choice counts before the settings, and these before the system', async () => {
    const [system, common, own] = [await startProxy(1), await startProxy(1), await startProxy(1)].map(started);
    if (system === undefined || common === undefined || own === undefined) throw new TypeError('A proxy is missing.');
    const url = `https://${HOST}/`;
    const byUrl = (proxy: TestProxy) => ({ kind: 'url', url: proxy.url }) as const;
    await why(get({ system: system.url }, url));
    await why(get({ system: system.url, settings: { proxy: byUrl(common) } }, url));
    await why(get({ system: system.url, settings: { proxy: byUrl(common) }, own: { proxy: byUrl(own) } }, url));
    expect([system, common, own].map(({ asked }) => asked.length)).toEqual([1, 1, 1]);
    await why(get({ system: system.url, own: { proxy: { kind: 'none' } } }, `https://127.0.0.2:1/`));
    expect(system.asked.length).toBe(1);
  });

  test.each([
    [407, /the proxy 127\.0\.0\.1:\d+ asks for a name and a password \(407\)/],
    [403, /the proxy 127\.0\.0\.1:\d+ answered 403 instead of connecting to registry\.corp\.example/],
  ])('one that answers %i is told apart from the registry', async (status, words) => {
    const proxy = started(await startProxy(1));
    proxy.status = status;
    expect(await why(get({ system: proxy.url }, `https://${HOST}/`))).toMatch(words);
  });

  test('one that is not there, and one that never answers', async () => {
    const gone = await startProxy(1);
    await gone.close();
    expect(await why(get({ system: gone.url }, `https://${HOST}/`))).toMatch(
      /nothing answers at 127\.0\.0\.1:\d+.*That is the proxy on the way to registry\.corp\.example\./,
    );
    const silent = started(await startProxy(1));
    silent.status = 0;
    const { send } = sendWith({ system: silent.url });
    const asked = send({ method: 'GET', url: new URL(`https://${HOST}/`), stallMs: 100 });
    await expect(asked).rejects.toMatchObject({ code: 'timed_out', sent: { left: 'nothing' } });
  });

  test('one of an unknown kind is refused before anything goes out', async () => {
    expect(await why(get({ system: 'quic://proxy.example:1' }, `https://${HOST}/`))).toContain(
      'The address of the proxy is not one that can be used.',
    );
  });
});

describe('a certificate', () => {
  const reach = async (identity: Identity, own: RegistryNetwork = {}) =>
    get({ own }, `https://127.0.0.1:${await secureServer(identity)}/`);
  const host = '127.0.0.1';

  test('of the company’s own authority is believed for the registry that its file was added to', async () => {
    const identity = makeCertificate({ host, issuer: company });
    expect(await reach(identity, { certificates })).toMatchObject({ text: 'hello' });
    expect(await why(reach(identity))).toMatch(
      /^There is no safe connection to Corp, and nothing was sent\. The certificate of 127\.0\.0\.1:\d+ \(issued to “127\.0\.0\.1”, valid until .+\) comes from “Company CA”, an authority that this computer does not trust\./,
    );
  });

  test('that is refused is explained with whose it is and when', async () => {
    const day = (days: number) =>
      new Date(Date.now() + days * 86_400_000).toLocaleDateString('en-GB', {
        day: 'numeric',
        month: 'short',
        year: 'numeric',
        timeZone: 'UTC',
      });
    const expired = makeCertificate({ host, issuer: company, daysValid: { from: -9, to: -2 } });
    expect(await why(reach(expired, { certificates }))).toContain(
      `has expired on ${day(-2)}. It was issued to “127.0.0.1” by “Company CA”. Its operator has to renew it.`,
    );
    const early = makeCertificate({ host, issuer: company, daysValid: { from: 2, to: 9 } });
    expect(await why(reach(early, { certificates }))).toContain(
      `is not valid before ${day(2)}, and this computer’s clock says ${day(0)}.`,
    );
    const other = makeCertificate({ host: 'other.example', issuer: company });
    expect(await why(reach(other, { certificates }))).toMatch(
      /The certificate that 127\.0\.0\.1:\d+ showed is for other\.example\. It was issued to “other\.example” by “Company CA”\./,
    );
    expect(await why(reach(makeCertificate({ host })))).toContain('is signed by itself, so nobody vouches for it.');
  });

  test('with hostile texts is shown cut and on one line', async () => {
    const name = `evil\n${'x'.repeat(300)}.example`;
    const words = await why(reach(makeCertificate({ host: name, issuer: company }), { certificates }));
    expect(words).not.toContain('\n');
    expect(words.length).toBeLessThan(900);
  });

  test('looked at through a proxy is explained as well, and nothing is sent to who showed it', async () => {
    const port = await secureServer(makeCertificate({ host: HOST, issuer: company }));
    const proxy = started(await startProxy(port));
    expect(await why(get({ system: proxy.url }, `https://${HOST}/secret`))).toContain('comes from “Company CA”');
    expect(proxy.asked).toEqual([`CONNECT ${HOST}:443`, `CONNECT ${HOST}:443`]);
  });

  test('a file without one, or with a broken one, is refused by its name', async () => {
    const bad = { fileName: 'notes.txt', pem: 'hello' };
    expect(await why(reach(makeCertificate({ host }), { certificates: bad }))).toContain(
      'notes.txt holds no certificate',
    );
    const broken = { fileName: 'broken.pem', pem: company.cert.replace(/[A-Za-z]{8}/g, 'AAAAAAAA') };
    expect(await why(reach(makeCertificate({ host }), { certificates: broken }))).toContain('broken.pem');
  });
});

describe('git', () => {
  const get = (around: Around, url: string) => sendWith(around).gitFor(url);

  test('goes through the registry’s proxy and past the one that the environment names', async () => {
    const own = { proxy: { kind: 'url', url: 'http://proxy.example:3128' } } as const;
    const { env } = await get({ own }, 'https://git.example/index');
    expect(env).toMatchObject({ http_proxy: 'http://proxy.example:3128/', https_proxy: 'http://proxy.example:3128/' });
    vi.stubEnv('HTTPS_PROXY', 'http://other.example:1');
    const straight = await get({ own: { proxy: { kind: 'none' } } }, 'https://git.example/index');
    vi.unstubAllEnvs();
    expect(straight.env).toMatchObject({ no_proxy: '*' });
    expect(straight.env).not.toHaveProperty('HTTPS_PROXY');
  });

  test('believes what was added, beside what it believes anyway', async () => {
    const git = await get({ own: { certificates } }, 'https://git.example/index');
    const file = git.config?.[0]?.replace('http.sslCAInfo=', '') ?? '';
    const text = await readFile(file, 'utf8');
    expect(text).toContain(company.cert.trim());
    expect(text.match(/BEGIN CERTIFICATE/g)?.length).toBeGreaterThan(50);
    expect((await get({}, 'https://git.example/index')).config).toEqual([]);
  });

  test.each(['git', 'no-such-git'])(
    'reaches a repository over TLS that only the added authority vouches for, through the proxy, by %s',
    async (git) => {
      const port = await secureServer(makeCertificate({ host: HOST, issuer: company }));
      const proxy = started(await startProxy(port));
      const own = { proxy: { kind: 'url', url: proxy.url }, certificates } as const;
      const from = { url: `https://${HOST}/index.git`, ref: 'master' };
      const fetching = async (around: Around) => {
        const program = { ...(await get(around, from.url)), git };
        const repository = join(folder, `git-${Math.random()}`);
        return fetchGit({ repository, from, program, signal: new AbortController().signal, onProgress: () => {} });
      };
      // It is no repository; but that is told only by who was reached and believed.
      await expect(fetching({ own })).rejects.not.toMatchObject({ error: { code: 'tls_failed' } });
      expect(proxy.asked[0]).toBe(`CONNECT ${HOST}:443`);
      await expect(fetching({ own: { proxy: own.proxy } })).rejects.toMatchObject({ error: { code: 'tls_failed' } });
    },
  );
});
