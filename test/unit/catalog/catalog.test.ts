import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { type Catalog, createCatalog } from '../../../main/catalog/catalog.ts';
import { systemGit } from '../../../main/catalog/gitRun.ts';
import type { CatalogParts } from '../../../main/catalog/parts.ts';
import type { ReadApi, VersionFacts } from '../../../main/catalog/readApi.ts';
import { createTables } from '../../../main/catalog/tables.ts';
import { formatIndexConfig } from '../../../main/elba/indexConfig.ts';
import { normaliseName } from '../../../main/elba/packageName.ts';
import { failure } from '../../../main/failure.ts';
import { type PackageRef, RegistryId } from '../../../shared/ids.ts';
import { indexLine, writeIndex } from '../../support/indexFolder.ts';
import { commitGitIndex } from '../../support/indexPlaces.ts';

const id = RegistryId.parse('staging');
const tools: PackageRef = { group: 'acme', name: 'json-tools' };
const date = '2026-03-01T10:00:00+00:00';
let root: string;

beforeEach(async () => {
  root = await mkdtemp(join(tmpdir(), 'catalog-'));
});
afterEach(() => rm(root, { recursive: true, force: true }));

interface Held {
  ref: PackageRef;
  versions: Record<string, Partial<VersionFacts>>;
}

/** A registry of the packages family in memory; `asked` lists the questions, `broken` what fails. */
function registryOf(held: Held[]) {
  const asked: string[] = [];
  const broken = new Map<string, ReturnType<typeof failure>>();
  const ask = (question: string): void => {
    asked.push(question);
    for (const [part, error] of broken) if (question.includes(part)) throw error;
  };
  const find = (ref: PackageRef): Held => {
    const found = held.find((some) => normaliseName(some.ref) === normaliseName(ref));
    if (found === undefined) throw failure('package_not_found', 'There is no such package.');
    return found;
  };
  const factsOf = ({ versions }: Held, version: string): VersionFacts => {
    const said = versions[version];
    if (said === undefined) throw failure('package_not_found', 'There is no such version.');
    const nothing = { description: null, homepage: null, repository: null, license: null, keywords: [], owners: [] };
    return { ...nothing, yanked: false, publishedAt: date, ...said, version };
  };
  const api: ReadApi = {
    family: async () => {
      ask('family');
      return 'packages';
    },
    groups: async () => {
      ask('groups');
      return [...new Set(held.map(({ ref }) => ref.group.toLowerCase()))];
    },
    packagesOf: async (group) => {
      ask(`packages ${group}`);
      const some = held.filter(({ ref }) => ref.group.toLowerCase() === group);
      return some.map(({ ref }) => ({ group, name: normaliseName(ref).slice(group.length + 1) }));
    },
    package: async (ref) => {
      ask(`package ${normaliseName(ref)}`);
      const found = find(ref);
      const latest = Object.keys(found.versions).at(-1);
      return { ref: found.ref, latest: latest === undefined ? null : factsOf(found, latest) };
    },
    versions: async (ref) => {
      ask(`versions ${normaliseName(ref)}`);
      return { ref: find(ref).ref, versions: Object.keys(find(ref).versions) };
    },
    version: async (ref, version) => {
      ask(`version ${version}`);
      return factsOf(find(ref), version);
    },
    dependencies: async (ref, version) => {
      ask(`dependencies ${version}`);
      factsOf(find(ref), version);
      return [{ name: 'acme/lexer', requirement: '1.0.0' }];
    },
    downloads: async (ref, version) => {
      ask(`downloads ${version}`);
      factsOf(find(ref), version);
      return 12;
    },
    downloadDays: async (ref, version) => {
      ask(`days ${version}`);
      factsOf(find(ref), version);
      return [{ date: '2026-03-01', downloads: 3 }];
    },
    readme: async (ref, version) => {
      ask(`readme ${version}`);
      factsOf(find(ref), version);
      return { text: `# ${ref.name}`, truncated: false };
    },
  };
  return { api, asked, broken, held };
}

