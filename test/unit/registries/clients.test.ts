import { expect, test } from 'vitest';
import type { Answer, SendRequest } from '../../../main/api/transport.ts';
import { createClients } from '../../../main/registries/clients.ts';
import { createRegistries } from '../../../main/registries/profiles.ts';
import { readApiOf } from '../../../main/registries/readApi.ts';
import { RegistryId } from '../../../shared/ids.ts';
import type { RegistryProfile } from '../../../shared/registry.ts';
import { memoryDocument } from '../../support/memoryDocument.ts';
import { testVault } from '../../support/testVault.ts';

const profile: RegistryProfile = {
  name: 'Staging',
  colour: 'orange',
  url: 'https://staging.example/elba',
  index: '',
  family: 'auto',
  production: false,
  allowPlainHttp: false,
};

type Answered = { readonly status: number; readonly body: unknown };

function setUp(answer: (request: SendRequest) => Answered | Promise<Answered>) {
  const sent: string[] = [];
  const vault = testVault();
  const registries = createRegistries({
    document: memoryDocument(),
    vault,
    newId: () => RegistryId.parse('staging'),
    emit: () => {},
    forget: (id) => clients.forget(id),
  });
  const clients = createClients({
    registries,
    vault,
    redact: (text) => text,
    sendFor:
      () =>
      async (request): Promise<Answer> => {
        sent.push(`${request.method} ${request.url.href}`);
        const { status, body } = await answer(request);
        const text = JSON.stringify(body);
        return { status, headers: {}, text, bytes: text.length, cut: false, sent: { left: 'all', bytes: 0, total: 0 } };
      },
  });
  return { clients, registries, vault, sent };
}

const groups = { status: 200, body: { groups: [{ group: 'acme' }] } };
const notFound = { status: 404, body: '' };

test('a client is kept while the profile stays, and made anew when anything it uses changes', async () => {
  const { clients, registries } = setUp(() => groups);
  const { id } = registries.add(profile);
  const first = clients.clientFor(id);
  expect(clients.clientFor(id)).toBe(first);
  await registries.update(id, { ...profile, colour: 'teal', production: true });
  expect(clients.clientFor(id)).toBe(first);
  for (const change of [
    { name: 'Stage' },
    { url: 'https://other.example' },
    { family: 'documented' as const },
    { allowPlainHttp: true },
  ]) {
    const before = clients.clientFor(id);
    await registries.update(id, { ...profile, ...change });
    expect(clients.clientFor(id)).not.toBe(before);
    await registries.update(id, profile);
  }
  await registries.remove(id);
  expect(() => clients.clientFor(id)).toThrow(/no longer in the list/);
});

test('the token goes to the origin that it was saved for, and to no other', async () => {
  const { clients, registries, vault, sent } = setUp(() => notFound);
  const { id } = registries.add({ ...profile, family: 'packages' });
  await vault.set(id, 'https://elsewhere.example', 'abcd-efgh');
  expect(await clients.clientFor(id).testToken()).toMatchObject({ kind: 'missing' });
  expect(sent).toEqual([]);
  await vault.set(id, 'https://staging.example', 'abcd-efgh');
  await clients.clientFor(id).testToken();
  expect(sent).toHaveLength(1);
  expect(sent[0]).toMatch(/^PATCH https:\/\/staging\.example\/elba\/api\/v1\/packages\/.*token=abcd-efgh$/);
});

test('looking again asks the registry even where somebody set the routes, and never carries the token', async () => {
  const { clients, registries, vault, sent } = setUp(() => groups);
  const { id } = registries.add({ ...profile, family: 'documented' });
  await vault.set(id, 'https://staging.example', 'abcd-efgh');
  expect(await clients.clientFor(id).detectFamily()).toBe('documented');
  expect(sent).toEqual([]);
  expect(await clients.freshFor(id).detectFamily()).toBe('packages');
  expect(sent).toEqual(['GET https://staging.example/elba/api/v1/packages/groups']);
  expect(await clients.clientFor(id).detectFamily()).toBe('documented');
});

test('what a look finds out is used from then on where nobody set the routes', async () => {
  const { clients, registries, sent } = setUp(() => groups);
  const { id } = registries.add(profile);
  await clients.freshFor(id).detectFamily();
  await clients.clientFor(id).detectFamily();
  expect(sent).toHaveLength(1);
});

test('the catalog reads names in the published spelling and downloads by the larger of total and days', async () => {
  const version = {
    group: 'Acme',
    package: 'Json_Tools',
    version: '1.0.0',
    yanked: true,
    description: 'JSON',
    created_at: '2026-03-01T10:00:00+00:00',
  };
  const { clients, registries } = setUp(({ url }) => {
    const path = url.pathname;
    if (path.endsWith('/versions')) return { status: 200, body: { versions: [version] } };
    if (path.endsWith('/1.0.0/metadata')) return { status: 200, body: { version } };
    if (path.endsWith('/metadata'))
      return { status: 200, body: { package: { group: 'Acme', package: 'Json_Tools', latest_version: version } } };
    if (path.endsWith('/dependencies'))
      return { status: 200, body: { dependencies: [{ group: 'acme', package: 'lexer', version_req: '1.0.0' }] } };
    if (path.endsWith('/download_stats')) return { status: 200, body: { download_stats: { total: 2, season: 2 } } };
    const days = [
      { date: '2026-03-01T00:00:00+00:00', downloads: 5 },
      { date: '2026-03-02T00:00:00+00:00', downloads: 2 },
    ];
    return path.endsWith('/download_graph') ? { status: 200, body: { download_graph: days } } : notFound;
  });
  const { id } = registries.add({ ...profile, family: 'packages' });
  const api = readApiOf(clients.clientFor(id), new AbortController().signal);
  const ref = { group: 'acme', name: 'json-tools' };
  expect(await api.versions(ref)).toEqual({ ref: { group: 'Acme', name: 'Json_Tools' }, versions: ['1.0.0'] });
  expect(await api.package(ref)).toMatchObject({
    ref: { name: 'Json_Tools' },
    latest: { yanked: true, description: 'JSON' },
  });
  expect(await api.version(ref, '1.0.0')).toMatchObject({
    publishedAt: '2026-03-01T10:00:00.000Z',
    owners: [],
    license: null,
  });
  expect(await api.dependencies(ref, '1.0.0')).toEqual([{ name: 'acme/lexer', requirement: '1.0.0' }]);
  expect(await api.downloads(ref, '1.0.0')).toBe(7);
});

test('that a package is not there is said by the list of its versions, whatever else fails and whenever', async () => {
  const absent = { status: 400, body: { error: 'package_not_found', description: 'Package `acme/json` not found' } };
  for (const later of ['/versions', '/metadata']) {
    const others = Promise.withResolvers<void>();
    const { clients, registries } = setUp(async ({ url }) => {
      const answer = url.pathname.endsWith('/versions') ? absent : notFound;
      if (url.pathname.endsWith(later)) await others.promise;
      else others.resolve();
      return answer;
    });
    const { id } = registries.add({ ...profile, family: 'packages' });
    const api = readApiOf(clients.clientFor(id), new AbortController().signal);
    await expect(api.versions({ group: 'acme', name: 'json' })).rejects.toMatchObject({
      error: { code: 'package_not_found' },
    });
  }
});
