import type { VersionRow } from '../../../shared/catalog.ts';
import { formatDay, formatTime } from '../../components/format.ts';

/** Which versions a person wants to see; both are on at first. */
export interface VersionFilter {
  readonly prereleases: boolean;
  readonly yanked: boolean;
}

/** By SemVer, one way or the other. */
export type VersionOrder = 'newest' | 'oldest';

/** The rows in an order; `rows` are newest first. */
export const inOrder = (rows: readonly VersionRow[], order: VersionOrder): readonly VersionRow[] =>
  order === 'newest' ? rows : rows.toReversed();

/** The rows that pass the filter, in the given order. A version whose state nobody knows yet stays: hiding it would be a guess. */
export const filterVersions = (rows: readonly VersionRow[], filter: VersionFilter): readonly VersionRow[] =>
  filter.prereleases && filter.yanked
    ? rows
    : rows.filter((row) => (filter.prereleases || !row.prerelease) && (filter.yanked || row.yanked !== true));

/**
 * The version that wears the mark "Latest": the newest release that is not yanked; where a package has no release at
 * all, its newest pre-release that is not yanked. Null where there is none, or while a version above it is still unknown.
 * `rows` are newest first.
 */
export function latestVersion(rows: readonly VersionRow[]): string | null {
  const releases = rows.filter((row) => !row.prerelease);
  for (const row of releases.length > 0 ? releases : rows) {
    if (row.yanked === null) return null;
    if (!row.yanked) return row.version;
  }
  return null;
}

/** The versions of which the list leaves something open that the registry may know: state, date, downloads, dependencies. */
export const partialVersions = (rows: readonly VersionRow[]): ReadonlySet<string> =>
  new Set(
    rows
      .filter(
        ({ yanked, publishedAt, downloads, dependencies }) =>
          yanked === null || publishedAt === null || downloads === null || dependencies === null,
      )
      .map((row) => row.version),
  );

/** The line for `[dependencies]` of an elba.toml. A plain version means "compatible with" there. */
export const dependencyLine = (name: string, version: string): string => `"${name}" = "${version}"`;

/** When a version was published: `Today 14:10`, else `12 Mar 2026`, in the person's time zone. */
export const publishedText = (instant: string, now: Date): string =>
  formatDay(instant) === formatDay(now.toISOString()) ? `Today ${formatTime(instant)}` : formatDay(instant);
