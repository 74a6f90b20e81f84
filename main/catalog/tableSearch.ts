import uFuzzy from '@leeoniya/ufuzzy';
import type { PackageFilter } from '../../shared/catalog.ts';
import { type IndexTable, packageFlag } from './indexTable.ts';

/** What the registry itself said of a package, as far as it was asked. */
export interface SaidOf {
  readonly description: string | null;
  readonly keywords: readonly string[];
}

/** What a search knows beside the index: descriptions and keywords by key, and the keys that are the person's own. */
export interface Beside {
  readonly said: ReadonlyMap<string, SaidOf>;
  readonly mine: ReadonlySet<string>;
}

/** A word in the name itself, at its beginning, at the beginning of a part of it, inside it, in the group, a keyword, in the description. */
const rank = { exact: 0, start: 1, part: 2, inside: 3, group: 4, keyword: 5, description: 6 } as const;
const RANKS = 7;
/** With fewer found than this, names that differ by one slip of the finger are added. */
const FEW = 10;
const LEAST_FOR_TYPOS = 3;

const fuzzy = new uFuzzy({ intraMode: 1, intraIns: 1, intraSub: 1, intraTrn: 1, intraDel: 1, unicode: false });

/** How a text is compared in a search: in lower case, with `_` as `-`. */
export const foldText = (text: string): string => text.toLowerCase().replaceAll('_', '-');

function rankInKey(key: string, slash: number, word: string): number {
  const first = key.indexOf(word);
  if (first === -1) return -1;
  if (first === 0 && word.length === key.length) return rank.exact;
  const at = key.indexOf(word, slash + 1);
  if (at === -1) return rank.group;
  if (at > slash + 1) return key.charCodeAt(at - 1) === 45 ? rank.part : rank.inside;
  return key.length === slash + 1 + word.length ? rank.exact : rank.start;
}

function rankInText(said: SaidOf | undefined, word: string): number {
  if (said === undefined) return -1;
  if (said.keywords.some((keyword) => foldText(keyword) === word)) return rank.keyword;
  return said.description !== null && foldText(said.description).includes(word) ? rank.description : -1;
}

/** The rank of the worst word; -1 where one is nowhere. */
function rankOf(key: string, said: SaidOf | undefined, words: readonly string[]): number {
  const slash = key.indexOf('/');
  let worst = 0;
  for (const word of words) {
    const inKey = rankInKey(key, slash, word);
    const found = inKey === -1 ? rankInText(said, word) : inKey;
    if (found === -1) return -1;
    if (found > worst) worst = found;
  }
  return worst;
}

/** Which packages the switches leave in; null where all are. */
function createFilter(table: IndexTable, { mine, hasYanked, prerelease }: PackageFilter, beside: Beside) {
  if (!mine && !hasYanked && !prerelease) return null;
  const { columns, keys } = table;
  return (at: number): boolean =>
    (!hasYanked || (columns.yankedCount[at] ?? 0) > 0) &&
    (!prerelease || ((columns.packageFlags[at] ?? 0) & packageFlag.prerelease) !== 0) &&
    (!mine || beside.mine.has(keys[at] ?? ''));
}

/** The names that are like the searched one but for a single wrong, missing, doubled or swapped letter in a word. */
function findSimilar(keys: readonly string[], text: string, found: ReadonlySet<number>): number[] {
  const needle = text.replaceAll(/[/-]+/g, ' ');
  // The library only reads the list.
  const haystack = keys as string[];
  const close = fuzzy.filter(haystack, needle) ?? [];
  if (close.length > 1000) return close.filter((at) => !found.has(at));
  const info = fuzzy.info(close, haystack, needle);
  const order = fuzzy.sort(info, haystack, needle);
  return order.flatMap((at) => info.idx[at] ?? []).filter((at) => !found.has(at));
}

/**
 * The packages that hold every word of a text, by number, best match first, by name among equals; all of them for an empty text. Where
 * hardly any does, those that nearly do follow.
 */
export function searchTable(table: IndexTable, text: string, filter: PackageFilter, beside: Beside): Uint32Array {
  const { keys } = table;
  const words = foldText(text).split(/\s+/).filter(Boolean);
  const isIn = createFilter(table, filter, beside);
  const ranked: number[][] = Array.from({ length: RANKS }, () => []);
  const hasSaid = beside.said.size > 0;
  for (let at = 0; at < keys.length; at += 1) {
    if (isIn !== null && !isIn(at)) continue;
    const key = keys[at] ?? '';
    const found = words.length === 0 ? 0 : rankOf(key, hasSaid ? beside.said.get(key) : undefined, words);
    if (found !== -1) ranked[found]?.push(at);
  }
  const exact = ranked.flat();
  const wanted = words.join(' ');
  if (wanted.length < LEAST_FOR_TYPOS || exact.length >= FEW) return Uint32Array.from(exact);
  const similar = findSimilar(keys, wanted, new Set(exact));
  return Uint32Array.from([...exact, ...(isIn === null ? similar : similar.filter(isIn))]);
}

/** The packages of a group, in any spelling of it. */
export function packagesOfGroup(table: IndexTable, group: string): number[] {
  const start = `${group}/`;
  const found: number[] = [];
  const { keys } = table;
  let [low, high] = [0, keys.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((keys[middle] ?? '') < start) low = middle + 1;
    else high = middle;
  }
  for (let at = low; keys[at]?.startsWith(start) === true; at += 1) found.push(at);
  return found;
}
