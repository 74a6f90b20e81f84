import type { PackageRef } from '../../shared/ids.ts';
import { parseConstraint } from '../elba/constraint.ts';
import { type Answer, badQuery, json, redirect, refused } from './answers.ts';
import { downloadsOf, graphOf, seasonOf } from './downloads.ts';
import { refuseGroup, refusePackage, refuseVersion } from './pathNames.ts';
import type { RegistryParts } from './registry.ts';
import {
  groupKey,
  packageKey,
  type State,
  type StoredGroup,
  type StoredPackage,
  type StoredVersion,
  type User,
} from './state.ts';

/** What the reference registry tells of a person; this one knows no mail addresses and no pictures. */
export const publicUser = ({ id, name }: User) => ({ id, email: '', name, avatar: null });

const nameOf = ({ group, name }: StoredPackage) => ({ group, package: name });

const versionView = (state: State, of: StoredPackage, { version, yanked, published }: StoredVersion) => ({
  ...nameOf(of),
  version,
  yanked,
  description: published.description,
  homepage: published.homepage,
  repository: published.repository,
  license: published.license,
  keywords: published.keywords,
  owners: of.ownerIds.flatMap((id) => {
    const user = state.users.get(id);
    return user === undefined ? [] : [publicUser(user)];
  }),
  created_at: published.at,
});

const withGroup = (state: State, group: string, tell: (of: StoredGroup) => Answer): Answer => {
  const bad = refuseGroup(group);
  if (bad !== null) return bad;
  const found = state.groups.get(groupKey(group));
  return found === undefined ? refused('package_not_found', `Package group \`${group}\` not found`) : tell(found);
};

const withPackage = (state: State, ref: PackageRef, tell: (of: StoredPackage) => Answer): Answer => {
  const bad = refusePackage(ref);
  if (bad !== null) return bad;
  const found = state.packages.get(packageKey(ref.group, ref.name));
  return found === undefined
    ? refused('package_not_found', `Package \`${ref.group}/${ref.name}\` not found`)
    : tell(found);
};

const withVersion = (
  state: State,
  ref: PackageRef,
  version: string,
  tell: (of: StoredPackage, found: StoredVersion) => Answer,
): Answer => {
  const bad = refusePackage(ref) ?? refuseVersion(version);
  if (bad !== null) return bad;
  return withPackage(state, ref, (of) => {
    const found = of.byVersion.get(version);
    return found === undefined
      ? refused('package_not_found', `Package version \`${ref.group}/${ref.name} ${version}\` not found`)
      : tell(of, found);
  });
};

export const globalStats = ({ state }: RegistryParts): Answer =>
  json({ global_stats: { package_count: state.packages.size, download_count: state.downloads } });

export const listGroups = ({ state }: RegistryParts): Answer =>
  json({ groups: [...state.groups.values()].map(({ key }) => ({ group: key })) });

export const groupMetadata = ({ state }: RegistryParts, group: string): Answer =>
  withGroup(state, group, ({ name, createdAt }) => json({ group: { group: name, created_at: createdAt } }));

/** The names are the compared ones here, as the reference registry gives them. */
export const groupPackages = ({ state }: RegistryParts, group: string): Answer =>
  withGroup(state, group, ({ packages }) =>
    json({
      packages: packages.map(({ key }) => {
        const [of = '', name = ''] = key.split('/');
        return { group: of, package: name };
      }),
    }),
  );

/** Packages whose name has any of the words, those with the most of them first. Without a word there are none. */
export const search = ({ state }: RegistryParts, query: string | null): Answer => {
  if (query === null) return badQuery;
  const words = query
    .toLowerCase()
    .split(/[^\p{Alphabetic}\p{N}_-]+/u)
    .filter((word) => word !== '')
    .map((word) => word.replaceAll('_', '-'));
  const hits = [...state.packages.values()]
    .map((of) => ({ of, score: words.filter((word) => of.key.includes(word)).length }))
    .filter(({ score }) => score > 0)
    .sort((a, b) => b.score - a.score);
  return json({ packages: hits.map(({ of }) => nameOf(of)) });
};

export const packageMetadata = ({ state }: RegistryParts, ref: PackageRef): Answer =>
  withPackage(state, ref, (of) => {
    const latest = of.versions.at(-1);
    return json({
      package: {
        ...nameOf(of),
        latest_version: latest === undefined ? null : versionView(state, of, latest),
        updated_at: of.updatedAt,
        created_at: of.createdAt,
      },
    });
  });

export const packageVersions = ({ state }: RegistryParts, ref: PackageRef): Answer =>
  withPackage(state, ref, (of) =>
    json({ versions: of.versions.map(({ version }) => ({ ...nameOf(of), version })).reverse() }),
  );

export const versionMetadata = ({ state }: RegistryParts, ref: PackageRef, version: string): Answer =>
  withVersion(state, ref, version, (of, found) => json({ version: versionView(state, of, found) }));

/** Constraints as they are understood, such as `>=1.0.0 <2.0.0`; names in the spelling of the package that is meant. */
export const versionDependencies = ({ state }: RegistryParts, ref: PackageRef, version: string): Answer =>
  withVersion(state, ref, version, (_of, { published }) =>
    json({
      dependencies: published.dependencies.map(({ name, req }) => {
        const [group = '', rest = ''] = name.split('/');
        const meant = state.packages.get(packageKey(group, rest));
        const parsed = parseConstraint(req);
        const version_req = parsed.ok ? parsed.understoodAs : req;
        return meant === undefined ? { group, package: rest, version_req } : { ...nameOf(meant), version_req };
      }),
    }),
  );

export const downloadStats = ({ state, now }: RegistryParts, ref: PackageRef, version: string): Answer =>
  withVersion(state, ref, version, (_of, { downloads }) =>
    json({ download_stats: { total: downloadsOf(downloads), season: seasonOf(downloads, now()) } }),
  );

export const downloadGraph = ({ state }: RegistryParts, ref: PackageRef, version: string): Answer =>
  withVersion(state, ref, version, (_of, { downloads }) => json({ download_graph: graphOf(downloads) }));

/** The name of a version's file in the storage; the parts hold no `_`, so they can be told apart again. */
const storageName = (ref: PackageRef, version: string): string => {
  const [group = '', name = ''] = packageKey(ref.group, ref.name).split('/');
  return `${encodeURIComponent(group)}_${encodeURIComponent(name)}_${version}`;
};

/** Where a file lies, whether it exists or not: only the storage knows. */
export const toStorage = (
  { url }: RegistryParts,
  kind: 'tarballs' | 'readmes',
  ref: PackageRef,
  version: string,
): Answer => {
  const ending = kind === 'tarballs' ? 'tar.gz' : 'md';
  return (
    refusePackage(ref) ?? refuseVersion(version) ?? redirect(`${url}/${kind}/${storageName(ref, version)}.${ending}`)
  );
};
