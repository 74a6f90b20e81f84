import type { PackageFilter, PackagePage, PackageRow } from '../../shared/catalog.ts';

/** What is asked for: a search text, switches, and which part of the answer. */
export interface ListQuery {
  readonly text: string;
  readonly filter: PackageFilter;
  readonly offset: number;
  readonly limit: number;
}

const fold = (text: string): string => text.toLowerCase().replaceAll('_', '-');

/** 0 the name itself, 1 its beginning, 2 inside it, 3 in the group, 4 in the description; null where the word is nowhere. */
function rankOfWord(row: PackageRow, word: string): number | null {
  const name = fold(row.name);
  if (name === word || `${fold(row.group)}/${name}` === word) return 0;
  if (name.startsWith(word)) return 1;
  if (name.includes(word)) return 2;
  if (`${fold(row.group)}/${name}`.includes(word)) return 3;
  return fold(row.description ?? '').includes(word) ? 4 : null;
}

function rankOf(row: PackageRow, words: readonly string[]): number | null {
  const ranks = words.map((word) => rankOfWord(row, word));
  return ranks.includes(null) ? null : Math.max(0, ...ranks.map((rank) => rank ?? 0));
}

/** Searches rows that are in order of their names. */
export function queryRows(
  rows: readonly PackageRow[],
  { text, filter, offset, limit }: ListQuery,
): Pick<PackagePage, 'total' | 'all' | 'rows'> {
  const words = fold(text).split(/\s+/).filter(Boolean);
  const isWanted = (row: PackageRow): boolean =>
    (!filter.mine || row.mine) &&
    (!filter.hasYanked || (row.yanked ?? 0) > 0) &&
    (!filter.prerelease || row.latest?.version.includes('-') === true);
  const ranked = rows.flatMap((row) => {
    const rank = isWanted(row) ? rankOf(row, words) : null;
    return rank === null ? [] : [{ row, rank }];
  });
  ranked.sort((a, b) => a.rank - b.rank);
  return {
    total: ranked.length,
    all: rows.length,
    rows: ranked.slice(offset, offset + limit).map(({ row }) => row),
  };
}
