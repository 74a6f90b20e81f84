import { JobId, ProjectId, RegistryId, Sha256, TokenId } from '../../shared/ids.ts';
import type { Job } from '../../shared/job.ts';
import type { PreparedArchive, ProjectFiles, ProjectReport } from '../../shared/project.ts';
import type { Registry } from '../../shared/registry.ts';
import { SETTINGS_DEFAULTS } from '../../shared/settings.ts';
import type { Snapshot } from '../../shared/snapshot.ts';
import type { SavedToken, TokenState, TokenStorage } from '../../shared/tokens.ts';

export const idOf = {
  registry: (id: string): RegistryId => RegistryId.parse(id),
  project: (id: string): ProjectId => ProjectId.parse(id),
  job: (id: string): JobId => JobId.parse(id),
};

/** Some hash; the same letter gives the same one. */
export const hashOf = (letter: string): Sha256 => Sha256.parse(letter.repeat(64));

const READ_AT = '2026-11-23T14:30:00.000Z';

const SAVED: TokenState = { kind: 'saved', savedAt: READ_AT, test: 'accepted', testedAt: READ_AT };

/** The list that goes with the state of the token in use: that one alone. */
export function tokensFor(id: string, token: TokenState): SavedToken[] {
  if (token.kind === 'none') return [];
  const { kind: _, ...facts } = token.kind === 'saved' ? token : { ...token, test: 'untested' as const };
  return [{ ...facts, id: TokenId.parse(`token-of-${id}`), name: 'Token', active: true }];
}

/** A registry that is reachable and has a tested token; `change` makes it another one. */
export function registryOf(id: string, change: Partial<Registry> = {}): Registry {
  return {
    id: idOf.registry(id),
    name: id[0]?.toUpperCase() + id.slice(1),
    colour: 'teal',
    url: `https://${id}.example`,
    index: '',
    family: 'packages',
    production: false,
    allowPlainHttp: false,
    host: `${id}.example`,
    embedded: false,
    token: SAVED,
    tokens: tokensFor(id, change.token ?? SAVED),
    status: { kind: 'reachable', checkedAt: READ_AT, milliseconds: 31, family: 'packages' },
    ...change,
  };
}

/** The six registries of the design: two of production, one to stage, and one for each thing that can be missing. */
export const sixRegistries: readonly Registry[] = [
  registryOf('public', { colour: 'violet', production: true }),
  registryOf('orchid', { colour: 'orange', production: true }),
  registryOf('staging', { colour: 'teal' }),
  registryOf('tiny', {
    colour: 'green',
    token: { kind: 'saved', savedAt: READ_AT, test: 'rejected', testedAt: READ_AT },
  }),
  registryOf('lab', {
    colour: 'magenta',
    status: {
      kind: 'offline',
      checkedAt: READ_AT,
      error: { code: 'unreachable', message: 'The name lab.example was not found.' },
    },
  }),
  registryOf('local', { colour: 'graphite', embedded: true, host: '127.0.0.1:6480', token: { kind: 'none' } }),
];

/** The system's keychain, chosen by nobody; `change` makes it another way. */
export const storageOf = (change: Partial<TokenStorage> = {}): TokenStorage => ({
  way: 'keychain',
  chosen: false,
  text: 'Tokens are kept in the system keychain.',
  locked: false,
  lockAfterMinutes: 15,
  saved: 5,
  ...change,
});

export function snapshotOf(change: Partial<Snapshot> = {}): Snapshot {
  return {
    info: {
      version: '0.1.0',
      host: 'electron',
      platform: 'linux',
      folders: 'path',
    },
    settings: SETTINGS_DEFAULTS,
    tokenStorage: storageOf(),
    registries: [...sixRegistries],
    jobs: [],
    localRegistry: {
      state: 'stopped',
      port: 0,
      folder: '~/registry',
      index: '',
      users: [],
      packages: 0,
      bytes: 0,
    },
    unknownOutcomes: 0,
    opened: null,
    ...change,
  };
}

const MANIFEST = '[package]\nname = "acme/json-tools"\nversion = "1.3.0"\nauthors = ["alice"]\n';

/** A project without a fault. */
export function reportOf(change: Partial<ProjectReport> = {}): ProjectReport {
  return {
    projectId: idOf.project('p1'),
    revision: 1,
    folder: '~/Projects/json-tools',
    origin: 'folder',
    state: 'ready',
    package: { group: 'acme', name: 'json-tools', version: '1.3.0' },
    manifest: {
      package: { group: 'acme', name: 'json-tools', version: '1.3.0' },
      authors: ['alice'],
      keywords: [],
      exclude: [],
      dependencies: [],
      targets: [],
      text: MANIFEST,
    },
    checks: [{ id: 'manifest', severity: 'passed', title: 'elba.toml is in order' }],
    fileCount: 3,
    bytes: 43_200,
    leftOutCount: 1,
    biggest: [{ path: 'src/Json.idr', bytes: 41_000 }],
    suggestions: [],
    readAt: READ_AT,
    ...change,
  };
}

export function filesOf(change: Partial<ProjectFiles> = {}): ProjectFiles {
  return {
    revision: 1,
    included: [
      { path: 'README.md', bytes: 1588, executable: false },
      { path: 'elba.toml', bytes: 612, executable: false },
      { path: 'src/Json.idr', bytes: 41_000, executable: false },
    ],
    leftOut: [{ path: '.git', kind: 'folder', reason: 'builtin', text: 'Git data, always left out' }],
    ...change,
  };
}

export function preparedOf(change: Partial<PreparedArchive> = {}): PreparedArchive {
  return {
    projectId: idOf.project('p1'),
    revision: 1,
    sha256: hashOf('a'),
    bytes: 12_800,
    unpackedBytes: 43_200,
    fileCount: 3,
    ...change,
  };
}

export type PublishJob = Extract<Job, { kind: 'publish' }>;

/** A publish to Staging that is in the middle of its upload. */
export function publishJobOf(change: Partial<PublishJob> = {}): PublishJob {
  return {
    id: idOf.job('j1'),
    kind: 'publish',
    title: 'acme/json-tools 1.3.0',
    projectId: idOf.project('p1'),
    package: { group: 'acme', name: 'json-tools' },
    version: '1.3.0',
    archive: { sha256: hashOf('a'), bytes: 18_400_000, fileCount: 3 },
    state: 'running',
    startedAt: READ_AT,
    revision: 1,
    steps: [
      { id: 'upload', label: 'Upload', state: 'running', done: 7_900_000, total: 18_400_000, unit: 'bytes' },
      { id: 'verify', label: 'Verify', state: 'waiting' },
    ],
    targets: [{ id: 't1', registryId: idOf.registry('staging'), version: '1.3.0', stepIds: ['upload', 'verify'] }],
    log: [{ at: READ_AT, text: 'Built acme_json-tools-1.3.0.tar.gz' }],
    ...change,
  };
}