function setUp(
  api: ReadApi,
  { tables = createTables(), ...more }: { url?: string; index?: string; tables?: CatalogParts['tables'] } = {},
) {
  const told: Parameters<CatalogParts['emit']>[0][] = [];
  let clock = 0;
  const catalog = createCatalog({
    registryOf: () => ({ id, name: 'Staging', url: 'https://staging.example', index: '', ...more }),
    apiFor: () => api,
    emit: (change) => told.push(change),
    stateChanged: () => undefined,
    publishedFromHere: () => new Set(),
    accountOf: () => null,
    tables,
    folder: join(root, '.kept'),
    gitFor: async () => systemGit(),
    downloadFor: () => () => Promise.reject(offline),
    watch: () => ({ close: () => undefined }),
    report: (thrown) => {
      throw thrown;
    },
    now: () => {
      clock += 1;
      return new Date(Date.UTC(2026, 0, 1, 0, 0, clock));
    },
    signal: new AbortController().signal,
  });
  return { catalog, told };
}

const EVERYTHING = { text: '', filter: { mine: false, hasYanked: false, prerelease: false }, offset: 0, limit: 200 };

/** All that a person sees of a list. */
async function listOf(catalog: Catalog, refresh = false) {
  if (refresh) await catalog.refreshNow(id);
  const { rows } = await catalog.query(id, EVERYTHING);
  const { problems } = await catalog.problems(id, 0, 200);
  const [source] = catalog.state(id).sources;
  return { packages: rows, problems, kind: source?.kind, readAt: source?.readAt };
}

/** Once nothing is being read any more. */
const reading = (catalog: Catalog) =>
  vi.waitFor(() => expect(catalog.state(id).sources.map(({ state }) => state.kind)).not.toContain('reading'), {
    timeout: 15_000,
  });

const withIndex = () => ({ index: `index+dir+${root}` });
const notAsked = { latest: null, description: null, versions: null, yanked: null, mine: false };
const offline = failure('unreachable', 'Staging did not answer.');
const twoPackages = () =>
  registryOf([
    {
      ref: { group: 'acme', name: 'json_tools' },
      versions: { '1.0.0': { yanked: true }, '1.10.0': {}, '1.9.0': { description: 'JSON' } },
    },
    { ref: { group: 'zeta', name: 'last' }, versions: { '0.1.0': {} } },
  ]);

