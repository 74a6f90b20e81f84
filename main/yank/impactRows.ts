import type { PackageRef } from '../../shared/ids.ts';
import type { Effect, Impact, ImpactRow, Tally } from '../../shared/impact.ts';
import { normaliseName } from '../elba/packageName.ts';
import { newestFirst } from '../elba/version.ts';
import type { Fate } from './impactWalk.ts';

const MOST_ROWS = 200;
const MOST_VERSIONS = 3;

const WORST_FIRST: readonly Effect[] = ['left', 'older', 'newer', 'through', 'regained', 'never', 'unchanged'];

/** Counts packages and their versions, each once. */
function tally(fates: readonly Fate[]): Tally {
  const packages = new Set<string>();
  const versions = new Set<string>();
  for (const { line } of fates) {
    const key = normaliseName(line.package);
    packages.add(key);
    versions.add(`${key} ${line.version}`);
  }
  return { packages: packages.size, versions: versions.size };
}

const groupKey = ({ line, on, before, after, today, effect }: Fate): string =>
  JSON.stringify([
    normaliseName(line.package),
    line.yanked,
    line.requirement,
    normaliseName(on),
    before,
    after,
    today,
    effect,
  ]);

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

const order = (a: ImpactRow, b: ImpactRow): number =>
  WORST_FIRST.indexOf(a.effect) - WORST_FIRST.indexOf(b.effect) ||
  Number(a.yanked) - Number(b.yanked) ||
  Number(!a.direct) - Number(!b.direct) ||
  byText(normaliseName(a.package), normaliseName(b.package)) ||
  newestFirst(a.versions[0] ?? '', b.versions[0] ?? '') ||
  byText(normaliseName(a.on), normaliseName(b.on));

const isOfInterest = ({ direct, effect }: Fate): boolean => direct || (effect !== 'unchanged' && effect !== 'never');

/**
 * What a walk found, as it is told: versions that fare alike in one row, the worst first, cut to 200 rows with totals over all.
 * Whoever is further away is told only where something becomes of it.
 */
export function summarise(all: Iterable<Fate>, readAt: string, complete: boolean): Extract<Impact, { kind: 'known' }> {
  const fates = [...all].filter(isOfInterest);
  const groups = new Map<string, [Fate, ...Fate[]]>();
  for (const fate of fates) {
    const group = groups.get(groupKey(fate));
    if (group === undefined) groups.set(groupKey(fate), [fate]);
    else group.push(fate);
  }
  const rows = [...groups.values()].map(rowOf).sort(order);
  return {
    kind: 'known',
    readAt,
    rows: rows.slice(0, MOST_ROWS),
    more: Math.max(0, rows.length - MOST_ROWS),
    direct: tally(fates.filter(({ direct }) => direct)),
    left: tally(fates.filter(({ effect }) => effect === 'left')),
    changed: tally(fates.filter(({ effect }) => effect === 'older' || effect === 'newer' || effect === 'through')),
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
