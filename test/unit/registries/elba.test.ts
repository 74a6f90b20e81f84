import { chmod, mkdir, mkdtemp, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { elbaPlaces } from '../../../main/registries/elbaPlaces.ts';
import { type ElbaHome, prepareElbaHome } from '../../support/elbaHome.ts';
import { type FaultyRegistry, startFaultyRegistry } from '../../support/faultyRegistry.ts';
import { writeIndex } from '../../support/indexFolder.ts';
import { readAllFiles, startTestApp, type TestApp } from '../../support/testHost.ts';

const TOKEN = 'elba-to"ken%\n+ü';
const GIT = 'index+git+https://git.example/index#master';
let folder: string;
let registry: FaultyRegistry;
let home: ElbaHome;
let orchid: string;
let app: TestApp;

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'elba-'));
  registry = await startFaultyRegistry({ tokens: [TOKEN] });
  orchid = `index+dir+${join(folder, 'orchid')}`;
  await writeIndex(join(folder, 'orchid'), [], registry.url);
  home = await prepareElbaHome(
    join(folder, 'home'),
    { public: GIT.replace('#master', ''), orchid },
    { [GIT]: 'git-token', [orchid]: TOKEN, 'index+dir+/gone': 'third' },
  );
  app = await startTestApp({ dataFolder: join(folder, 'data'), homeFolder: home.folder });
});
afterEach(async () => {
  await app.close();
  await registry.close();
  await rm(folder, { recursive: true });
});

test('what elba has is found, in its order, and no token is told', async () => {
  const found = await app.call('elba.find', undefined);
  expect(found.files.map(({ path, state }) => `${path} ${state}`)).toEqual([
    '~/.config/elba/config read',
    '~/.local/share/elba/logins.toml read',
  ]);
  expect(found.indices).toEqual([
    { index: GIT, alias: 'public', isDefault: true, hasToken: true, suggestedName: 'Public' },
    { index: orchid, alias: 'orchid', isDefault: false, hasToken: true, suggestedName: 'Orchid' },
    { index: 'index+dir+/gone', alias: null, isDefault: false, hasToken: true, suggestedName: 'Gone' },
  ]);
  for (const token of [TOKEN, 'git-token', 'third']) expect(app.everything()).not.toContain(token);
});

test('an import adds what was chosen, and a token goes where its index says that its registry is', async () => {
  const choices = [
    { index: orchid, name: 'Orchid', colour: 'orange' as const, withToken: true },
    { index: GIT, name: 'Public', colour: 'violet' as const, withToken: true },
  ];
  const [first, second] = await app.call('elba.import', { choices, deleteLogins: false });
  expect(first).toMatchObject({ tokenImported: true, registry: { name: 'Orchid', url: registry.url, index: orchid } });
  expect(first?.registry?.token).toMatchObject({ kind: 'saved', test: 'accepted' });
  expect(second).toMatchObject({
    tokenImported: false,
    registry: { name: 'Public', url: '', token: { kind: 'none' } },
  });
  expect(second?.error?.message).toMatch(/Nobody knows yet where the token for Public may be sent/);
  expect(registry.requests.every(({ token }) => token === null || token === TOKEN)).toBe(true);
  expect(app.everything()).not.toContain('elba-to');
  for (const { file, text } of await readAllFiles(join(folder, 'data')))
    expect([file, text.includes('elba-to')]).toEqual([file, false]);
  expect((await app.call('elba.find', undefined)).indices.map(({ known }) => known !== undefined)).toEqual([
    true,
    true,
    false,
  ]);
  const [again] = await app.call('elba.import', { choices, deleteLogins: false });
  expect(again).toMatchObject({ tokenImported: false, error: { code: 'registry_exists' } });
});

test('with that wish, elba’s own copy goes once the token is kept here, and only then', async () => {
  const choices = [
    { index: orchid, name: 'Orchid', colour: 'orange' as const, withToken: true },
    { index: GIT, name: 'Public', colour: 'violet' as const, withToken: true },
  ];
  await app.call('elba.import', { choices, deleteLogins: true });
  const { indices } = await app.call('elba.find', undefined);
  expect(indices.map(({ hasToken }) => hasToken)).toEqual([true, false, true]);
});

