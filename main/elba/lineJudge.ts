import compare from 'semver/functions/compare.js';
import parse from 'semver/functions/parse.js';
import { parseConstraint } from './constraint.ts';
import { normaliseName, parsePackageName } from './packageName.ts';
import { isVersion } from './version.ts';

type Parsed = NonNullable<ReturnType<typeof parse>>;

/** What is known of a text that stands for a version. */
interface KnownVersion {
  readonly version: Parsed | null;
  readonly prerelease: boolean;
}

/** Judges the texts in the lines of an index. The same few thousand come again a million times, so each is looked at once. */
export interface LineJudge {
  /** The normalised name, or null where it is none. */
  name(text: string): string | null;
  /** What is wrong with a constraint; null where elba takes it. */
  constraint(text: string): string | null;
  isVersion(text: string): boolean;
  isPrerelease(text: string): boolean;
  /** Ascending, in the order of `compareVersions`. */
  compare(a: string, b: string): number;
}

/** So many texts are remembered of a kind; an index in which all differ is judged slowly, not without end. */
const MOST_REMEMBERED = 100_000;

function remembering<T>(look: (text: string) => T): (text: string) => T {
  const known = new Map<string, T>();
  return (text) => {
    const before = known.get(text);
    if (before !== undefined) return before;
    if (known.size >= MOST_REMEMBERED) known.clear();
    const found = look(text);
    known.set(text, found);
    return found;
  };
}

const byText = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);

const isPlain = ({ prerelease }: Parsed): boolean => prerelease.length === 0;

function compareParsed(a: Parsed, b: Parsed): number {
  const order = a.major - b.major || a.minor - b.minor || a.patch - b.patch;
  return order !== 0 || (isPlain(a) && isPlain(b)) ? order : compare(a, b);
}

/** Makes a judge with an empty memory. */
export function createLineJudge(): LineJudge {
  const versionOf = remembering((text): KnownVersion => {
    const version = isVersion(text) ? parse(text) : null;
    return { version, prerelease: version !== null && !isPlain(version) };
  });
  const nameOf = remembering((text) => {
    const named = parsePackageName(text);
    return { key: named.ok ? normaliseName(named.ref) : null };
  });
  const constraintOf = remembering((text) => {
    const parsed = parseConstraint(text);
    return { problem: parsed.ok ? null : parsed.reason };
  });
  return {
    name: (text) => nameOf(text).key,
    constraint: (text) => constraintOf(text).problem,
    isVersion: (text) => versionOf(text).version !== null,
    isPrerelease: (text) => versionOf(text).prerelease,
    compare: (a, b) => {
      const [left, right] = [versionOf(a).version, versionOf(b).version];
      if (left !== null && right !== null) return compareParsed(left, right) || byText(a, b);
      if ((left === null) === (right === null)) return byText(a, b);
      return left === null ? -1 : 1;
    },
  };
}
