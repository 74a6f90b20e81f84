import { expect, test } from 'vitest';
import { failure } from '../../../main/failure.ts';
import { FRESH_MS } from '../../../main/publish/targetReads.ts';
import { createTargets } from '../../../main/publish/targets.ts';
import { EntryId, ProjectId, RegistryId, Sha256 } from '../../../shared/ids.ts';
import type { ActivityEntry } from '../../../shared/job.ts';
import type { ManifestDependency, ProjectReport } from '../../../shared/project.ts';
import type { Registry } from '../../../shared/registry.ts';
import type { TargetsChanged } from '../../../shared/targets.ts';
import { detailsOf } from '../../support/details.ts';
import { registryAt } from '../../support/writing.ts';

const LAB = RegistryId.parse('lab');
const PROJECT = ProjectId.parse('project');
const NOW = new Date('2030-01-01T00:00:05.000Z');
const [HASH, OTHER] = ['a', 'b'].map((letter) => Sha256.parse(letter.repeat(64)));
if (HASH === undefined || OTHER === undefined) throw new Error('two hashes');

const saved: Registry['token'] = { kind: 'saved', savedAt: NOW.toISOString(), test: 'accepted' };
const absent = () => failure('package_not_found', 'It is not there.');

function reportOf(revision: number, version = '1.0.0', dependencies: ManifestDependency[] = []): ProjectReport {
  const name = { group: 'acme', name: 'json', version };
  return {
    projectId: PROJECT,
    revision,
    folder: '~/json',
    origin: 'folder',
    state: 'ready',
    package: name,
    manifest: {
      package: name,
      authors: ['alice'],
      keywords: [],
      exclude: [],
      dependencies,
      targets: [],
      text: '',
    },
    checks: [],
    fileCount: 1,
    bytes: 1,
    leftOutCount: 0,
    biggest: [],
    suggestions: [],
    readAt: NOW.toISOString(),
  };
}

type Packages = Record<string, ReturnType<typeof detailsOf> | Error>;

const unknownPublish: ActivityEntry = {
  id: EntryId.parse('e'),
  action: 'publish',
  registryId: LAB,
  registryName: 'Lab',
  package: { group: 'acme', name: 'json' },
  version: '1.0.0',
  sha256: HASH,
  request: 'PUT',
  startedAt: NOW.toISOString(),
  outcome: { kind: 'unknown', error: { code: 'connection_lost', message: 'It broke.' }, evidence: [] },
};

interface BenchOptions {
  readonly entries?: ActivityEntry[];
  readonly account?: string;
  readonly guardMs?: number;
  details?(): Promise<never>;
  now?(): Date;
}

function bench(packages: Packages, more: BenchOptions = {}) {
  let registries: Registry[] = [{ ...registryAt('http://127.0.0.1:1'), token: saved }];
  let report = reportOf(1);
  const asked: string[] = [];
  const told: TargetsChanged[] = [];
  const ending = new AbortController();
  const targets = createTargets({
    sources: {
      details: async (_, ref) => {
        const name = `${ref.group}/${ref.name}`;
        asked.push(name);
        if (more.details) return more.details();
        const found = packages[name] ?? absent();
        if (found instanceof Error) throw found;
        return { ...found, readAt: (more.now?.() ?? NOW).toISOString() };
      },
      packagesOf: async (_, group) =>
        Object.values(packages).flatMap((one) => (one instanceof Error || one.group !== group ? [] : [one])),
      hashOf: async () => HASH ?? null,
      accountOf: () => more.account ?? null,
      now: more.now ?? (() => NOW),
    },
    registries: { list: () => registries },
    journal: {
      list: () => ({ entries: more.entries ?? [], total: more.entries?.length ?? 0, damaged: 0 }),
    },
    report: () => report,
    emit: (change) => told.push(change),
    thrown: (thrown) => {
      throw thrown;
    },
    signal: ending.signal,
    ...(more.guardMs === undefined ? {} : { guardMs: more.guardMs }),
  });
  const row = () => told.at(-1)?.targets[0];
  return {
    targets,
    told,
    asked,
    row,
    setRegistries: (next: Registry[]) => {
      registries = next;
    },
    registry: () => registries[0] ?? registryAt(''),
    setReport: (next: ProjectReport) => {
      report = next;
      targets.projectChanged(next);
    },
    async settled() {
      if (targets.of(PROJECT).every(({ state }) => state !== 'checking')) return targets.of(PROJECT)[0];
      await expect.poll(() => row()?.state ?? 'checking').not.toBe('checking');
      return row();
    },
  };
}

const idsOf = (row: { checks: { id: string }[] } | undefined) => row?.checks.map(({ id }) => id);