describe('by the read endpoints', () => {
  test('the list has every package of every group, and summaries add latest version and description', async () => {
    const { api } = twoPackages();
    const { catalog } = setUp(api);
    const list = await listOf(catalog);
    expect(list).toMatchObject({ kind: 'api', problems: [] });
    expect(list.packages).toEqual([
      { ...tools, ...notAsked },
      { group: 'zeta', name: 'last', ...notAsked },
    ]);
    expect(await catalog.summaries(id, [tools])).toEqual([
      {
        ...notAsked,
        group: 'acme',
        name: 'json_tools',
        latest: { version: '1.9.0', yanked: false },
        description: 'JSON',
      },
    ]);
  });

  test('what was read is remembered with its time, until it is refreshed or something was published', async () => {
    const { api, asked } = twoPackages();
    const { catalog, told } = setUp(api);
    const first = await listOf(catalog);
    await reading(catalog);
    await catalog.summaries(id, [tools]);
    await catalog.details(id, tools, false);
    const before = asked.length;
    expect((await listOf(catalog)).readAt).toBe(first.readAt);
    await catalog.details(id, { group: 'ACME', name: 'json_tools' }, false);
    expect(asked.slice(before).filter((question) => question !== 'family')).toEqual([]);
    expect((await listOf(catalog, true)).readAt).not.toBe(first.readAt);
    catalog.invalidate(id, tools);
    expect(told).toEqual([{ registryId: id, package: tools }]);
    asked.length = 0;
    await catalog.details(id, tools, false);
    await listOf(catalog);
    expect(asked).toContain('versions acme/json-tools');
    expect(asked).toContain('groups');
  });

  test('an answer that was under way while something was published is not kept', async () => {
    const { api, held } = twoPackages();
    const slow = Promise.withResolvers<void>();
    const versions = api.versions;
    const { catalog } = setUp({ ...api, versions: (ref) => slow.promise.then(() => versions(ref)) });
    const early = catalog.details(id, tools, false);
    catalog.invalidate(id, tools);
    slow.resolve();
    await early;
    for (const some of held) some.versions['2.0.0'] = {};
    expect((await catalog.details(id, tools, false)).versions[0]?.version).toBe('2.0.0');
  });

  test('details have all versions newest first by SemVer, with their state, and the published spelling', async () => {
    const { api } = twoPackages();
    const { catalog } = setUp(api);
    const details = await catalog.details(id, tools, false);
    expect(details).toMatchObject({
      group: 'acme',
      name: 'json_tools',
      source: 'api',
      description: null,
      incomplete: null,
    });
    expect(details.versions.map(({ version, yanked, publishedAt }) => [version, yanked, publishedAt])).toEqual([
      ['1.10.0', false, date],
      ['1.9.0', false, date],
      ['1.0.0', true, date],
    ]);
  });

  test('of many versions the newest 60 have their state at once, the others when they are asked for', async () => {
    const versions = Object.fromEntries(Array.from({ length: 75 }, (_, at) => [`0.${at}.0`, { yanked: at === 3 }]));
    const { api } = registryOf([{ ref: tools, versions }]);
    const { catalog } = setUp(api);
    const details = await catalog.details(id, tools, false);
    expect(details.versions.filter(({ yanked }) => yanked !== null)).toHaveLength(60);
    expect(details.versions.at(-1)).toMatchObject({ version: '0.0.0', yanked: null });
    expect(await catalog.versionDetails(id, tools, ['0.3.0'])).toEqual([
      {
        version: '0.3.0',
        prerelease: false,
        yanked: true,
        publishedAt: date,
        downloads: 12,
        dependencies: [{ name: 'acme/lexer', requirement: '1.0.0' }],
        from: { yanked: 'api', dependencies: 'api' },
      },
    ]);
  });

  test('versions are asked at most six at a time', async () => {
    const versions = Object.fromEntries(Array.from({ length: 30 }, (_, at) => [`0.${at}.0`, {}]));
    const { api } = registryOf([{ ref: tools, versions }]);
    let [now, most] = [0, 0];
    const counted: ReadApi = {
      ...api,
      version: async (ref, version) => {
        now += 1;
        most = Math.max(most, now);
        await new Promise((resolve) => setImmediate(resolve));
        now -= 1;
        return api.version(ref, version);
      },
    };
    await setUp(counted).catalog.details(id, tools, false);
    expect(most).toBe(6);
  });

  test('version details are read anew each time', async () => {
    const { api, held } = twoPackages();
    const { catalog } = setUp(api);
    await catalog.versionDetails(id, tools, ['1.9.0']);
    for (const some of held) some.versions['1.9.0'] = { yanked: true };
    expect((await catalog.versionDetails(id, tools, ['1.9.0']))[0]?.yanked).toBe(true);
  });

  test('a package that is not there is package_not_found', async () => {
    const { catalog } = setUp(twoPackages().api);
    const asked = catalog.details(id, { group: 'no', name: 'such' }, false);
    await expect(asked).rejects.toMatchObject({
      error: { code: 'package_not_found', message: expect.stringContaining('no/such') },
    });
  });

  test('a group that cannot be read is said beside the others; none at all is the failure itself', async () => {
    const { api, broken } = twoPackages();
    const { catalog } = setUp(api);
    broken.set('packages zeta', failure('registry_error', 'Staging answered 500.'));
    const list = await listOf(catalog);
    expect(list.packages).toHaveLength(1);
    expect(list.problems).toEqual([{ file: 'zeta', text: 'Staging answered 500.' }]);
    broken.set('packages', offline);
    await expect(listOf(catalog, true)).rejects.toMatchObject({ error: { code: 'unreachable' } });
    expect((await listOf(catalog)).packages).toHaveLength(1);
  });

  test('README and downloads are the registry’s: the days of all versions together', async () => {
    const { catalog } = setUp(twoPackages().api);
    expect(await catalog.readme(id, tools, '1.9.0')).toEqual({ text: '# json-tools', truncated: false });
    expect(await catalog.downloadGraph(id, tools)).toEqual({
      days: [{ date: '2026-03-01', downloads: 9 }],
      versions: 3,
      of: 3,
    });
  });

  test('while the registry is offline, what an earlier run was told is shown, with the reason; a search finds by it', async () => {
    const first = setUp(twoPackages().api).catalog;
    await listOf(first);
    await first.summaries(id, [tools]);
    await first.details(id, tools, false);
    await first.close();
    const { api, broken } = twoPackages();
    broken.set('', offline);
    const { catalog } = setUp(api);
    const { packages } = await listOf(catalog);
    expect(packages.map(({ name, description }) => [name, description])).toEqual([
      ['json_tools', 'JSON'],
      ['last', null],
    ]);
    expect(await catalog.summaries(id, [tools])).toMatchObject([{ latest: { version: '1.9.0' } }]);
    const details = await catalog.details(id, tools, false);
    expect(details.versions.map(({ version }) => version)).toEqual(['1.10.0', '1.9.0', '1.0.0']);
    expect(details.incomplete).toMatchObject({ code: 'unreachable' });
    await expect(catalog.details(id, { group: 'zeta', name: 'last' }, false)).rejects.toMatchObject({
      error: { code: 'unreachable' },
    });
    await expect(catalog.summaries(id, [{ group: 'zeta', name: 'last' }])).rejects.toThrow();
    const elsewhere = setUp(api, { url: 'https://elsewhere.example' }).catalog;
    await expect(elsewhere.details(id, tools, false)).rejects.toMatchObject({ error: { code: 'unreachable' } });
    broken.clear();
    expect((await catalog.details(id, tools, false)).incomplete).toBeNull();
  });

  test('states that cannot be read are null and the reason is beside the versions', async () => {
    const { api, broken } = twoPackages();
    broken.set('version 1.9.0', offline);
    const details = await setUp(api).catalog.details(id, tools, false);
    expect(details.incomplete).toMatchObject({ code: 'unreachable' });
    expect(details.versions.map(({ yanked }) => yanked)).toEqual([false, null, true]);
  });
});

