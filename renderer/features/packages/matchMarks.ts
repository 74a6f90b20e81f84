/** A piece of a text; `hit` where the search found it. */
export interface MarkedPiece {
  readonly text: string;
  readonly hit: boolean;
}

const fold = (text: string): string => text.toLowerCase().replaceAll('_', '-');

/** How many slips a word of a search may have and still be found. */
const slipsFor = (word: string): number => (word.length < 4 ? 0 : word.length < 8 ? 1 : 2);

/** Whether two words are the same but for some letters that are wrong, missing, too many or swapped with their neighbour. */
export function isNearly(one: string, other: string, slips: number): boolean {
  if (Math.abs(one.length - other.length) > slips) return false;
  let before: number[] = [];
  let row = Array.from({ length: other.length + 1 }, (_, at) => at);
  for (let i = 1; i <= one.length; i += 1) {
    const next = [i];
    for (let j = 1; j <= other.length; j += 1) {
      const cost = one[i - 1] === other[j - 1] ? 0 : 1;
      let least = Math.min((row[j] ?? 0) + 1, (next[j - 1] ?? 0) + 1, (row[j - 1] ?? 0) + cost);
      const isSwap = i > 1 && j > 1 && one[i - 1] === other[j - 2] && one[i - 2] === other[j - 1];
      if (isSwap) least = Math.min(least, (before[j - 2] ?? 0) + 1);
      next.push(least);
    }
    [before, row] = [row, next];
  }
  return (row[other.length] ?? 0) <= slips;
}

/** Where a word stands in a folded text: every place of it as it is, else the words that are nearly it. */
function placesOf(folded: string, word: string): Array<readonly [number, number]> {
  const exact: Array<readonly [number, number]> = [];
  for (let at = folded.indexOf(word); at !== -1; at = folded.indexOf(word, at + word.length))
    exact.push([at, at + word.length]);
  const slips = slipsFor(word);
  if (exact.length > 0 || slips === 0) return exact;
  return [...folded.matchAll(/[\p{L}\p{N}]+/gu)].flatMap(({ 0: found, index }) => {
    // The beginning of a longer word counts as the word.
    const lengths = [found.length, word.length, word.length + 1, word.length - 1].filter(
      (most) => most <= found.length,
    );
    const fitting = lengths.find((length) => isNearly(found.slice(0, length), word, slips));
    return fitting === undefined ? [] : [[index, index + fitting] as const];
  });
}

/** The words of a search, in lower case and with `_` as `-`; the parts of `group/name` count as words of their own too. */
export const wordsOf = (search: string): string[] => [
  ...new Set(
    fold(search)
      .split(/\s+/)
      .flatMap((word) => [word, ...word.split('/')])
      .filter(Boolean),
  ),
];

/** A text in pieces, those that the words of a search found apart. */
export function markMatches(text: string, words: readonly string[]): MarkedPiece[] {
  const folded = fold(text);
  // A few letters change their length with their case; then no place in one text is one in the other.
  if (words.length === 0 || folded.length !== text.length) return [{ text, hit: false }];
  const isHit = new Uint8Array(text.length);
  for (const word of words) for (const [from, to] of placesOf(folded, word)) isHit.fill(1, from, to);
  const pieces: MarkedPiece[] = [];
  let from = 0;
  for (let at = 1; at <= text.length; at += 1) {
    if (at < text.length && isHit[at] === isHit[from]) continue;
    pieces.push({ text: text.slice(from, at), hit: isHit[from] === 1 });
    from = at;
  }
  return pieces;
}
