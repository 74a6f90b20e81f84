import type { PackageDetails, PackageList, PackageRow, VersionRow } from '../../../shared/catalog.ts';
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

export const listOf = (packages: PackageRow[], more: Partial<PackageList> = {}): PackageList => ({
  registryId: idOf.registry('staging'),
  source: 'index',
  readAt: READ_AT,
  packages,
  problems: [],
  ...more,
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
