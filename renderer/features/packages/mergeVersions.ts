import type { VersionRow } from '../../../shared/catalog.ts';

/** A version's details and when they were read, in milliseconds. */
export interface VersionNews {
  readonly row: VersionRow;
  readonly at: number;
}

/** Where the facts were read, as the one of the two says that each is taken from. */
const originOf = (base: VersionRow, over: VersionRow): Pick<VersionRow, 'from'> =>
  base.from === undefined && over.from === undefined
    ? {}
    : {
        from: {
          yanked: (over.yanked === null ? base : over).from?.yanked ?? null,
          dependencies: (over.dependencies === null ? base : over).from?.dependencies ?? null,
        },
      };

/** `over` where it knows something, else `base`. */
const knowing = (base: VersionRow, over: VersionRow): VersionRow => ({
  version: base.version,
  prerelease: base.prerelease,
  yanked: over.yanked ?? base.yanked,
  publishedAt: over.publishedAt ?? base.publishedAt,
  downloads: over.downloads ?? base.downloads,
  dependencies: over.dependencies ?? base.dependencies,
  ...originOf(base, over),
});

/**
 * Puts the details that were read for single versions together with the list, which was read at `listAt`: for each fact the
 * later of the two that knows it. The order of the list stays.
 */
export const mergeVersions = (
  rows: readonly VersionRow[],
  listAt: number,
  news: ReadonlyMap<string, VersionNews>,
): readonly VersionRow[] =>
  news.size === 0
    ? rows
    : rows.map((row) => {
        const later = news.get(row.version);
        if (later === undefined) return row;
        return later.at >= listAt ? knowing(row, later.row) : knowing(later.row, row);
      });
