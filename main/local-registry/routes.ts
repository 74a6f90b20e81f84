import type { PackageRef } from '../../shared/ids.ts';
import { createOwnToken, currentUser, deleteOwnToken, listTokens, login, logout, userById } from './accountAnswers.ts';
import type { Accounts } from './accounts.ts';
import { type Answer, badQuery, noRoute } from './answers.ts';
import type { DownloadCounter } from './downloads.ts';
import { publishPackage } from './publishPackage.ts';
import * as reads from './reads.ts';
import type { RegistryParts } from './registry.ts';
import { packageKey } from './state.ts';
import { countDownload, sendArchive, sendReadme } from './storage.ts';
import { yankVersion } from './yankVersion.ts';

/** What the routes work on. */
export type Registry = {
  readonly parts: RegistryParts;
  readonly accounts: Accounts;
  readonly downloads: DownloadCounter;
};

/** A request as the routes see it. */
export type Call = {
  readonly method: string;
  /** As it came: path and query, still encoded. */
  readonly target: string;
  readonly cookie: string | null;
  readonly body: AsyncIterable<Uint8Array>;
  readonly contentLength: number | null;
};

type Asked = { readonly call: Call; readonly query: URLSearchParams };
type Handler = (registry: Registry, asked: Asked, a: string, b: string, c: string) => Answer | Promise<Answer>;
type Route = { readonly method: string; readonly pattern: readonly string[]; readonly handle: Handler };

const route = (method: string, path: string, handle: Handler): Route => ({ method, pattern: path.split('/'), handle });

const publish = (
  { parts }: Registry,
  { call, query }: Asked,
  target: { ref: PackageRef; version: string } | null,
): Promise<Answer> =>
  publishPackage(parts, {
    target,
    token: query.get('token'),
    body: call.body,
    contentLength: call.contentLength,
  });

const yank: Handler = ({ parts }, { query }, group, name, version) => {
  const said = query.get('yanked');
  const yanked = said === 'true' ? true : said === 'false' ? false : null;
  return yankVersion(parts, { ref: { group, name }, version, yanked, token: query.get('token') });
};

const download: Handler = ({ parts, downloads }, _asked, group, name, version) => {
  countDownload(parts, downloads, packageKey(group, name), version);
  return reads.toStorage(parts, 'tarballs', { group, name }, version);
};

const numbered = (text: string, then: (id: number) => Answer | Promise<Answer>): Answer | Promise<Answer> =>
  /^[0-9]{1,9}$/.test(text) ? then(Number(text)) : noRoute;

const api = 'api/v1/';

/** `:` stands for any one segment. The documented family's two routes come last; all others are those of the packages family. */
const routes: readonly Route[] = [
  route('GET', `${api}packages/global_stats`, ({ parts }) => reads.globalStats(parts)),
  route('GET', `${api}packages/search`, ({ parts }, { query }) => reads.search(parts, query.get('q'))),
  route('GET', `${api}packages/groups`, ({ parts }) => reads.listGroups(parts)),
  route('GET', `${api}packages/:/metadata`, ({ parts }, _, group) => reads.groupMetadata(parts, group)),
  route('GET', `${api}packages/:/packages`, ({ parts }, _, group) => reads.groupPackages(parts, group)),
  route('GET', `${api}packages/:/:/metadata`, ({ parts }, _, group, name) =>
    reads.packageMetadata(parts, { group, name }),
  ),
  route('GET', `${api}packages/:/:/versions`, ({ parts }, _, group, name) =>
    reads.packageVersions(parts, { group, name }),
  ),
  route('GET', `${api}packages/:/:/:/metadata`, ({ parts }, _, group, name, version) =>
    reads.versionMetadata(parts, { group, name }, version),
  ),
  route('GET', `${api}packages/:/:/:/dependencies`, ({ parts }, _, group, name, version) =>
    reads.versionDependencies(parts, { group, name }, version),
  ),
  route('GET', `${api}packages/:/:/:/download_stats`, ({ parts }, _, group, name, version) =>
    reads.downloadStats(parts, { group, name }, version),
  ),
  route('GET', `${api}packages/:/:/:/download_graph`, ({ parts }, _, group, name, version) =>
    reads.downloadGraph(parts, { group, name }, version),
  ),
  route('GET', `${api}packages/:/:/:/download`, download),
  route('GET', `${api}packages/:/:/:/readme`, ({ parts }, _, group, name, version) =>
    reads.toStorage(parts, 'readmes', { group, name }, version),
  ),
  route('PUT', `${api}packages/:/:/:/publish`, (registry, asked, group, name, version) =>
    publish(registry, asked, { ref: { group, name }, version }),
  ),
  route('PATCH', `${api}packages/:/:/:/yank`, yank),
  route('GET', `${api}users/login`, (_, { query }) => login(query.get('gh_access_token'))),
  route('GET', `${api}users/logout`, ({ accounts }, { call }) => logout(accounts, call.cookie)),
  route('GET', `${api}users/metadata`, ({ accounts }, { call }) => currentUser(accounts, call.cookie)),
  route('GET', `${api}users/tokens`, ({ parts, accounts }, { call }) => listTokens(parts, accounts, call.cookie)),
  route('PUT', `${api}users/tokens/create`, ({ accounts }, { call }) => createOwnToken(accounts, call.cookie)),
  route('DELETE', `${api}users/tokens/:`, ({ parts, accounts }, { call }, id) =>
    numbered(id, (number) => deleteOwnToken(parts, accounts, call.cookie, number)),
  ),
  route('GET', `${api}users/:/metadata`, ({ parts }, _, id) => numbered(id, (number) => userById(parts, number))),
  route('GET', 'tarballs/:', ({ parts }, _, file) => sendArchive(parts, file)),
  route('HEAD', 'tarballs/:', ({ parts }, _, file) => sendArchive(parts, file)),
  route('GET', 'readmes/:', ({ parts }, _, file) => sendReadme(parts, file)),
  route('PUT', `${api}publish`, (registry, asked) => publish(registry, asked, null)),
  route('PATCH', `${api}:/:/:/yank`, yank),
];

/** The segments that a pattern leaves open, decoded; null where it does not fit, undefined where one cannot be decoded. */
const match = (pattern: readonly string[], segments: readonly string[]): string[] | null | undefined => {
  if (pattern.length !== segments.length) return null;
  const open: string[] = [];
  for (const [at, expected] of pattern.entries()) {
    const segment = segments[at] ?? '';
    if (expected !== ':') {
      if (segment !== expected) return null;
    } else if (segment === '') return null;
    else open.push(segment);
  }
  try {
    return open.map(decodeURIComponent);
  } catch {
    return undefined;
  }
};

/**
 * Answers a request. An unknown route and a wrong method are 404, a raw quote or a broken escape in the URL is 400, both without a body, as
 * the reference registry has it.
 */
export const answerCall = async (registry: Registry, call: Call): Promise<Answer> => {
  const [path = '', ...rest] = call.target.split('?');
  if (call.target.includes('"')) return badQuery;
  const segments = path.split('/').slice(1);
  const asked: Asked = { call, query: new URLSearchParams(rest.join('?')) };
  for (const { method, pattern, handle } of routes) {
    if (method !== call.method) continue;
    const open = match(pattern, segments);
    if (open === null) continue;
    if (open === undefined) return badQuery;
    const [a = '', b = '', c = ''] = open;
    return handle(registry, asked, a, b, c);
  }
  return noRoute;
};
