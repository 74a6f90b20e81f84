import { compareVersions } from './version.ts';

/** One end of a range. `prereleases` is elba's `!`: an exclusive upper end that lets its own pre-releases in. */
export type Bound = { readonly version: string; readonly inclusive: boolean; readonly prereleases: boolean };

/** A contiguous range of versions; null stands for no end. */
export type Range = { readonly lower: Bound | null; readonly upper: Bound | null };

/** Makes a range, or null where no version can be in it. */
export const makeRange = (lower: Bound | null, upper: Bound | null): Range | null => {
  if (lower !== null && upper !== null) {
    const order = compareVersions(lower.version, upper.version);
    if (order > 0 || (order === 0 && !(lower.inclusive && upper.inclusive))) return null;
  }
  return { lower, upper };
};

/** A range as elba prints it: `any`, `>=1.0.0 <2.0.0`, `<!2.0.0`. */
export const formatRange = ({ lower, upper }: Range): string => {
  if (lower === null && upper === null) return 'any';
  const low = lower === null ? '' : `${lower.inclusive ? '>=' : '>'}${lower.version}`;
  const sign = upper?.inclusive ? '<=' : upper?.prereleases ? '<!' : '<';
  const high = upper === null ? '' : `${sign}${upper.version}`;
  return [low, high].filter((part) => part !== '').join(' ');
};

const compareLower = (a: Bound | null, b: Bound | null): number => {
  if (a === null || b === null) return a === b ? 0 : a === null ? -1 : 1;
  return compareVersions(a.version, b.version) || Number(!a.inclusive) - Number(!b.inclusive);
};

/** Whether a range that begins no earlier touches the range before it, so that elba makes one of the two. */
const touches = (upper: Bound | null, lower: Bound | null): boolean => {
  if (upper === null) return true;
  if (lower === null) return false;
  const order = compareVersions(upper.version, lower.version);
  return order > 0 || (order === 0 && (upper.inclusive || lower.inclusive));
};

const endsBefore = (a: Bound | null, b: Bound | null): boolean => {
  if (a === null) return false;
  if (b === null) return true;
  const rank = (bound: Bound): number => (bound.inclusive ? 2 : bound.prereleases ? 1 : 0);
  return (compareVersions(a.version, b.version) || rank(a) - rank(b)) < 0;
};

/**
 * Joins the ranges of a union as elba does: sorted by where they begin, neighbours that touch made into one. elba gives the
 * joined range the end of the later one, even if that lies before the end of the earlier; `narrowed` says that this happened.
 */
export const unify = (ranges: readonly Range[]): { ranges: readonly Range[]; narrowed: boolean } => {
  const joined: Range[] = [];
  let narrowed = false;
  for (const range of [...ranges].sort((a, b) => compareLower(a.lower, b.lower))) {
    const last = joined.at(-1);
    if (last === undefined || !touches(last.upper, range.lower)) {
      if (!joined.some((other) => formatRange(other) === formatRange(range))) joined.push(range);
      continue;
    }
    narrowed ||= endsBefore(range.upper, last.upper);
    joined[joined.length - 1] = { lower: last.lower, upper: range.upper };
  }
  return { ranges: joined, narrowed };
};
