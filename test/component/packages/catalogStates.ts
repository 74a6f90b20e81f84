import type { CatalogState, PackageDetails, PackagePage, PackageRow, VersionRow } from '../../../shared/catalog.ts';
import type { CallInput } from '../../../shared/contract.ts';
import type { Job, Outcome } from '../../../shared/job.ts';
import { idOf } from '../../support/fakeStates.ts';

export const READ_AT = '2026-11-23T14:30:00.000Z';

export const packageRow = (full: string, more: Partial<PackageRow> = {}): PackageRow => {
  const [group = '', name = ''] = full.split('/');
  return {
    group,
    name,
    latest: { version: '1.0.0', yanked: false },
    description: `What ${name} is for`,
    versions: 1,
    yanked: 0,
    mine: false,
    ...more,
  };
};

/** How it stands with the catalog of Staging: an index folder that was just read, unless `more` says otherwise. */
export const stateOf = (packages: number, more: Partial<CatalogState> = {}): CatalogState => ({
  registryId: idOf.registry('staging'),
  generation: 1,
  sources: [
    { kind: 'dir', where: '/index', state: { kind: 'fresh' }, readAt: READ_AT },
    { kind: 'api', where: 'https://staging.example', state: { kind: 'fresh' }, readAt: READ_AT },
  ],
  packages,
  versions: packages,
  problems: 0,
  ...more,
});

/** A part of some packages, found by the words of their names and descriptions; main ranks better, which is its own matter. */
export function pageOf(
  packages: readonly PackageRow[],
  input: CallInput<'packages.query'>,
  generation = 1,
): PackagePage {
  const words = input.text.toLowerCase().split(/\s+/).filter(Boolean);
  const found = packages.filter((row) => {
    const text = `${row.group}/${row.name} ${row.description ?? ''}`.toLowerCase();
    const { mine, hasYanked } = input.filter;
    return words.every((word) => text.includes(word)) && (!mine || row.mine) && (!hasYanked || (row.yanked ?? 0) > 0);
  });
  return {
    registryId: input.registryId,
    total: found.length,
    all: packages.length,
    generation,
    rows: found.slice(input.offset, input.offset + input.limit),
  };
}

/** Answers to the calls about a catalog with these packages. */
export const catalogOf = (packages: readonly PackageRow[], more: Partial<CatalogState> = {}) => ({
  'packages.query': (input: CallInput<'packages.query'>) => pageOf(packages, input, more.generation),
  'catalog.state': () => stateOf(packages.length, more),
  'catalog.refresh': () => stateOf(packages.length, more),
});

export const versionRow = (version: string, more: Partial<VersionRow> = {}): VersionRow => ({
  version,
  prerelease: version.includes('-'),
  yanked: false,
  publishedAt: '2026-03-12T10:00:00.000Z',
  downloads: 4182,
  dependencies: [{ name: 'acme/lens-core', requirement: '0.9' }],
  ...more,
});

export const detailsOf = (versions: VersionRow[], more: Partial<PackageDetails> = {}): PackageDetails => ({
  group: 'acme',
  name: 'json-tools',
  registryId: idOf.registry('staging'),
  source: 'index',
  readAt: READ_AT,
  description: 'Parse, print and query JSON',
  homepage: null,
  repository: 'https://git.acme.example/json-tools',
  license: 'MIT',
  keywords: ['json', 'parser'],
  owners: ['alice'],
  versions,
  incomplete: null,
  ...more,
});

export type YankJob = Extract<Job, { kind: 'yank' }>;

/** A yank of `acme/json-tools` on Staging that waits for its answer. */
export const yankJobOf = (version: string, more: Partial<YankJob> = {}, outcome?: Outcome): YankJob => ({
  id: idOf.job('y1'),
  kind: 'yank',
  title: `Yank acme/json-tools ${version}`,
  package: { group: 'acme', name: 'json-tools' },
  yanked: true,
  state: outcome === undefined ? 'running' : 'done',
  startedAt: READ_AT,
  revision: outcome === undefined ? 1 : 2,
  steps: [],
  targets: [
    {
      id: 't1',
      registryId: idOf.registry('staging'),
      version,
      stepIds: [],
      ...(outcome === undefined ? {} : { outcome }),
    },
  ],
  log: [],
  ...more,
});
