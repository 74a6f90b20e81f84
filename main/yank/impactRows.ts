import type { PackageRef } from '../../shared/ids.ts';
import type { Effect, Impact, ImpactRow, Tally } from '../../shared/impact.ts';
import { normaliseName } from '../elba/packageName.ts';
import { newestFirst } from '../elba/version.ts';
import type { Fate, Walked } from './impactWalk.ts';

const MOST_ROWS = 200;
const MOST_VERSIONS = 3;

const WORST_FIRST: readonly Effect[] = ['left', 'older', 'newer', 'through', 'regained', 'never', 'unchanged'];

/** Counts packages and their versions, each once. */
function counter() {
  const packages = new Set<string>();
  const versions = new Set<string>();
  return {
    add(name: string, version: string): void {
      packages.add(name);
      versions.add(`${name} ${version}`);
    },
    tally: (): Tally => ({ packages: packages.size, versions: versions.size }),
  };
}

const CHANGES: ReadonlySet<Effect> = new Set(['older', 'newer', 'through']);

const groupKey = (name: string, { line, on, before, after, today, effect }: Fate): string =>
  JSON.stringify([name, line.yanked, line.requirement, normaliseName(on), before, after, today, effect]);

function rowOf(fates: readonly [Fate, ...Fate[]]): ImpactRow {
  const [first] = fates;
  const versions = fates.map(({ line }) => line.version).sort(newestFirst);
  const { line, on, direct, effect, before, after, today, understoodAs } = first;
  return {
    package: line.package,
    versions: versions.slice(0, MOST_VERSIONS),
    count: versions.length,
    yanked: line.yanked,
    on,
    direct,
    requirement: line.requirement,
    understoodAs,
    before,
    after,
    today,
    effect,
  };
}

const byText = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);

/** Rows with what they are sorted by, worked out once. */
interface Ranked {
  readonly row: ImpactRow;
  readonly rank: number;
  readonly name: string;
}

const ranked = (row: ImpactRow): Ranked => ({
  row,
  rank: WORST_FIRST.indexOf(row.effect) * 4 + Number(row.yanked) * 2 + Number(!row.direct),
  name: normaliseName(row.package),
});

const order = (a: Ranked, b: Ranked): number =>
  a.rank - b.rank ||
  byText(a.name, b.name) ||
  newestFirst(a.row.versions[0] ?? '', b.row.versions[0] ?? '') ||
  byText(normaliseName(a.row.on), normaliseName(b.row.on));

const isOfInterest = ({ direct, effect }: Fate): boolean => direct || (effect !== 'unchanged' && effect !== 'never');

/**
 * What a walk found, as it is told: versions that fare alike in one row, the worst first, cut to 200 rows with totals over all.
 * Whoever is further away is told only where something becomes of it. `breathe` lets other work run now and then.
 */
export async function summarise(
  { fates, complete }: Walked,
  readAt: string,
  breathe: () => Promise<void>,
): Promise<Extract<Impact, { kind: 'known' }>> {
  const groups = new Map<string, [Fate, ...Fate[]]>();
  const [direct, left, changed] = [counter(), counter(), counter()];
  for (const fate of fates) {
    await breathe();
    if (!isOfInterest(fate)) continue;
    const { line, effect } = fate;
    const name = normaliseName(line.package);
    if (fate.direct) direct.add(name, line.version);
    if (effect === 'left') left.add(name, line.version);
    if (CHANGES.has(effect)) changed.add(name, line.version);
    const key = groupKey(name, fate);
    const group = groups.get(key);
    if (group === undefined) groups.set(key, [fate]);
    else group.push(fate);
  }
  const rows: Ranked[] = [];
  for (const group of groups.values()) {
    await breathe();
    rows.push(ranked(rowOf(group)));
  }
  rows.sort(order);
  return {
    kind: 'known',
    readAt,
    rows: rows.slice(0, MOST_ROWS).map(({ row }) => row),
    more: Math.max(0, rows.length - MOST_ROWS),
    direct: direct.tally(),
    left: left.tally(),
    changed: changed.tally(),
    complete,
  };
}

/** The packages asked about, each once, whatever the spelling. */
export const mergeChanges = <C extends { readonly package: PackageRef; readonly versions: readonly string[] }>(
  changes: readonly C[],
): { package: PackageRef; versions: string[] }[] => {
  const merged = new Map<string, { package: PackageRef; versions: Set<string> }>();
  for (const { package: ref, versions } of changes) {
    const one = merged.get(normaliseName(ref)) ?? { package: ref, versions: new Set<string>() };
    for (const version of versions) one.versions.add(version);
    merged.set(normaliseName(ref), one);
  }
  return [...merged.values()].map(({ package: ref, versions }) => ({ package: ref, versions: [...versions] }));
};
