import type { PackageDetails, VersionRow } from '../../shared/catalog.ts';
import type { AppError } from '../../shared/errors.ts';
import type { PackageRef } from '../../shared/ids.ts';
import type { IndexLine } from '../elba/indexFile.ts';
import { createLineJudge } from '../elba/lineJudge.ts';
import { isPrerelease } from '../elba/version.ts';
import { type IndexPackage, latestOf } from './indexPackage.ts';
import type { VersionFacts } from './readApi.ts';

/** One package as the sources gave it; a source that does not have it, or could not be read, is null. */
export interface Gathered {
  readonly ref: PackageRef;
  readonly index: IndexPackage | null;
  readonly versions: readonly string[] | null;
  readonly facts: ReadonlyMap<string, VersionFacts>;
  readonly incomplete: AppError | null;
}

const needsOf = (line: IndexLine): NonNullable<VersionRow['dependencies']> =>
  line.dependencies.map(({ name, req }) => ({ name, requirement: req }));

/**
 * One version out of both sources. What the registry itself said just now of `yanked` goes before the index, which can be
 * a copy that lags; dependencies are the index's, because elba resolves by those.
 */
export const mergeVersion = (
  version: string,
  line: IndexLine | undefined,
  row: VersionRow | undefined,
): VersionRow => ({
  version,
  prerelease: isPrerelease(version),
  yanked: row?.yanked ?? line?.yanked ?? null,
  publishedAt: row?.publishedAt ?? null,
  downloads: row?.downloads ?? null,
  dependencies: line === undefined ? (row?.dependencies ?? null) : needsOf(line),
  from: {
    yanked: row?.yanked != null ? 'api' : line === undefined ? null : 'index',
    dependencies: line !== undefined ? 'index' : row?.dependencies != null ? 'api' : null,
  },
});

const rowOfFacts = (facts: VersionFacts | undefined): VersionRow | undefined =>
  facts && {
    version: facts.version,
    prerelease: isPrerelease(facts.version),
    yanked: facts.yanked,
    publishedAt: facts.publishedAt,
    downloads: null,
    dependencies: null,
  };

function mergeRows({ index, versions, facts }: Gathered): VersionRow[] {
  const lines = new Map(index?.lines.map((line) => [line.version, line]));
  const { compare } = createLineJudge();
  const all = [...new Set([...(versions ?? []), ...lines.keys()])].sort((a, b) => compare(b, a));
  return all.map((version) => mergeVersion(version, lines.get(version), rowOfFacts(facts.get(version))));
}

/** The details of a package out of both sources. Texts are those of the version that stands for it, else of the newest known. */
export function mergeDetails(gathered: Gathered): Omit<PackageDetails, 'registryId' | 'readAt'> {
  const rows = mergeRows(gathered);
  const latest = latestOf(rows)?.version;
  const newestKnown = rows.find(({ version }) => gathered.facts.has(version))?.version;
  const said = gathered.facts.get(latest ?? '') ?? gathered.facts.get(newestKnown ?? '');
  return {
    ...gathered.ref,
    source: gathered.versions === null ? 'index' : 'api',
    description: said?.description ?? null,
    homepage: said?.homepage ?? null,
    repository: said?.repository ?? null,
    license: said?.license ?? null,
    keywords: [...(said?.keywords ?? [])],
    owners: [...(said?.owners ?? [])],
    versions: rows,
    incomplete: gathered.incomplete,
  };
}