describe('by an index folder', () => {
  beforeEach(() =>
    writeIndex(root, [
      indexLine('Acme/Json_Tools', '1.0.0', { yanked: true }),
      indexLine('Acme/Json_Tools', '1.9.0', { dependencies: [{ name: 'acme/lexer', req: '>= 1.0.0 < 2.0.0' }] }),
    ]),
  );

  test('alone: list, summary and details come from it', async () => {
    const { catalog } = setUp(registryOf([]).api, { url: '', ...withIndex() });
    const row = {
      ...notAsked,
      group: 'Acme',
      name: 'Json_Tools',
      latest: { version: '1.9.0', yanked: false },
      versions: 2,
      yanked: 1,
    };
    expect(await listOf(catalog)).toMatchObject({ kind: 'dir', packages: [row] });
    expect(await catalog.summaries(id, [tools])).toEqual([row]);
    const details = await catalog.details(id, tools, false);
    expect(details).toMatchObject({ group: 'Acme', name: 'Json_Tools', source: 'index', incomplete: null });
    expect(details.versions.map(({ version, yanked, dependencies }) => [version, yanked, dependencies])).toEqual([
      ['1.9.0', false, [{ name: 'acme/lexer', requirement: '>= 1.0.0 < 2.0.0' }]],
      ['1.0.0', true, []],
    ]);
    await expect(catalog.details(id, { group: 'no', name: 'such' }, false)).rejects.toMatchObject({
      error: { code: 'package_not_found' },
    });
  });

  test('beside the read endpoints: dependencies are the index’s, dates and the newest state the registry’s', async () => {
    const { api } = registryOf([
      {
        ref: { group: 'Acme', name: 'Json_Tools' },
        versions: { '1.0.0': { yanked: true }, '1.9.0': { yanked: true, license: 'MIT' }, '2.0.0': {} },
      },
    ]);
    const { catalog } = setUp(api, withIndex());
    expect((await listOf(catalog)).kind).toBe('dir');
    const details = await catalog.details(id, tools, false);
    expect(details).toMatchObject({ source: 'api', incomplete: null });
    expect(details.versions.map(({ version, yanked, publishedAt }) => [version, yanked, publishedAt])).toEqual([
      ['2.0.0', false, date],
      ['1.9.0', true, date],
      ['1.0.0', true, date],
    ]);
    expect(details.versions[1]?.dependencies).toEqual([{ name: 'acme/lexer', requirement: '>= 1.0.0 < 2.0.0' }]);
  });

  test('while the registry is offline: the index is shown, and what is missing is said', async () => {
    const { api, broken } = twoPackages();
    broken.set('', offline);
    const { catalog } = setUp(api, withIndex());
    expect((await listOf(catalog)).packages).toHaveLength(1);
    expect((await catalog.summaries(id, [tools]))[0]?.latest?.version).toBe('1.9.0');
    const details = await catalog.details(id, tools, false);
    expect(details.versions).toHaveLength(2);
    expect(details.incomplete).toMatchObject({ code: 'unreachable' });
    expect((await catalog.versionDetails(id, tools, ['1.0.0']))[0]?.yanked).toBe(true);
    broken.clear();
    expect((await catalog.summaries(id, [tools]))[0]?.description).toBe('JSON');
  });

  test('a search finds a package by parts of its name, and the switches leave out the rest', async () => {
    await writeIndex(root, [
      indexLine('Acme/Json_Tools', '1.0.0', { yanked: true }),
      indexLine('acme/lexer', '1.0.0'),
      indexLine('zeta/json', '0.1.0-rc.1'),
    ]);
    const { catalog } = setUp(registryOf([]).api, { url: '', ...withIndex() });
    const off = { mine: false, hasYanked: false, prerelease: false };
    const names = async (text: string, filter: Partial<typeof off> = {}) =>
      (await catalog.query(id, { text, filter: { ...off, ...filter }, offset: 0, limit: 50 })).rows.map(
        ({ name }) => name,
      );
    expect(await names('')).toEqual(['Json_Tools', 'lexer', 'json']);
    expect(await names('json')).toEqual(['json', 'Json_Tools']);
    expect(await names('acme json')).toEqual(['Json_Tools']);
    expect(await names('', { hasYanked: true })).toEqual(['Json_Tools']);
    expect(await names('', { prerelease: true })).toEqual(['json']);
    expect(await names('', { mine: true })).toEqual([]);
  });

  test('who depends on a package is known by line, and a row for each package that does', async () => {
    await writeIndex(root, [
      indexLine('acme/base', '1.0.0'),
      indexLine('acme/json', '1.0.0', { dependencies: [{ name: 'Acme/Base', req: '1.0.0' }], yanked: true }),
      indexLine('acme/json', '1.1.0', { dependencies: [{ name: 'acme/base', req: '>= 1.0.0' }] }),
      indexLine('acme/other', '1.0.0'),
    ]);
    const { catalog } = setUp(registryOf([]).api, { url: '', ...withIndex() });
    const base = { group: 'acme', name: 'base' };
    const json = { group: 'acme', name: 'json' };
    expect(await catalog.dependentsOf(id, base)).toMatchObject({
      known: true,
      lines: [
        { package: json, version: '1.1.0', yanked: false, requirement: '>= 1.0.0' },
        { package: json, version: '1.0.0', yanked: true, requirement: '1.0.0' },
      ],
    });
    const both = await catalog.requirersOf(id, [{ group: 'acme', name: 'other' }, base], 10);
    expect(both).toMatchObject({
      known: true,
      complete: true,
      found: [
        { lines: [], versions: [] },
        { lines: [{ version: '1.1.0' }, { version: '1.0.0' }], versions: [{ version: '1.0.0', yanked: false }] },
      ],
    });
    expect(await catalog.requirersOf(id, [base], 1)).toMatchObject({ complete: false, found: [{ lines: [{}] }] });
    expect(await catalog.dependents(id, base, 0, 10)).toMatchObject({
      total: 1,
      rows: [{ ...json, version: '1.1.0', requirement: '>= 1.0.0', versions: 2 }],
    });
    expect(await catalog.indexVersions(id, { group: 'ACME', name: 'json' })).toMatchObject({
      package: json,
      versions: [
        { version: '1.1.0', yanked: false },
        { version: '1.0.0', yanked: true },
      ],
    });
    expect(await setUp(twoPackages().api).catalog.dependentsOf(id, base)).toMatchObject({ known: false });
  });

  test('a bad line is in the list’s problems and beside the details', async () => {
    await writeFile(
      join(root, 'acme', 'json-tools'),
      `${JSON.stringify(indexLine('acme/json-tools', '1.0.0'))}\nnonsense\n`,
    );
    const { catalog } = setUp(registryOf([]).api, { url: '', ...withIndex() });
    expect((await listOf(catalog)).problems).toMatchObject([{ file: 'acme/json-tools', line: 2 }]);
    const details = await catalog.details(id, tools, false);
    expect(details.versions).toHaveLength(1);
    expect(details.incomplete?.message).toMatch(/acme\/json-tools, line 2/);
  });

  test('a folder that is gone: the read endpoints answer, and the list says why; without them it is index_unreadable', async () => {
    const { api } = twoPackages();
    const gone = { index: `index+dir+${join(root, 'gone')}` };
    const list = await listOf(setUp(api, gone).catalog);
    expect(list).toMatchObject({ problems: [{ text: expect.stringContaining('not there') }] });
    expect(list.packages).toHaveLength(2);
    const alone = listOf(setUp(api, { url: '', ...gone }).catalog);
    await expect(alone).rejects.toMatchObject({ error: { code: 'index_unreadable' } });
  });
});

