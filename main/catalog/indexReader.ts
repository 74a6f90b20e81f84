import type { Dirent } from 'node:fs';
import type { IndexConfig } from '../elba/indexConfig.ts';
import { parseIndexConfig } from '../elba/indexConfig.ts';
import { formatName, normaliseName, parsePackageName } from '../elba/packageName.ts';
import type { IndexFinding } from './indexPackage.ts';

/** The text of a file, or why it was not read, as a sentence. */
export type FileContent = { readonly text: string; readonly utf8: boolean } | { readonly problem: string };

/** The names in an index: the packages it has a file of, by key, and what is wrong with what else lies there. */
export interface IndexNames {
  readonly config: IndexConfig | null;
  readonly keys: readonly string[];
  readonly findings: readonly IndexFinding[];
}

/** What is done with each file: `isKnown` says that it need not be read again, else it is taken. */
export interface FileTaker {
  isKnown(key: string, stamp: Uint8Array): boolean;
  take(key: string, stamp: Uint8Array, content: FileContent): void;
}

/** A place that an index is read from. Both throw a coded failure, and the signal's reason when it is aborted. */
export interface IndexReader {
  names(signal: AbortSignal): Promise<IndexNames>;
  /** Reads the files of some of its packages, in any order. A file that went away meanwhile is not told of. */
  files(keys: readonly string[], taker: FileTaker, signal: AbortSignal): Promise<void>;
}

/** A larger file is reported and not read. 10,000 versions take about 3 MiB. */
export const LARGEST_FILE = 8 * 1024 * 1024;
export const TOO_LARGE = 'It is larger than 8 MiB, so it is not read.';
/** More packages are not read. */
export const MOST_PACKAGES = 250_000;
export const A_LINK = 'It is a link. Links are not followed, so this package is not shown.';
export const NOT_PLAIN = 'It is not a plain file, so it is not read.';
export const tooMany = (most: number): string => `Only the first ${most.toLocaleString('en')} packages are shown.`;

const SLICE_MS = 10;

/** Lets messages and other work through whenever a slice of time is used up. */
export function createBreather(): () => Promise<void> {
  let since = performance.now();
  return async () => {
    if (performance.now() - since < SLICE_MS) return;
    await new Promise((resolve) => setImmediate(resolve));
    since = performance.now();
  };
}

/** Which kind an entry of a folder, an archive or a tree is. */
export type EntryKind = 'file' | 'folder' | 'link' | 'special';

export const kindOfDirent = (entry: Dirent): EntryKind => {
  if (entry.isFile()) return 'file';
  if (entry.isDirectory()) return 'folder';
  return entry.isSymbolicLink() ? 'link' : 'special';
};

/** Most names: in normalised form already, and nothing to look at twice in a hundred thousand of them. */
const plainName = /^[a-z0-9-]{1,200}$/;

/** What is wrong with the place or the name of an entry inside a group; null where it is a package's file. */
export function problemOfEntry(group: string, name: string, kind: EntryKind): string | null {
  if (kind === 'link') return A_LINK;
  if (kind === 'folder') return 'A folder lies where elba expects the file of a package. It is not read.';
  if (kind === 'special') return NOT_PLAIN;
  if (plainName.test(group) && plainName.test(name)) return null;
  const named = parsePackageName(`${group}/${name}`);
  if (!named.ok)
    return `It is no package: ${named.reason}. elba's search stops at such a file; move it out of the index.`;
  if (normaliseName(named.ref) === formatName(named.ref)) return null;
  return `elba looks for ${normaliseName(named.ref)} and does not find it under this name.`;
}

/** Reads `index.toml`; where it is missing or refused the problem stands among the findings. */
export function readConfig(content: FileContent | null): { config: IndexConfig | null; findings: IndexFinding[] } {
  const problem = (text: string) => ({ config: null, findings: [{ file: 'index.toml', text }] });
  if (content === null) return problem('There is no index.toml, so elba does not take this for an index.');
  if ('problem' in content) return problem(content.problem);
  const parsed = parseIndexConfig(content.text);
  if (!parsed.ok) return problem(`${parsed.reason}. elba ignores this whole index.`);
  return { config: parsed.config, findings: [] };
}
