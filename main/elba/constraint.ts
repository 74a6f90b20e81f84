import { parseRanges } from './constraintSyntax.ts';
import { formatRange, type Range, unify } from './range.ts';
import { compareVersions, isPrerelease, isVersion } from './version.ts';

/** A set of versions: the union of its ranges. */
export type Constraint = { readonly ranges: readonly Range[] };

/**
 * `understoodAs` is the constraint as elba prints it after reading, such as `>=1.0.0 <2.0.0`. `misread` says, as a part of a
 * sentence, why that is not what was written, or is null. `reason` is a sentence without its full stop.
 */
export type ParsedConstraint =
  | {
      readonly ok: true;
      readonly constraint: Constraint;
      readonly understoodAs: string;
      readonly misread: string | null;
    }
  | { readonly ok: false; readonly reason: string };

const explainRejection = (kind: 'empty_range' | 'crash' | 'unreadable', text: string): string => {
  const trimmed = text.trim();
  if (kind === 'empty_range') return `No version is in the range "${trimmed}"`;
  if (kind === 'crash') return 'elba crashes on ">=!"; write ">=" instead';
  if (trimmed === '') return 'A constraint cannot be empty; any version is "any"';
  if (trimmed.startsWith('*')) return 'elba does not know "*"; any version is "any"';
  if (trimmed.startsWith('='))
    return `elba does not know "="; exactly one version is ">=${version(trimmed)} <=${version(trimmed)}"`;
  if (trimmed.toLowerCase() === 'any') return 'elba knows "any" only in lower case and without a space before it';
  return `elba cannot read "${trimmed}" as a constraint`;
};

const version = (text: string): string => /\d+(?:\.\d+)*/.exec(text)?.[0] ?? '1.0.0';

const explainMisreading = (rest: string, narrowed: boolean, grewToAny: boolean): string | null => {
  if (rest !== '') return `elba stops reading at "${rest}" and ignores it`;
  if (grewToAny) return 'a comma means "or", so every version is allowed';
  if (narrowed) return 'a comma means "or", and where its parts overlap elba keeps only the end of the last one';
  return null;
};

/**
 * Reads a constraint exactly as elba's parser does, which the registry shares: it takes the longest beginning that it
 * understands and drops the rest without a word, and a comma is a union. `>=!` is refused here because elba crashes on it.
 */
export const parseConstraint = (text: string): ParsedConstraint => {
  const parsed = parseRanges(text);
  if (parsed.kind !== 'ranges') return { ok: false, reason: explainRejection(parsed.kind, text) };
  const { ranges, narrowed } = unify(parsed.ranges);
  const isAny = (range: Range): boolean => range.lower === null && range.upper === null;
  const grewToAny = ranges.some(isAny) && !parsed.ranges.some(isAny);
  return {
    ok: true,
    constraint: { ranges },
    understoodAs: ranges.map(formatRange).join(', '),
    misread: explainMisreading(parsed.rest.trim(), narrowed, grewToAny),
  };
};

const satisfiesRange = (range: Range, text: string): boolean => {
  const { lower, upper } = range;
  if (lower !== null) {
    const order = compareCore(text, lower.version);
    if (lower.inclusive ? order < 0 : order <= 0) return false;
  }
  if (upper === null) return true;
  const order = compareCore(text, upper.version);
  if (upper.inclusive) return order <= 0;
  return order < 0 && (upper.prereleases || !isPrerelease(text));
};

/** Precedence alone: build metadata does not count. */
const compareCore = (a: string, b: string): number => {
  const plain = (text: string): string => text.split('+', 1).join('');
  return compareVersions(plain(a), plain(b));
};

/**
 * Whether elba takes a version for a constraint. Below an exclusive upper end (so within `1.0.0`, `^`, `~` and `<`) it takes no
 * pre-releases; elsewhere it does.
 */
export const satisfies = (constraint: Constraint, text: string): boolean =>
  isVersion(text) && constraint.ranges.some((range) => satisfiesRange(range, text));

/** The version that elba chooses: the highest release that satisfies, else the highest pre-release, else null. */
export const choose = (constraint: Constraint, versions: readonly string[]): string | null => {
  let release: string | null = null;
  let prerelease: string | null = null;
  for (const text of versions) {
    if (!satisfies(constraint, text)) continue;
    if (isPrerelease(text)) prerelease = higher(prerelease, text);
    else release = higher(release, text);
  }
  return release ?? prerelease;
};

const higher = (best: string | null, text: string): string =>
  best === null || compareVersions(text, best) > 0 ? text : best;
