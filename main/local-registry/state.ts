import { normaliseName } from '../elba/packageName.ts';
import { compareVersions } from '../elba/version.ts';
import type { Published, Row } from './rows.ts';

export type User = { readonly id: number; readonly name: string };

export type Token = {
  readonly id: number;
  readonly userId: number;
  readonly sha256: string;
  readonly partial: string;
  readonly createdAt: string;
};

/** `downloads` are counts by day. */
export type StoredVersion = {
  readonly version: string;
  readonly published: Published;
  readonly downloads: Map<string, number>;
  yanked: boolean;
};

/** `group` and `name` in the spelling they were first published with; `versions` ascending. */
export type StoredPackage = {
  readonly key: string;
  readonly group: string;
  readonly name: string;
  readonly ownerIds: readonly number[];
  readonly createdAt: string;
  readonly versions: StoredVersion[];
  readonly byVersion: Map<string, StoredVersion>;
  updatedAt: string;
};

export type StoredGroup = {
  readonly key: string;
  readonly name: string;
  readonly ownerId: number;
  readonly createdAt: string;
  readonly packages: StoredPackage[];
};

/** Everything the registry knows, in memory, by the names that compare equal. Changed only by `applyRow`. */
export type State = {
  readonly users: Map<number, User>;
  readonly tokens: Map<number, Token>;
  readonly tokensByHash: Map<string, Token>;
  readonly groups: Map<string, StoredGroup>;
  readonly packages: Map<string, StoredPackage>;
  bytes: number;
  downloads: number;
};

export const emptyState = (): State => ({
  users: new Map(),
  tokens: new Map(),
  tokensByHash: new Map(),
  groups: new Map(),
  packages: new Map(),
  bytes: 0,
  downloads: 0,
});

/** A group's name as it is compared. */
export const groupKey = (group: string): string => normaliseName({ group, name: '' }).slice(0, -1);

export const packageKey = (group: string, name: string): string => normaliseName({ group, name });

export const findVersion = (state: State, group: string, name: string, version: string): StoredVersion | null =>
  state.packages.get(packageKey(group, name))?.byVersion.get(version) ?? null;

/** Keeps `versions` ascending. Versions mostly come in order, so the search begins at the end. */
const insertVersion = (versions: StoredVersion[], added: StoredVersion): void => {
  let at = versions.length;
  for (; at > 0; at--) {
    const before = versions[at - 1];
    if (before === undefined || compareVersions(before.version, added.version) < 0) break;
  }
  versions.splice(at, 0, added);
};

const groupOf = (state: State, row: Published): StoredGroup => {
  const key = groupKey(row.group);
  const known = state.groups.get(key);
  if (known !== undefined) return known;
  const group: StoredGroup = { key, name: row.group, ownerId: row.userId, createdAt: row.at, packages: [] };
  state.groups.set(key, group);
  return group;
};

const packageOf = (state: State, row: Published): StoredPackage => {
  const key = packageKey(row.group, row.name);
  const known = state.packages.get(key);
  if (known !== undefined) return known;
  const group = groupOf(state, row);
  const added: StoredPackage = {
    key,
    group: group.name,
    name: row.name,
    ownerIds: [row.userId],
    createdAt: row.at,
    updatedAt: row.at,
    versions: [],
    byVersion: new Map(),
  };
  state.packages.set(key, added);
  group.packages.push(added);
  return added;
};

const publish = (state: State, row: Published): void => {
  const target = packageOf(state, row);
  if (target.byVersion.has(row.version)) return;
  const version: StoredVersion = { version: row.version, published: row, downloads: new Map(), yanked: false };
  target.byVersion.set(row.version, version);
  insertVersion(target.versions, version);
  target.updatedAt = row.at;
  state.bytes += row.bytes;
};

const deleteToken = (state: State, id: number): void => {
  const token = state.tokens.get(id);
  state.tokens.delete(id);
  if (token !== undefined) state.tokensByHash.delete(token.sha256);
};

/** Makes a row of the journal true. A row about something that is not there changes nothing. */
export const applyRow = (state: State, row: Row): void => {
  switch (row.kind) {
    case 'user':
      state.users.set(row.id, { id: row.id, name: row.name });
      return;
    case 'token': {
      const token = { id: row.id, userId: row.userId, sha256: row.sha256, partial: row.partial, createdAt: row.at };
      state.tokens.set(row.id, token);
      state.tokensByHash.set(row.sha256, token);
      return;
    }
    case 'tokenDeleted':
      deleteToken(state, row.id);
      return;
    case 'published':
      publish(state, row);
      return;
    case 'yank': {
      const version = findVersion(state, row.group, row.name, row.version);
      if (version !== null) version.yanked = row.yanked;
      return;
    }
    case 'downloads': {
      const counts = findVersion(state, row.group, row.name, row.version)?.downloads;
      if (counts === undefined) return;
      counts.set(row.day, (counts.get(row.day) ?? 0) + row.count);
      state.downloads += row.count;
      return;
    }
  }
};
