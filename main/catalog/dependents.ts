import type { Dependent } from '../../shared/catalog.ts';
import type { PackageRef } from '../../shared/ids.ts';
import { normaliseName } from '../elba/packageName.ts';
import { compareVersions } from '../elba/version.ts';

/** One line of an index that needs a package: which version of which package, and the constraint as it is written. */
export interface DependentLine {
  readonly package: PackageRef;
  readonly version: string;
  readonly yanked: boolean;
  readonly requirement: string;
}

/** What an index says of who needs a package; where no index can be read nobody can know, and `reason` is why, as a sentence. */
export type DependentLines =
  | { readonly known: true; readonly readAt: string; readonly lines: readonly DependentLine[] }
  | { readonly known: false; readonly reason: string };

/** For each of some packages, in their order, who requires it and which versions it has; `complete` false where there was more. */
export type RequirersOf =
  | {
      readonly known: true;
      readonly readAt: string;
      readonly found: readonly {
        readonly lines: readonly DependentLine[];
        readonly versions: readonly { readonly version: string; readonly yanked: boolean }[];
      }[];
      readonly complete: boolean;
    }
  | { readonly known: false; readonly reason: string };

/** All versions of a package in an index, newest first, in its spelling; null where the index does not have the package. */
export type IndexVersions =
  | {
      readonly known: true;
      readonly readAt: string;
      readonly package: PackageRef | null;
      readonly versions: readonly { readonly version: string; readonly yanked: boolean }[];
    }
  | { readonly known: false; readonly reason: string };

/** One row a package, by name: its newest version that needs the other one, and how many of its versions do. */
export function dependentPackages(lines: readonly DependentLine[]): Dependent[] {
  const rows = new Map<string, Dependent>();
  for (const { package: ref, version, yanked, requirement } of lines) {
    const key = normaliseName(ref);
    const before = rows.get(key);
    const versions = (before?.versions ?? 0) + 1;
    const isNewer = before === undefined || compareVersions(version, before.version) > 0;
    rows.set(key, isNewer ? { ...ref, version, yanked, requirement, versions } : { ...before, versions });
  }
  return [...rows].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, row]) => row);
}