test('elba’s token for a registry that is in the list is imported once its URL is known', async () => {
  const profile = { colour: 'teal', family: 'auto', production: false, allowPlainHttp: false } as const;
  const { id } = await app.call('registries.add', { ...profile, name: 'Mine', url: registry.url, index: orchid });
  expect((await app.call('elba.importToken', { registryId: id })).token).toMatchObject({ test: 'accepted' });
});

test('its plain text is taken out of elba’s file when that is wished, and all else of it stays', async () => {
  await chmod(home.logins, 0o640);
  const before = await readFile(home.logins, 'utf8');
  const found = await app.call('elba.deleteLogin', { index: orchid });
  expect(found.indices.find(({ index }) => index === orchid)?.hasToken).toBe(false);
  const after = await readFile(home.logins, 'utf8');
  expect(after).toBe(
    before
      .split('\n')
      .filter((line) => !line.includes('elba-to'))
      .join('\n'),
  );
  expect((await stat(home.logins)).mode & 0o777).toBe(0o640);
  await expect(app.call('elba.deleteLogin', { index: orchid })).rejects.toMatchObject({
    error: { code: 'disk_failed' },
  });
  expect(await readFile(home.config, 'utf8')).toContain('[indices]');
});

test('a broken file is named with its line and hides nothing of the others', async () => {
  await writeFile(home.logins, `"${orchid}" = "x"\nbroken secret-here\n`);
  const found = await app.call('elba.find', undefined);
  expect(found.files.at(-1)).toEqual({
    path: '~/.local/share/elba/logins.toml',
    kind: 'logins',
    state: 'broken',
    text: 'it is not TOML',
    line: 2,
  });
  expect(found.indices.map(({ index }) => index)).toEqual([GIT, orchid]);
  expect(app.everything()).not.toContain('secret-here');
});

test('a computer without elba has nothing to import', async () => {
  await rm(home.folder, { recursive: true });
  expect(await app.call('elba.find', undefined)).toMatchObject({ files: [], indices: [] });
});

test('a configuration without indices stands for elba’s own default', async () => {
  await writeFile(home.config, '[term]\nverbose = true\n');
  await rm(home.logins);
  expect((await app.call('elba.find', undefined)).indices).toEqual([
    {
      index: 'index+git+https://github.com/elba/index#master',
      alias: 'official',
      isDefault: true,
      hasToken: false,
      suggestedName: 'Official',
    },
  ]);
});

test('projects that were opened are looked in as elba does, up to the root', async () => {
  const project = join(folder, 'work', 'deep', 'project');
  await mkdir(project, { recursive: true });
  await writeFile(join(project, 'elba.toml'), '[package]\nname = "a/b"\nversion = "1.0.0"\nauthors = ["a"]\n');
  await mkdir(join(folder, 'work', '.elba'));
  await writeFile(join(folder, 'work', '.elba', 'config'), '[indices]\nlab = "index+dir+/lab"\n');
  await app.call('projects.open', { kind: 'path', path: project });
  const found = await app.call('elba.find', undefined);
  expect(found.indices.map(({ alias }) => alias)).toEqual(['lab', 'public', 'orchid', null]);
  expect(found.indices[0]?.isDefault).toBe(true);
});

test.each([
  ['linux', {}, '/h/.config/elba/config', '/h/.local/share/elba/logins.toml'],
  ['linux', { XDG_CONFIG_HOME: '/c', XDG_DATA_HOME: '/d' }, '/c/elba/config', '/d/elba/logins.toml'],
  ['mac', {}, '/h/Library/Preferences/elba/config', '/h/Library/Application Support/elba/logins.toml'],
  ['win', { LOCALAPPDATA: '/l', APPDATA: '/r' }, '/l/elba/config/config', '/r/elba/logins.toml'],
] as const)('on %s with %j elba keeps %s and %s', (platform, env, config, logins) => {
  const places = elbaPlaces({ platform, env, homeFolder: '/h', projects: [] });
  expect(places).toEqual({ configs: [config, '/h/.elba/config'], logins });
});
