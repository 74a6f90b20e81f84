import { type Bound, makeRange, type Range } from './range.ts';

/** What elba's parser makes of a text. `rest` is the end that it leaves unread. */
export type ParsedRanges =
  | { readonly kind: 'ranges'; readonly ranges: readonly Range[]; readonly rest: string }
  | { readonly kind: 'empty_range' | 'crash' | 'unreadable' };

type Written = { readonly version: string; readonly components: 1 | 2 | 3; readonly end: number };
type Step<T> = { readonly value: T; readonly end: number };

const skipSpace = (text: string, at: number): number => {
  let end = at;
  while (/[ \t\r\n]/.test(text.charAt(end))) end += 1;
  return end;
};

const fits = (digits: string | undefined): digits is string =>
  digits !== undefined && Number.isSafeInteger(Number(digits));

/** A version in a constraint: three exact components, else two, else one; digits that follow a failed form stay unread. */
const readVersion = (text: string, at: number): Written | null => {
  const digitsAndDots = /^[\d.]+/.exec(text.slice(at))?.[0] ?? '';
  const whole = /^(0|[1-9]\d*)\.(0|[1-9]\d*)\.(0|[1-9]\d*)$/.exec(digitsAndDots);
  if (whole?.slice(1).every(fits)) return { version: digitsAndDots, components: 3, end: at + digitsAndDots.length };
  const [, major, minor] = /^(\d+)(?:\.(\d+))?/.exec(digitsAndDots) ?? [];
  if (!fits(major)) return null;
  if (!fits(minor)) return { version: `${Number(major)}.0.0`, components: 1, end: at + major.length };
  return { version: `${Number(major)}.${Number(minor)}.0`, components: 2, end: at + major.length + 1 + minor.length };
};

const nextBreaking = (written: Written, sign: '^' | '~'): string => {
  const [major = 0, minor = 0, patch = 0] = written.version.split('.').map(Number);
  if (written.components === 1) return `${major + 1}.0.0`;
  if (sign === '~') return `${major}.${minor + 1}.0`;
  if (major > 0) return `${major + 1}.0.0`;
  return minor > 0 ? `0.${minor + 1}.0` : `0.0.${patch + 1}`;
};

/** `1.2`, `^1.2`, `~1.2`. */
const readCompatible = (text: string, at: number): Step<Range | null> | null => {
  let end = skipSpace(text, at);
  const sign = text.charAt(end) === '~' ? '~' : '^';
  if (text.charAt(end) === sign) end = skipSpace(text, end + 1);
  const written = readVersion(text, end);
  if (written === null) return null;
  const upper = { version: nextBreaking(written, sign), inclusive: false, prereleases: false };
  const lower = { version: written.version, inclusive: true, prereleases: false };
  return { value: makeRange(lower, upper), end: skipSpace(text, written.end) };
};

/** `>`, `>=`, `<` or `<=`, each with `!` after it if wanted; spaces may stand between the signs. */
const readBound = (text: string, at: number, sign: '<' | '>'): Step<Bound | null> => {
  const none = { value: null, end: skipSpace(text, at) };
  if (text.charAt(none.end) !== sign) return none;
  let end = skipSpace(text, none.end + 1);
  const inclusive = text.charAt(end) === '=';
  if (inclusive) end = skipSpace(text, end + 1);
  const prereleases = text.charAt(end) === '!';
  if (prereleases) end = skipSpace(text, end + 1);
  const written = readVersion(text, end);
  if (written === null) return none;
  return { value: { version: written.version, inclusive, prereleases }, end: skipSpace(text, written.end) };
};

type RangeStep = Step<Range | 'none' | 'empty_range' | 'crash'>;

const readRange = (text: string, at: number): RangeStep => {
  const compatible = readCompatible(text, at);
  if (compatible !== null) return { value: compatible.value ?? 'empty_range', end: compatible.end };
  if (text.startsWith('any', at)) return { value: { lower: null, upper: null }, end: at + 'any'.length };
  const lower = readBound(text, at, '>');
  const upper = readBound(text, lower.end, '<');
  if (lower.value === null && upper.value === null) return { value: 'none', end: upper.end };
  if (lower.value?.inclusive && lower.value.prereleases) return { value: 'crash', end: upper.end };
  return { value: makeRange(lower.value, upper.value) ?? 'empty_range', end: upper.end };
};

/**
 * Reads a comma-separated list of ranges the way elba's parser does. A part after a comma that is nothing at all ends the list
 * there; a part that is only white space makes the whole unreadable.
 */
export const parseRanges = (text: string): ParsedRanges => {
  const ranges: Range[] = [];
  let at = 0;
  while (true) {
    const start = at === 0 ? 0 : at + 1;
    const step = readRange(text, start);
    if (step.value === 'none') {
      if (ranges.length > 0 && step.end === start) return { kind: 'ranges', ranges, rest: text.slice(at) };
      return { kind: 'unreadable' };
    }
    if (step.value === 'empty_range' || step.value === 'crash') return { kind: step.value };
    ranges.push(step.value);
    at = step.end;
    if (text.charAt(at) !== ',') return { kind: 'ranges', ranges, rest: text.slice(at) };
  }
};