test('it answers at once that a registry is being asked, and tells the state when it is known', async () => {
  const { targets, settled, told } = bench({});
  expect(targets.of(PROJECT)).toMatchObject([{ registryId: LAB, state: 'checking', checkedAt: null }]);
  expect(await settled()).toMatchObject({ state: 'ready', latest: null, checks: [], checkedAt: NOW.toISOString() });
  expect(told).toHaveLength(1);
});

test('a version that is there blocks, is the same with the same bytes, and names other contents', async () => {
  const { targets, settled, row } = bench({ 'acme/json': detailsOf('acme/json', { '1.0.0': false }) });
  expect(await settled()).toMatchObject({ state: 'blocked', latest: { version: '1.0.0', yanked: false } });
  const archive = { projectId: PROJECT, revision: 1, bytes: 1, unpackedBytes: 1, fileCount: 1 };
  targets.prepared({ ...archive, sha256: HASH });
  expect(row()).toMatchObject({ state: 'same', checks: [{ id: 'target.same', severity: 'passed' }] });
  targets.prepared({ ...archive, sha256: OTHER });
  expect(row()).toMatchObject({ state: 'blocked' });
  expect(row()?.checks[0]?.title).toContain('with other contents');
  expect(await targets.errorFor(PROJECT, [LAB], OTHER)).toMatchObject({ id: 'target.version-exists' });
  expect(await targets.errorFor(PROJECT, [LAB], HASH)).toBeNull();
});

test('another spelling and colliding build metadata are errors that say what to write', async () => {
  const { settled } = bench({ 'acme/json': detailsOf('Acme/JSON', { '1.0.0+a': false }) });
  const row = await settled();
  expect(row).toMatchObject({ state: 'blocked' });
  expect(idsOf(row)).toEqual(['target.spelling', 'target.build']);
  expect(row?.checks[0]?.todo).toBe('Write name = "Acme/JSON" in elba.toml.');
});

test('a group with packages of somebody else is a warning, and one of the own account is none', async () => {
  const packages = { 'acme/other': detailsOf('acme/other', { '1.0.0': false }, { owners: ['bob'] }) };
  const row = await bench(packages, { account: 'alice' }).settled();
  expect(row).toMatchObject({ state: 'ready', checks: [{ id: 'target.group', severity: 'warning' }] });
  expect(row?.checks[0]?.title).toContain('bob');
  expect((await bench(packages, { account: 'bob' }).settled())?.checks).toEqual([]);
});

test('a group that was published in with the saved token is one of its own; with another token it is not known again', async () => {
  const packages = { 'acme/other': detailsOf('acme/other', { '1.0.0': false }, { owners: ['bob'] }) };
  const done: ActivityEntry = {
    ...unknownPublish,
    version: '0.9.0',
    outcome: { kind: 'published', confirmed: 'answer', evidence: [] },
  };
  const { targets, settled, row, setRegistries, registry } = bench(packages, { entries: [done] });
  expect((await settled())?.checks).toEqual([]);
  const later = new Date(NOW.getTime() + 1).toISOString();
  setRegistries([{ ...registry(), token: { kind: 'saved', savedAt: later, test: 'untested' } }]);
  targets.changed();
  await expect.poll(() => idsOf(row())).toEqual(['target.group']);
});

test('a person who checks again has the registries asked that could not be reached or answered long ago, and no others', async () => {
  const packages: Packages = { 'acme/json': failure('unreachable', 'Nobody listens there.') };
  let now = NOW;
  const { targets, settled, row, asked } = bench(packages, { now: () => now });
  expect(await settled()).toMatchObject({ state: 'unreachable' });
  packages['acme/json'] = detailsOf('acme/json', { '0.9.0': false });
  targets.checkAgain(PROJECT);
  await expect.poll(() => row()).toMatchObject({ state: 'ready', latest: { version: '0.9.0' } });
  const before = asked.length;
  targets.checkAgain(PROJECT);
  expect(asked).toHaveLength(before);
  now = new Date(NOW.getTime() + FRESH_MS);
  targets.checkAgain(PROJECT);
  expect(asked.length).toBeGreaterThan(before);
});

test('a registry that could not be reached is not called ready, and is asked again when it answers', async () => {
  const packages: Packages = { 'acme/json': failure('unreachable', 'Nobody listens there.') };
  const { targets, settled, row, setRegistries, registry } = bench(packages);
  expect(await settled()).toMatchObject({ state: 'unreachable', checks: [{ why: 'Nobody listens there.' }] });
  delete packages['acme/json'];
  targets.changed();
  expect(row()).toMatchObject({ state: 'unreachable' });
  const later = new Date(NOW.getTime() + 1).toISOString();
  const status = { kind: 'reachable', checkedAt: later, milliseconds: 1, family: 'packages' } as const;
  setRegistries([{ ...registry(), status }]);
  targets.changed();
  await expect.poll(() => row()?.state).toBe('ready');
});

