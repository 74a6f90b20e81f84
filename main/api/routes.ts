import type { PackageRef } from '../../shared/ids.ts';
import { failure } from '../failure.ts';
import { REDACTED } from '../redact.ts';

/** The two kinds of routes (registry-api, "Two route families"). */
export type Family = 'documented' | 'packages';

/** A request without its token. */
export interface Route {
  readonly method: 'GET' | 'PUT' | 'PATCH' | 'DELETE';
  readonly url: URL;
}

/**
 * One segment of a path. Everything outside the unreserved characters is percent-encoded as UTF-8, `+` too (both forms of it
 * were observed to work). `.` and `..` would be taken for steps in the path, in any encoding, and are refused.
 */
function segment(text: string): string {
  if (text === '.' || text === '..' || text === '') {
    throw failure('invalid_input', `“${text}” cannot be a group, a name or a version.`);
  }
  return encodeURIComponent(text.toWellFormed());
}

/**
 * The address of `/api/v1/…` below a base URL, which can have a path of its own. Its query and fragment do not count. Throws
 * `not_supported_here` for an empty base, `invalid_input` for one that is no URL.
 */
function under(base: string, segments: readonly string[]): URL {
  if (base === '') {
    throw failure(
      'not_supported_here',
      'Only an index is known of this registry, and an index cannot be written to. Add its URL in its settings.',
    );
  }
  if (!URL.canParse(base)) {
    throw failure('invalid_input', 'The address of this registry is not a URL. Correct it in its settings.');
  }
  const url = new URL(base);
  const path = ['api', 'v1', ...segments].map(segment).join('/');
  url.pathname = `${url.pathname.replace(/\/+$/, '')}/${path}`;
  url.search = '';
  url.hash = '';
  return url;
}

const packagePath = (family: Family, { group, name }: PackageRef): string[] =>
  family === 'packages' ? ['packages', group, name] : [group, name];

export function publishRoute(base: string, family: Family, ref: PackageRef, version: string): Route {
  const segments = family === 'packages' ? [...packagePath(family, ref), version, 'publish'] : ['publish'];
  return { method: 'PUT', url: under(base, segments) };
}

export function yankRoute(base: string, family: Family, ref: PackageRef, version: string, yanked: boolean): Route {
  const url = under(base, [...packagePath(family, ref), version, 'yank']);
  url.search = `yanked=${yanked}`;
  return { method: 'PATCH', url };
}

/** The read endpoints; only the packages family has them. */
export type Read =
  | { readonly of: 'stats' | 'groups' }
  | { readonly of: 'group'; readonly group: string }
  | { readonly of: 'package' | 'versions'; readonly ref: PackageRef }
  | {
      readonly of: 'version' | 'dependencies' | 'download_stats' | 'download_graph' | 'download' | 'readme';
      readonly ref: PackageRef;
      readonly version: string;
    };

function readSegments(read: Read): string[] {
  switch (read.of) {
    case 'stats':
      return ['global_stats'];
    case 'groups':
      return ['groups'];
    case 'group':
      return [read.group, 'packages'];
    case 'package':
      return [read.ref.group, read.ref.name, 'metadata'];
    case 'versions':
      return [read.ref.group, read.ref.name, 'versions'];
    case 'version':
      return [read.ref.group, read.ref.name, read.version, 'metadata'];
    default:
      return [read.ref.group, read.ref.name, read.version, read.of];
  }
}

export const readRoute = (base: string, read: Read): Route => ({
  method: 'GET',
  url: under(base, ['packages', ...readSegments(read)]),
});

/** The account endpoints; only the packages family has them. */
export type AccountCall =
  | { readonly of: 'who' | 'tokens' | 'create' | 'login' | 'logout' }
  | { readonly of: 'delete'; readonly id: number };

const ACCOUNT_ROUTES = {
  who: { method: 'GET', path: ['metadata'] },
  tokens: { method: 'GET', path: ['tokens'] },
  create: { method: 'PUT', path: ['tokens', 'create'] },
  login: { method: 'GET', path: ['login', 'oauth'] },
  logout: { method: 'GET', path: ['logout'] },
  delete: { method: 'DELETE', path: ['tokens'] },
} as const;

export function accountRoute(base: string, call: AccountCall): Route {
  const { method, path } = ACCOUNT_ROUTES[call.of];
  const last = call.of === 'delete' ? [String(call.id)] : [];
  return { method, url: under(base, ['users', ...path, ...last]) };
}

/** Puts the token into the query. The only place where a token enters a URL; the result is for `send` and nobody else. */
export function withToken(url: URL, token: string): URL {
  const carrying = new URL(url);
  const already = carrying.search === '' ? '?' : `${carrying.search}&`;
  carrying.search = `${already}token=${encodeURIComponent(token.toWellFormed())}`;
  return carrying;
}

/** A request as it is logged: `PUT /api/v1/publish?token=••••`. */
export function requestLine({ method, url }: Route): string {
  const path = url.pathname + url.search;
  return method === 'GET' ? `GET ${path}` : `${method} ${path}${url.search === '' ? '?' : '&'}token=${REDACTED}`;
}
