import type { PackageRow } from '../../../shared/catalog.ts';
import type { PackageRef } from '../../../shared/ids.ts';

/** `group/name` as elba compares it: in lower case, with `_` as `-`. Two spellings of one package have the same key. */
export const packageKey = (ref: PackageRef): string => `${ref.group}/${ref.name}`.toLowerCase().replaceAll('_', '-');

/** A package's description as far as it is known, else null. */
export type DescriptionOf = (key: string, row: PackageRow) => string | null;

/** The packages of one registry, prepared for searching while a person types. */
export interface PackageIndex {
  readonly size: number;
  /**
   * The packages that hold every word of `query`, best match first, by name among equals; all of them, by name, for an
   * empty query. `descriptionOf` gives the description of a package as far as it is known, else null.
   */
  search(query: string, descriptionOf: DescriptionOf): readonly PackageRow[];
}

interface Entry {
  readonly key: string;
  readonly name: string;
  readonly row: PackageRow;
  /** The description as it was last known, and in lower case; most keystrokes ask for the same one again. */
  described: string;
  lower: string;
}

const RANKS = 5;

function lowerDescription(entry: Entry, description: string | null): string {
  const text = description ?? '';
  if (text !== entry.described) {
    entry.described = text;
    entry.lower = text.toLowerCase();
  }
  return entry.lower;
}

/** 0 the name itself, 1 its beginning, 2 inside the name, 3 in the group; null where the name does not hold the word. */
function rankInName(entry: Entry, word: string): number | null {
  if (!entry.key.includes(word)) return null;
  if (entry.name === word || entry.key === word) return 0;
  if (entry.name.startsWith(word)) return 1;
  return entry.name.includes(word) ? 2 : 3;
}

/** The rank of the worst word, 4 for one that only the description holds; null when a word is nowhere. */
function rank(entry: Entry, words: readonly string[], descriptionOf: DescriptionOf): number | null {
  let worst = 0;
  for (const word of words) {
    const found = rankInName(entry, word) ?? 4;
    if (found === 4 && !lowerDescription(entry, descriptionOf(entry.key, entry.row)).includes(word)) return null;
    if (found > worst) worst = found;
  }
  return worst;
}

/** Prepares `rows` for searching; one pass and one sort, so that a keystroke over 50,000 packages stays far below a frame. */
export function indexPackages(rows: readonly PackageRow[]): PackageIndex {
  const entries: Entry[] = rows.map((row) => {
    const key = packageKey(row);
    return { key, name: key.slice(row.group.length + 1), row, described: '', lower: '' };
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
        const found = rank(entry, words, descriptionOf);
        if (found !== null) ranked[found]?.push(entry.row);
      }
      return ranked.flat();
    },
  };
}
