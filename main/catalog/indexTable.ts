import type { IndexFinding } from './indexPackage.ts';
import { allTexts, readPool, type TextPool } from './textPool.ts';

/**
 * An index in memory and on disk: not a million objects but a row of numbers for each fact. Packages are in the order of their keys
 * (normalised `group/name`); the versions of one lie together, newest first, from `firstVersion` on. `stamp` is what a file looked like
 * when it was read. A version's dependencies are a list that many versions share; a dependency is three numbers: name, index, constraint.
 */
export interface TableColumns {
  readonly keyBytes: Uint8Array;
  readonly keyEnds: Uint32Array;
  /** The published spelling as a text, plus one; 0 where it is the key itself. */
  readonly spelling: Uint32Array;
  readonly stamp: Uint8Array;
  readonly packageFlags: Uint8Array;
  readonly firstVersion: Uint32Array;
  readonly versionCount: Uint32Array;
  readonly yankedCount: Uint32Array;
  /** The version that stands for the package, plus one; 0 for none. */
  readonly latest: Uint32Array;
  readonly versionText: Uint32Array;
  readonly versionFlags: Uint8Array;
  readonly versionNeeds: Uint32Array;
  /** A location with what stands in the line itself left out, as a text, plus one; 0 for none. */
  readonly versionLocation: Uint32Array;
  /** The SHA-256 of the location, 32 bytes a version; zeros for none. */
  readonly versionHash: Uint8Array;
  readonly needEnds: Uint32Array;
  readonly needs: Uint32Array;
  readonly textBytes: Uint8Array;
  readonly textEnds: Uint32Array;
}

export const STAMP_BYTES = 20;
export const HASH_BYTES = 32;

export const packageFlag = { known: 1, prerelease: 2, unusable: 4 } as const;
export const versionFlag = { yanked: 1, prerelease: 2, hash: 4 } as const;

/** An index that can be asked. `aliases` are the indices that `index.toml` names. */
export interface IndexTable {
  readonly columns: TableColumns;
  readonly keys: readonly string[];
  readonly texts: TextPool;
  readonly findings: readonly IndexFinding[];
  readonly moreFindings: number;
  readonly aliases: Readonly<Record<string, string>>;
}

export type TableFacts = Pick<IndexTable, 'findings' | 'moreFindings' | 'aliases'>;

/** Makes it out of its columns. */
export const openTable = (columns: TableColumns, facts: TableFacts): IndexTable => ({
  columns,
  keys: allTexts({ bytes: columns.keyBytes, ends: columns.keyEnds }),
  texts: readPool({ bytes: columns.textBytes, ends: columns.textEnds }),
  ...facts,
});

/** Where a package is by its key; -1 where it is not. */
export function findPackage({ keys }: Pick<IndexTable, 'keys'>, key: string): number {
  let [low, high] = [0, keys.length - 1];
  while (low <= high) {
    const middle = (low + high) >> 1;
    const found = keys[middle] ?? '';
    if (found === key) return middle;
    if (found < key) low = middle + 1;
    else high = middle - 1;
  }
  return -1;
}
