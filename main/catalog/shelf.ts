import type { PackageDetails, PackageList, PackageRow } from '../../shared/catalog.ts';
import type { PackageRef, RegistryId } from '../../shared/ids.ts';
import { normaliseName } from '../elba/packageName.ts';
import { listByApi, summariseByApi } from './apiSource.ts';
import { type IndexDirectory, readIndexDirectory } from './indexDirectory.ts';
import { type IndexPackage, latestOf, readIndexPackage } from './indexPackage.ts';
import type { CatalogParts } from './parts.ts';
import { settle } from './settle.ts';
import { findSources, indexRoot, type Sources } from './sources.ts';

/** What is remembered of one registry. A shelf that was dropped while it was being filled is no longer looked at. */
export interface Shelf {
  list: Promise<PackageList> | null;
  index: IndexDirectory | null;
  readonly rows: Map<string, PackageRow>;
  readonly details: Map<string, Promise<PackageDetails>>;
}

/** A shelf on which nothing lies yet. */
export const emptyShelf = (): Shelf => ({ list: null, index: null, rows: new Map(), details: new Map() });

const rowOfIndex = ({ ref, lines }: IndexPackage): PackageRow => ({
  ...ref,
  latest: latestOf(lines),
  description: null,
  versions: lines.length,
  yanked: lines.filter(({ yanked }) => yanked).length,
  mine: false,
});

const nothingKnown = { latest: null, versions: null, yanked: null };

const withMine = (rows: readonly PackageRow[], mine: ReadonlySet<string>): PackageRow[] =>
  rows.map((row) => (mine.has(normaliseName(row)) ? { ...row, mine: true } : row));

/** Reads the list of all packages: from the index folder where there is one, else by the read endpoints. */
export async function readList(parts: CatalogParts, registryId: RegistryId, shelf: Shelf): Promise<PackageList> {
  const registry = parts.registryOf(registryId);
  const root = indexRoot(registry.index);
  const readAt = parts.now().toISOString();
  const mine = parts.publishedFromHere(registryId);
  if (root !== null) {
    const read = await settle(readIndexDirectory(root, { previous: shelf.index ?? undefined, signal: parts.signal }));
    if (read.ok) {
      shelf.index = read.value;
      const packages = withMine([...read.value.packages.values()].map(rowOfIndex), mine);
      return { registryId, source: 'index', readAt, packages, problems: [...read.value.findings] };
    }
    const sources = await findSources(registry, () => parts.apiFor(registryId));
    if (sources.api === null) throw read.failure;
    const listed = await listByApi(sources.api);
    const packages = withMine(listed.packages, mine);
    const problem = { file: root, text: read.failure.error.message };
    return { registryId, source: 'api', readAt, packages, problems: [problem, ...listed.problems] };
  }
  const { api } = await findSources(registry, () => parts.apiFor(registryId));
  if (api === null) return { registryId, source: 'api', readAt, packages: [], problems: [] };
  const { packages, problems } = await listByApi(api);
  return { registryId, source: 'api', readAt, packages: withMine(packages, mine), problems };
}

/** What the registry says of packages that are not remembered. With an index at hand its failure only leaves gaps. */
async function askForRows({ api, root }: Sources, refs: readonly PackageRef[]): Promise<(PackageRow | null)[]> {
  if (api === null || refs.length === 0) return refs.map(() => null);
  const said = await settle(summariseByApi(api, refs));
  if (said.ok) return said.value;
  if (root === null) throw said.failure;
  return refs.map(() => null);
}

/** Latest version and description of some packages, in their order; what was asked before is taken from the shelf. */
export async function readSummaries(
  parts: CatalogParts,
  registryId: RegistryId,
  shelf: Shelf,
  refs: readonly PackageRef[],
): Promise<PackageRow[]> {
  const missing = refs.filter((ref) => !shelf.rows.has(normaliseName(ref)));
  if (missing.length === 0) return refs.flatMap((ref) => shelf.rows.get(normaliseName(ref)) ?? []);
  const sources = await findSources(parts.registryOf(registryId), () => parts.apiFor(registryId));
  const said = await askForRows(sources, missing);
  const fresh = new Map<string, PackageRow>();
  const mine = parts.publishedFromHere(registryId);
  for (const [at, ref] of missing.entries()) {
    const row = said[at] ?? null;
    const indexed = await indexPackageOf(sources, shelf, ref);
    const merged = {
      ...nothingKnown,
      ...(row ?? ref),
      ...(indexed && rowOfIndex(indexed)),
      mine: mine.has(normaliseName(ref)),
    };
    fresh.set(normaliseName(ref), { ...merged, description: row?.description ?? null });
    // Not remembered where the registry failed to say more, so that it is asked again.
    const complete = row !== null || (sources.api === null && sources.why === null);
    if (complete) shelf.rows.set(normaliseName(ref), { ...merged, description: row?.description ?? null });
  }
  return refs.flatMap((ref) => fresh.get(normaliseName(ref)) ?? shelf.rows.get(normaliseName(ref)) ?? []);
}

async function indexPackageOf(sources: Sources, shelf: Shelf, ref: PackageRef): Promise<IndexPackage | null> {
  if (sources.root === null) return null;
  return shelf.index?.packages.get(normaliseName(ref)) ?? readIndexPackage(sources.root, ref);
}
