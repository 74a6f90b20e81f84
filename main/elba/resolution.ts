import type { PackageRef } from '../../shared/ids.ts';
import { formatName, parsePackageName } from './packageName.ts';
import { isVersion } from './version.ts';

/** A git repository; without a `#ref` elba takes the branch `master`. */
export type GitResolution = { readonly kind: 'git'; readonly url: string; readonly ref: string };
/** An archive; `sha256` as it is written, null where nothing will be verified. elba matches lower-case hex only. */
export type TarResolution = { readonly kind: 'tar'; readonly url: string; readonly sha256: string | null };
/** A folder; elba finds only absolute ones. */
export type DirResolution = { readonly kind: 'dir'; readonly path: string };
/** A package on a registry, as elba 0.3.0 to 0.3.2 wrote it. */
export type RegResolution = {
  readonly kind: 'reg';
  readonly registry: string;
  readonly package: PackageRef;
  readonly version: string;
};

/** Where an index lies. */
export type IndexResolution = GitResolution | TarResolution | DirResolution;
/** Where a package lies. */
export type Resolution = IndexResolution | RegResolution;

type Parsed<T> = { readonly ok: true; readonly resolution: T } | { readonly ok: false; readonly reason: string };

const refused = (reason: string): { ok: false; reason: string } => ({ ok: false, reason });

const defaultRef = 'master';

const splitFragment = (text: string): [string, string | null] => {
  const at = text.indexOf('#');
  return at === -1 ? [text, null] : [text.slice(0, at), text.slice(at + 1)];
};

const parseGit = (rest: string): Parsed<GitResolution> => {
  const [url, ref] = splitFragment(rest);
  if (!URL.canParse(url)) return refused(`"${url}" is not a URL`);
  return { ok: true, resolution: { kind: 'git', url, ref: ref === null || ref === '' ? defaultRef : ref } };
};

const parseTar = (rest: string): Parsed<TarResolution> => {
  const [url, fragment] = splitFragment(rest);
  const scheme = URL.parse(url)?.protocol;
  if (scheme !== 'http:' && scheme !== 'https:' && scheme !== 'file:')
    return refused(`"${url}" is not an http or https URL`);
  const sha256 = fragment?.startsWith('sha256=') ? fragment.slice('sha256='.length) : null;
  return { ok: true, resolution: { kind: 'tar', url, sha256 } };
};

const parseReg = (rest: string): Parsed<RegResolution> => {
  const [registry, fragment] = splitFragment(rest);
  const [nameText = '', version = ''] = (fragment ?? '').split('|');
  const name = parsePackageName(nameText);
  if (!URL.canParse(registry)) return refused(`"${registry}" is not a URL`);
  if (!name.ok) return refused(name.reason);
  if (!isVersion(version)) return refused(`"${version}" is not a version`);
  return { ok: true, resolution: { kind: 'reg', registry, package: name.ref, version } };
};

/** Reads where a package lies: `git+…`, `tar+…`, `dir+…` or `reg+…`. */
export const parseResolution = (text: string): Parsed<Resolution> => {
  const at = text.indexOf('+');
  const rest = text.slice(at + 1);
  if (at === -1 || rest === '') return refused('An address begins with git+, tar+, dir+ or reg+');
  switch (text.slice(0, at)) {
    case 'git':
      return parseGit(rest);
    case 'tar':
      return parseTar(rest);
    case 'dir':
      return { ok: true, resolution: { kind: 'dir', path: rest } };
    case 'reg':
      return parseReg(rest);
    default:
      return refused('An address begins with git+, tar+, dir+ or reg+');
  }
};

/** Reads where an index lies: `index+` and one of `git+…`, `tar+…`, `dir+…`. */
export const parseIndexResolution = (text: string): Parsed<IndexResolution> => {
  if (!text.startsWith('index+')) return refused('An index begins with index+git+, index+tar+ or index+dir+');
  const parsed = parseResolution(text.slice('index+'.length));
  if (!parsed.ok) return parsed;
  if (parsed.resolution.kind === 'reg') return refused('An index begins with index+git+, index+tar+ or index+dir+');
  return { ok: true, resolution: parsed.resolution };
};

/** Writes where a package lies, so that `parseResolution` gives the same back. */
export const formatResolution = (resolution: Resolution): string => {
  switch (resolution.kind) {
    case 'git':
      return `git+${resolution.url}#${resolution.ref}`;
    case 'tar':
      return `tar+${resolution.url}${resolution.sha256 === null ? '' : `#sha256=${resolution.sha256}`}`;
    case 'dir':
      return `dir+${resolution.path}`;
    case 'reg':
      return `reg+${resolution.registry}#${formatName(resolution.package)}|${resolution.version}`;
  }
};

/** Writes where an index lies, as elba's configuration takes it. */
export const formatIndexResolution = (resolution: IndexResolution): string => `index+${formatResolution(resolution)}`;
