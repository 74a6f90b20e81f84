import type { PackageRef } from '../../shared/ids.ts';
import type { Effect } from '../../shared/impact.ts';
import { parseConstraint } from '../elba/constraint.ts';
import { normaliseName } from '../elba/packageName.ts';
import { firstAllowed, type IndexVersion, inPreferredOrder, type PreferredVersions } from '../elba/resolve.ts';
import { compareVersions } from '../elba/version.ts';

/** A line of an index that requires a package: which version of which package, and the constraint as it is written. */
export interface DependentLine {
  readonly package: PackageRef;
  readonly version: string;
  readonly yanked: boolean;
  readonly requirement: string;
}

/** Versions of one package that are to be yanked or unyanked. */
export interface Change {
  readonly package: PackageRef;
  readonly versions: readonly string[];
}

/** Who requires a package, and which versions it has; these may be left out where nobody requires it. */
export interface Required {
  readonly lines: readonly DependentLine[];
  readonly versions: readonly IndexVersion[];
}

/** What the walk asks the index: about many packages at once, in their order, for `most` lines at most. */
export type AskIndex = (
  refs: readonly PackageRef[],
  most: number,
) => Promise<{ readonly found: readonly Required[]; readonly complete: boolean }>;

/** What a requirement chooses before and after where yanks are honoured, and with today's elba both times. */
interface Choices {
  readonly before: string | null;
  readonly after: string | null;
  readonly today: string | null;
  readonly understoodAs: string | null;
}

/** One requirement of one version, with what becomes of it. */
export interface Fate extends Choices {
  readonly line: DependentLine;
  readonly on: PackageRef;
  readonly direct: boolean;
  readonly effect: Effect;
}

export interface Walked {
  readonly fates: Iterable<Fate>;
  /** False where there was more than can be followed. */
  readonly complete: boolean;
}

interface WalkOptions {
  /** Lets other work run now and then; throws when nobody waits for the answer any more. */
  breathe(): Promise<void>;
  /** How many lines of the index are looked at, at most. */
  readonly most?: number;
}

/** What is known of one package on the way. Versions are named without regard to how they are spelled elsewhere. */
interface Stop {
  readonly ref: PackageRef;
  readonly direct: boolean;
  /** Versions whose state the change sets. */
  readonly changed: ReadonlySet<string>;
  /** Versions of which some requirement has nothing to choose, before and after. */
  readonly brokenBefore: Set<string>;
  readonly brokenAfter: Set<string>;
  /** Versions that build on something that changes. */
  readonly touched: Set<string>;
  index: { readonly preferred: PreferredVersions; readonly dependents: readonly DependentLine[] } | null;
}

const MOST_LINES = 200_000;
/** How often the index is asked at most: so far away from the packages asked about nobody follows any more. */
const MOST_LOOKS = 60;

const newStop = (ref: PackageRef, changed: readonly string[] | null): Stop => ({
  ref,
  direct: changed !== null,
  changed: new Set(changed),
  brokenBefore: new Set(),
  brokenAfter: new Set(),
  touched: new Set(),
  index: null,
});

/** Asks about those that were not asked about yet, and says how many lines came, and whether that was all. */
async function learn(
  ask: AskIndex,
  level: readonly Stop[],
  most: number,
): Promise<{ lines: number; complete: boolean }> {
  const unknown = level.filter(({ index }) => index === null);
  if (unknown.length === 0) return { lines: 0, complete: true };
  const { found, complete } = await ask(
    unknown.map(({ ref }) => ref),
    most,
  );
  let count = 0;
  for (const [at, stop] of unknown.entries()) {
    const { lines = [], versions = [] } = found[at] ?? {};
    stop.index = { preferred: inPreferredOrder(versions), dependents: lines };
    count += lines.length;
  }
  return { lines: count, complete };
}

