import { mkdir, mkdtemp, rm } from 'node:fs/promises';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { formatIndexConfig } from '../../main/elba/indexConfig.ts';
import { formatName } from '../../main/elba/packageName.ts';
import { CatalogState } from '../../shared/catalog.ts';
import type { RegistryId } from '../../shared/ids.ts';
import { indexLine } from '../support/indexFolder.ts';
import { commitGitIndex, type IndexFiles, tarIndex, writeFolderIndex } from '../support/indexPlaces.ts';
import { startTestApp, type TestApp } from '../support/testHost.ts';

const EVERYTHING = { text: '', filter: { mine: false, hasYanked: false, prerelease: false }, offset: 0, limit: 200 };

/** On a busy computer a fetch takes its time. */
const PATIENT = { timeout: 15_000 };

let base: string;
let running: TestApp[];

beforeEach(async () => {
  base = await mkdtemp(join(tmpdir(), 'app-catalog-'));
  await mkdir(join(base, 'data'));
  running = [];
});
afterEach(async () => {
  await Promise.all(running.map((app) => app.close()));
  await rm(base, { recursive: true, force: true });
});

async function start(): Promise<TestApp> {
  const app = await startTestApp({ dataFolder: join(base, 'data') });
  running.push(app);
  return app;
}

const indexOf = (of: string): IndexFiles => ({
  'index.toml': formatIndexConfig(null),
  [`${of}/base`]: `${JSON.stringify(indexLine(`${of}/base`, '1.0.0'))}\n`,
  [`${of}/user`]: `${JSON.stringify(indexLine(`${of}/user`, '2.0.0', { dependencies: [{ name: `${of}/base`, req: '1.0.0' }] }))}\n`,
});

async function add(app: TestApp, name: string, index: string): Promise<RegistryId> {
  const profile = {
    name,
    colour: 'teal',
    url: '',
    index,
    family: 'auto',
    production: false,
    allowPlainHttp: false,
  } as const;
  return (await app.call('registries.add', profile)).id;
}

const listed = async (app: TestApp, registryId: RegistryId): Promise<string[]> =>
  (await app.call('packages.query', { registryId, ...EVERYTHING })).rows.map(formatName);

const states = (app: TestApp, registryId: RegistryId): CatalogState[] =>
  app.heard
    .filter(({ name }) => name === 'catalog.stateChanged')
    .map(({ payload }) => CatalogState.parse(payload))
    .filter((state) => state.registryId === registryId);

test('registries that are nothing but an index, as git, tar and folder, are listed, asked, and there again in the next run', async () => {
  const server = createServer((_, response) => void response.end(tarIndex(indexOf('tar'))));
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  // The port is that of a server which listens.
  const { port } = server.address() as AddressInfo;
  await commitGitIndex(join(base, 'index.git'), indexOf('git'));
  await writeFolderIndex(join(base, 'index'), indexOf('dir'));
  const addresses = {
    git: `index+git+${pathToFileURL(join(base, 'index.git'))}`,
    tar: `index+tar+http://127.0.0.1:${port}/index.tar.gz`,
    dir: `index+dir+${join(base, 'index')}`,
  };
  const app = await start();
  const ids = new Map<string, RegistryId>();
  for (const [kind, index] of Object.entries(addresses)) ids.set(kind, await add(app, kind, index));
  for (const [kind, registryId] of ids) {
    expect(await listed(app, registryId)).toEqual([`${kind}/base`, `${kind}/user`]);
    await expect
      .poll(async () => (await app.call('catalog.state', { registryId })).sources[0]?.state.kind, PATIENT)
      .toBe('fresh');
    const asked = { registryId, package: { group: kind, name: 'base' } };
    expect(await app.call('packages.dependents', { ...asked, offset: 0, limit: 10 })).toMatchObject({
      kind: 'known',
      rows: [{ group: kind, name: 'user', version: '2.0.0', requirement: '1.0.0' }],
    });
    expect((await app.call('packages.details', { ...asked, refresh: false })).versions).toMatchObject([
      { version: '1.0.0', yanked: false, from: { yanked: 'index', dependencies: 'index' } },
    ]);
    expect(await app.call('catalog.problems', { registryId, offset: 0, limit: 10 })).toEqual({
      problems: [],
      total: 0,
    });
    const told = states(app, registryId);
    expect(told.some(({ sources }) => sources[0]?.state.kind === 'reading')).toBe(true);
    expect(told.at(-1)).toMatchObject({ packages: 2, versions: 2, sources: [{ kind, state: { kind: 'fresh' } }] });
  }
  await app.close();
  server.closeAllConnections();
  server.close();
  await rm(join(base, 'index.git'), { recursive: true });
  await rm(join(base, 'index'), { recursive: true });
  const next = await start();
  for (const [kind, registryId] of ids) {
    expect(await listed(next, registryId)).toEqual([`${kind}/base`, `${kind}/user`]);
    await expect.poll(() => states(next, registryId).at(-1)?.sources[0]?.state.kind, PATIENT).toBe('failed');
    expect(await listed(next, registryId)).toHaveLength(2);
  }
});
