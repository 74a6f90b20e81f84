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

/** What the walk asks the index. Both throw `Failure` where it cannot be read. */
export interface WalkIndex {
  versionsOf(ref: PackageRef): Promise<readonly IndexVersion[]>;
  dependentsOf(ref: PackageRef): Promise<readonly DependentLine[]>;
}

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
  /** How many requirements are followed at most; those of the packages asked about are, however many. */
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

const MOST_FOLLOWED = 100_000;

const newStop = (ref: PackageRef, changed: readonly string[] | null): Stop => ({
  ref,
  direct: changed !== null,
  changed: new Set(changed),
  brokenBefore: new Set(),
  brokenAfter: new Set(),
  touched: new Set(),
  index: null,
});

/** Most packages are required by nobody; their versions are not asked for. */
async function askIndex(index: WalkIndex, ref: PackageRef): Promise<NonNullable<Stop['index']>> {
  const dependents = await index.dependentsOf(ref);
  const versions = dependents.length === 0 ? [] : await index.versionsOf(ref);
  return { preferred: inPreferredOrder(versions), dependents };
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
  index: WalkIndex,
  changes: readonly Change[],
  yanked: boolean,
  { breathe, most = MOST_FOLLOWED }: WalkOptions,
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
    stop.index ??= await askIndex(index, stop.ref);
    const choose = chooser(stop, stop.index.preferred, yanked);
    for (const line of stop.index.dependents) {
      await breathe();
      const choices = choose(line.requirement);
      const effect = effectOf(choices, stop.touched);
      const fate: Fate = { ...choices, line, on: stop.ref, direct: stop.direct, effect };
      fates.set(`${normaliseName(line.package)} ${line.version} ${key} ${line.requirement}`, fate);
      follow(fate);
    }
  };

  let followed = 0;
  for (const key of queue) {
    queue.delete(key);
    const stop = stops.get(key);
    if (stop === undefined) continue;
    if (!stop.direct && followed >= most) {
      complete = false;
      break;
    }
    await visit(key, stop);
    if (!stop.direct) followed += 1 + (stop.index?.dependents.length ?? 0);
  }
  return { fates: fates.values(), complete };
}