describe('where nothing can be read', () => {
  test('an index that can’t be fetched says so; with read endpoints beside it those are used', async () => {
    const index = `index+git+${pathToFileURL(join(root, 'no-repository'))}`;
    await expect(listOf(setUp(registryOf([]).api, { url: '', index }).catalog)).rejects.toMatchObject({
      error: { code: 'index_unreadable', message: expect.stringContaining('no git repository') },
    });
    const beside = await listOf(setUp(twoPackages().api, { index }).catalog);
    expect(beside.packages).toHaveLength(2);
    expect(beside.problems).toMatchObject([{ text: expect.stringContaining('no git repository') }]);
  });

  test('an index that failed is not waited for again, and that it works now is told', async () => {
    const repository = join(root, 'index.git');
    const { catalog, told } = setUp(registryOf([]).api, { url: '', index: `index+git+${pathToFileURL(repository)}` });
    await expect(listOf(catalog)).rejects.toMatchObject({ error: { code: 'index_unreadable' } });
    const files = {
      'index.toml': formatIndexConfig(null),
      'acme/x': `${JSON.stringify(indexLine('acme/x', '1.0.0'))}\n`,
    };
    await commitGitIndex(repository, files);
    await expect(catalog.query(id, EVERYTHING)).rejects.toMatchObject({ error: { code: 'index_unreadable' } });
    expect(told).toEqual([]);
    await catalog.refreshNow(id);
    expect(told).toEqual([{ registryId: id }]);
    expect((await listOf(catalog)).packages).toMatchObject([{ name: 'x' }]);
  });

  test('an index that takes the thread of all tables with it is not read again and again', async () => {
    await writeIndex(root, [indexLine('acme/x', '1.0.0')]);
    let lost = 0;
    const whole = createTables();
    const fragile = {
      ...whole,
      lost: () => lost,
      read: async () => {
        lost += 1;
        throw failure('index_unreadable', 'This index needs more memory.');
      },
    };
    const { catalog } = setUp(registryOf([]).api, { url: '', ...withIndex(), tables: fragile });
    for (let asked = 0; asked < 3; asked += 1)
      await expect(catalog.query(id, EVERYTHING)).rejects.toThrow(/more memory/);
    expect(lost).toBe(1);
    expect(catalog.state(id).sources[0]?.state).toMatchObject({ kind: 'failed' });
  });

  test('the documented routes without an index say that they list no packages', async () => {
    const api: ReadApi = { ...registryOf([]).api, family: async () => 'documented' };
    await expect(listOf(setUp(api).catalog)).rejects.toThrow(/documented routes, which list no packages/);
  });

  test('a registry that is offline is unreachable', async () => {
    const { api, broken } = twoPackages();
    broken.set('', offline);
    const { catalog } = setUp(api);
    await expect(listOf(catalog)).rejects.toMatchObject({ error: { code: 'unreachable' } });
    await expect(catalog.details(id, tools, false)).rejects.toMatchObject({ error: { code: 'unreachable' } });
    await expect(catalog.summaries(id, [tools])).rejects.toMatchObject({ error: { code: 'unreachable' } });
  });
});