/** Answers what a requirement of a package chooses; most lines ask for the same few constraints, so each is worked out once. */
function chooser(stop: Stop, preferred: PreferredVersions, yanked: boolean): (requirement: string) => Choices {
  const known = new Map<string, Choices>();
  const wasFree = ({ version, yanked: was }: IndexVersion): boolean => !was && !stop.brokenBefore.has(version);
  const isFree = ({ version, yanked: was }: IndexVersion): boolean =>
    !(stop.changed.has(version) ? yanked : was) && !stop.brokenAfter.has(version);
  const workOut = (requirement: string): Choices => {
    const parsed = parseConstraint(requirement);
    // Such a line makes its whole package unusable for elba, whatever is yanked.
    if (!parsed.ok) return { before: null, after: null, today: null, understoodAs: null };
    const { constraint, misread, understoodAs } = parsed;
    return {
      before: firstAllowed(constraint, preferred, wasFree),
      after: firstAllowed(constraint, preferred, isFree),
      today: firstAllowed(constraint, preferred, () => true),
      understoodAs: misread === null ? null : understoodAs,
    };
  };
  return (requirement) => {
    const choices = known.get(requirement) ?? workOut(requirement);
    known.set(requirement, choices);
    return choices;
  };
}

function effectOf({ before, after }: Choices, touched: ReadonlySet<string>): Effect {
  if (before !== after) {
    if (after === null) return 'left';
    if (before === null) return 'regained';
    return compareVersions(before, after) > 0 ? 'older' : 'newer';
  }
  if (after === null) return 'never';
  return touched.has(after) ? 'through' : 'unchanged';
}

const addTo = (set: Set<string>, version: string, isSo: boolean): boolean => {
  if (!isSo || set.has(version)) return false;
  set.add(version);
  return true;
};

/** Notes on a package what becomes of one of its versions; says whether that was news. */
function note(stop: Stop, version: string, { before, after, effect }: Fate): boolean {
  const news = [
    addTo(stop.brokenBefore, version, before === null),
    addTo(stop.brokenAfter, version, after === null),
    addTo(stop.touched, version, effect !== 'never' && effect !== 'unchanged'),
  ];
  return news.some(Boolean);
}

/**
 * Follows a change of yanked states through an index: from the packages asked about to all that require them, and on to whoever
 * requires a version that changes or is left with nothing, because a version that cannot be built is not chosen either.
 * Each requirement is looked at by itself, as if nothing else narrowed the choice; elba's resolver also makes all of them agree.
 */
export async function walkImpact(
  ask: AskIndex,
  changes: readonly Change[],
  yanked: boolean,
  { breathe, most = MOST_LINES }: WalkOptions,
): Promise<Walked> {
  const stops = new Map<string, Stop>();
  for (const { package: ref, versions } of changes) stops.set(normaliseName(ref), newStop(ref, versions));
  const queue = new Set(stops.keys());
  const fates = new Map<string, Fate>();
  let complete = true;

  const follow = (fate: Fate): void => {
    const { line, effect } = fate;
    const key = normaliseName(line.package);
    const known = stops.get(key);
    const matters = effect !== 'never' && effect !== 'unchanged';
    if (known === undefined && !matters && effect !== 'never') return;
    const stop = known ?? newStop(line.package, null);
    stops.set(key, stop);
    // What never had a match is remembered; it is followed only where something else leads there.
    if (note(stop, line.version, fate) && (matters || stop.index !== null)) queue.add(key);
  };

  const visit = async (key: string, stop: Stop): Promise<void> => {
    const { preferred, dependents } = stop.index ?? { preferred: [], dependents: [] };
    const choose = chooser(stop, preferred, yanked);
    for (const line of dependents) {
      await breathe();
      const choices = choose(line.requirement);
      const effect = effectOf(choices, stop.touched);
      const fate: Fate = { ...choices, line, on: stop.ref, direct: stop.direct, effect };
      fates.set(`${normaliseName(line.package)} ${line.version} ${key} ${line.requirement}`, fate);
      follow(fate);
    }
  };

  let left = most;
  let looks = 0;
  while (queue.size > 0 && complete) {
    const level = [...queue].flatMap((key): [string, Stop][] => {
      const stop = stops.get(key);
      return stop === undefined ? [] : [[key, stop]];
    });
    queue.clear();
    const learned = await learn(
      ask,
      level.map(([, stop]) => stop),
      left,
    );
    left -= learned.lines;
    looks += learned.lines > 0 ? 1 : 0;
    complete = learned.complete && left > 0 && looks < MOST_LOOKS;
    for (const [key, stop] of level) await visit(key, stop);
  }
  return { fates: fates.values(), complete };
}