test.each([
  [{ kind: 'none' }, 'target.token-none'],
  [{ kind: 'saved', savedAt: NOW.toISOString(), test: 'rejected' }, 'target.token-rejected'],
  [{ kind: 'unreadable', reason: 'The keychain is locked.' }, 'target.token-unreadable'],
] as const)(
  'a token that is %o blocks, and a new one clears it without asking the registry again',
  async (token, id) => {
    const { targets, settled, row, setRegistries, registry, asked } = bench({});
    setRegistries([{ ...registry(), token }]);
    expect(await settled()).toMatchObject({
      state: 'blocked',
      checks: [{ id, severity: 'error', registryIds: [LAB] }],
    });
    expect(await targets.errorFor(PROJECT, [LAB], HASH)).toBeNull();
    const before = asked.length;
    setRegistries([{ ...registry(), token: saved }]);
    targets.changed();
    expect(row()).toMatchObject({ state: 'ready', checks: [] });
    expect(asked).toHaveLength(before);
  },
);

test('an outcome that nobody knows blocks that version and no other', async () => {
  const { settled, setReport, row } = bench({}, { entries: [unknownPublish] });
  expect(await settled()).toMatchObject({
    state: 'blocked',
    checks: [{ id: 'target.unknown', actions: [{ kind: 'look', entryId: 'e' }] }],
  });
  setReport(reportOf(2, '1.0.1'));
  await expect.poll(() => row()?.state).toBe('ready');
});

test('a new revision asks again only when what is asked changed, and every answer names its revision', async () => {
  const { settled, setReport, asked, told, row } = bench({});
  await settled();
  setReport(reportOf(2));
  expect(told.at(-1)).toMatchObject({ revision: 2, targets: [{ state: 'ready' }] });
  expect(asked).toEqual(['acme/json']);
  setReport(reportOf(3, '1.0.0', [{ name: 'acme/gone', requirement: '1.0.0', kind: 'constraint', dev: false }]));
  expect(row()).toMatchObject({ state: 'checking' });
  await expect.poll(() => row()?.state).toBe('blocked');
  expect(idsOf(row())).toEqual(['target.dependency-missing:acme/gone']);
});

test('development dependencies are not looked at, as a registry does not', async () => {
  const { settled, setReport, row, asked } = bench({});
  await settled();
  setReport(reportOf(2, '1.0.0', [{ name: 'acme/gone', requirement: '1.0.0', kind: 'constraint', dev: true }]));
  await expect.poll(() => row()?.state).toBe('ready');
  expect(asked).not.toContain('acme/gone');
});

test('a registry that is said to hold other packages is asked again', async () => {
  const packages: Packages = {};
  const { targets, settled, row } = bench(packages);
  await settled();
  packages['acme/json'] = detailsOf('acme/json', { '1.0.0': false });
  targets.catalogChanged(LAB);
  expect(row()).toMatchObject({ state: 'checking' });
  await expect.poll(() => row()?.state).toBe('blocked');
});

test('nothing is told of a project that was closed meanwhile', async () => {
  const { targets, told, asked } = bench({});
  targets.of(PROJECT);
  targets.forget(PROJECT);
  await expect.poll(() => asked.length).toBe(1);
  targets.changed();
  expect(told).toEqual([]);
});

test('an archive that was built before anybody asked for the targets counts', async () => {
  const { targets, settled, told } = bench({ 'acme/json': detailsOf('acme/json', { '1.0.0': false }) });
  targets.prepared({ projectId: PROJECT, revision: 1, sha256: HASH, bytes: 1, unpackedBytes: 1, fileCount: 1 });
  expect(told).toEqual([]);
  expect(await settled()).toMatchObject({ state: 'same' });
});

test('a registry that does not answer holds up a publish only for so long', async () => {
  const { targets } = bench({}, { details: () => new Promise(() => {}), guardMs: 20 });
  expect(await targets.errorFor(PROJECT, [LAB], HASH)).toBeNull();
});

test('what was read long ago is read anew before a publish', async () => {
  const packages: Packages = {};
  let now = NOW;
  const { targets, settled } = bench(packages, { now: () => now });
  await settled();
  packages['acme/json'] = detailsOf('acme/json', { '1.0.0': false });
  expect(await targets.errorFor(PROJECT, [LAB], OTHER)).toBeNull();
  now = new Date(NOW.getTime() + 30_000);
  expect(await targets.errorFor(PROJECT, [LAB], OTHER)).toMatchObject({ id: 'target.version-exists' });
});
