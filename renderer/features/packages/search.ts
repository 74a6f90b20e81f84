import type { PackageRow } from '../../../shared/catalog.ts';
import type { PackageRef } from '../../../shared/ids.ts';

/** `group/name` as elba compares it: in lower case, with `_` as `-`. Two spellings of one package have the same key. */
export const packageKey = (ref: PackageRef): string => `${ref.group}/${ref.name}`.toLowerCase().replaceAll('_', '-');

/** The packages of one registry, prepared for searching while a person types. */
export interface PackageIndex {
  readonly size: number;
  /**
   * The packages that hold every word of `query`, best match first, by name among equals; all of them, by name, for an
   * empty query. `descriptionOf` gives the description of a package as far as it is known, else null.
   */
  search(query: string, descriptionOf: (key: string, row: PackageRow) => string | null): readonly PackageRow[];
}

interface Entry {
  readonly key: string;
  readonly name: string;
  readonly row: PackageRow;
}

const RANKS = 5;

/** 0 the name itself, 1 its beginning, 2 inside the name, 3 in the group, 4 in the description; null for no match. */
function rank(entry: Entry, words: readonly string[], description: () => string): number | null {
  let worst = 0;
  for (const word of words) {
    let found: number;
    if (entry.name === word || entry.key === word) found = 0;
    else if (entry.name.startsWith(word)) found = 1;
    else if (entry.name.includes(word)) found = 2;
    else if (entry.key.includes(word)) found = 3;
    else if (description().includes(word)) found = 4;
    else return null;
    if (found > worst) worst = found;
  }
  return worst;
}

/** Prepares `rows` for searching; one pass and one sort, so that a keystroke over 50,000 packages stays far below a frame. */
export function indexPackages(rows: readonly PackageRow[]): PackageIndex {
  const entries: Entry[] = rows.map((row) => {
    const key = packageKey(row);
    return { key, name: key.slice(row.group.length + 1), row };
  });
  entries.sort((a, b) => (a.key < b.key ? -1 : a.key > b.key ? 1 : 0));
  const all = entries.map((entry) => entry.row);
  return {
    size: all.length,
    search(query, descriptionOf) {
      const words = query.trim().toLowerCase().replaceAll('_', '-').split(/\s+/).filter(Boolean);
      if (words.length === 0) return all;
      const ranked: PackageRow[][] = Array.from({ length: RANKS }, () => []);
      for (const entry of entries) {
        const found = rank(entry, words, () => (descriptionOf(entry.key, entry.row) ?? '').toLowerCase());
        if (found !== null) ranked[found]?.push(entry.row);
      }
      return ranked.flat();
    },
  };
}