describe('what publishing and yanking ask', () => {
  test('the published spelling is the index’s, else the registry’s, else not known', async () => {
    const { api } = twoPackages();
    expect(await setUp(api).catalog.publishedSpelling(id, tools)).toEqual({ group: 'acme', name: 'json_tools' });
    expect(await setUp(api).catalog.publishedSpelling(id, { group: 'no', name: 'such' })).toBeNull();
    await writeIndex(root, [indexLine('ACME/Json_Tools', '1.0.0')]);
    expect(await setUp(api, withIndex()).catalog.publishedSpelling(id, tools)).toEqual({
      group: 'ACME',
      name: 'Json_Tools',
    });
    const documented: ReadApi = { ...api, family: async () => 'documented' };
    expect(await setUp(documented).catalog.publishedSpelling(id, tools)).toBeNull();
  });

  test('an unreachable registry is not taken for one that lacks the package', async () => {
    const { api, broken } = twoPackages();
    broken.set('', offline);
    await expect(setUp(api).catalog.publishedSpelling(id, tools)).rejects.toMatchObject({
      error: { code: 'unreachable' },
    });
  });

  test('the index is looked at anew each time, and a missing or damaged one proves nothing', async () => {
    const { catalog } = setUp(registryOf([]).api, withIndex());
    const unreadable = { error: { code: 'index_unreadable' } };
    await expect(catalog.lookInIndex(id, tools, '1.0.0')).rejects.toMatchObject(unreadable);
    await writeIndex(root, [indexLine('acme/other', '1.0.0')]);
    expect(await catalog.lookInIndex(id, tools, '1.0.0')).toEqual({ found: false, yanked: false, sha256: null });
    const location = `tar+https://registry.example/x.tar.gz#sha256=${'AB'.repeat(32)}`;
    await writeIndex(root, [
      indexLine('Acme/json_tools', '1.0.0', { yanked: true, location }),
      indexLine('Acme/json_tools', '1.1.0', { location: 'dir+/elsewhere' }),
    ]);
    expect(await catalog.lookInIndex(id, tools, '1.0.0')).toEqual({
      found: true,
      yanked: true,
      sha256: 'ab'.repeat(32),
    });
    expect(await catalog.lookInIndex(id, tools, '1.1.0')).toEqual({ found: true, yanked: false, sha256: null });
    expect(await catalog.lookInIndex(id, tools, '2.0.0')).toMatchObject({ found: false });
    await writeFile(join(root, 'acme', 'json-tools'), 'half a li');
    await expect(catalog.lookInIndex(id, tools, '1.0.0')).rejects.toMatchObject(unreadable);
    expect(await setUp(registryOf([]).api).catalog.lookInIndex(id, tools, '1.0.0')).toBeNull();
  });
});
