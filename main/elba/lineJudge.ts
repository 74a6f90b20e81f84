import compare from 'semver/functions/compare.js';
import parse from 'semver/functions/parse.js';
import { parseConstraint } from './constraint.ts';
import { normaliseName, parsePackageName } from './packageName.ts';
import { isVersion } from './version.ts';

/** What is known of a text that stands for a version: little, because many are remembered. */
interface KnownVersion {
  readonly isVersion: boolean;
  readonly major: number;
  readonly minor: number;
  readonly patch: number;
  readonly prerelease: boolean;
}

const NONE: KnownVersion = { isVersion: false, major: 0, minor: 0, patch: 0, prerelease: false };

function lookAtVersion(text: string): KnownVersion {
  const parsed = isVersion(text) ? parse(text) : null;
  if (parsed === null) return NONE;
  const { major, minor, patch, prerelease } = parsed;
  return { isVersion: true, major, minor, patch, prerelease: prerelease.length > 0 };
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
const MOST_REMEMBERED = 50_000;

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

/** Makes a judge with an empty memory. */
export function createLineJudge(): LineJudge {
  const versionOf = remembering(lookAtVersion);
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
    isVersion: (text) => versionOf(text).isVersion,
    isPrerelease: (text) => versionOf(text).prerelease,
    compare: (a, b) => {
      const [left, right] = [versionOf(a), versionOf(b)];
      if (left.isVersion !== right.isVersion) return left.isVersion ? 1 : -1;
      const order = left.major - right.major || left.minor - right.minor || left.patch - right.patch;
      if (order !== 0) return order;
      const isPlain = !left.prerelease && !right.prerelease;
      return (left.isVersion && !isPlain ? compare(a, b) : 0) || byText(a, b);
    },
  };
}
