import { type Constraint, satisfies } from './constraint.ts';
import { compareVersions, isPrerelease } from './version.ts';

/** A version of a package and its state, as a line of an index has it. */
export interface IndexVersion {
  readonly version: string;
  readonly yanked: boolean;
}

/**
 * Two ways to treat a yanked version. `promised`: what the Guide says, a yanked version is never chosen anew. `today`: what the
 * resolver of elba 0.3.0 to 0.3.3 does, which does not look at `yanked` (elba-client-facts, "Yanked").
 */
export type ResolutionRule = 'promised' | 'today';

/** The versions of one package in the order in which they are preferred; see `inPreferredOrder`. */
export type PreferredVersions<V extends IndexVersion = IndexVersion> = readonly V[];

/** elba compares versions without their build metadata: of two that differ in nothing else it keeps the last line. */
const lastOfEach = <V extends IndexVersion>(lines: readonly V[]): V[] => [
  ...new Map(lines.map((line) => [line.version.split('+', 1).join(''), line])).values(),
];

/**
 * The lines of an index, in the order of their file, as the resolver prefers them: releases before pre-releases, the higher
 * version first. A version that is there twice counts once, with its last line.
 */
export const inPreferredOrder = <V extends IndexVersion>(lines: readonly V[]): PreferredVersions<V> =>
  lastOfEach(lines)
    .map((line) => ({ line, later: isPrerelease(line.version) ? 1 : 0 }))
    .sort((a, b) => a.later - b.later || compareVersions(b.line.version, a.line.version))
    .map(({ line }) => line);

/**
 * The version that a constraint chooses, or null where none is left: the highest release that satisfies it, and a pre-release
 * only where no release does. `isAllowed` leaves versions out before anything is chosen.
 */
export const firstAllowed = <V extends IndexVersion>(
  constraint: Constraint,
  preferred: PreferredVersions<V>,
  isAllowed: (version: V) => boolean,
): string | null => preferred.find((some) => isAllowed(some) && satisfies(constraint, some.version))?.version ?? null;

/** The version that a constraint chooses under one of the two rules, or null where it is left with nothing. */
export const resolve = (constraint: Constraint, preferred: PreferredVersions, rule: ResolutionRule): string | null =>
  firstAllowed(constraint, preferred, ({ yanked }) => rule === 'today' || !yanked);

/**
 * The version that `elba add` and `elba install` of today take: the last line of the file that is not yanked, whatever its
 * version, or the one that was asked for, unless it is yanked. Null stands for "package doesn't exist in index".
 */
export function offeredByAdd(lines: readonly IndexVersion[], asked?: string): string | null {
  const offered = lastOfEach(lines).filter(
    ({ version, yanked }) => !yanked && (asked === undefined || version === asked),
  );
  return offered.at(-1)?.version ?? null;
}
