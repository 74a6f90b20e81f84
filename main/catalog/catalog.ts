import type {
  CatalogState,
  DependentsPage,
  DownloadGraph,
  PackageDetails,
  PackageList,
  PackagePage,
  PackageReadme,
  PackageRow,
  ProblemPage,
  SourceState,
  VersionRow,
} from '../../shared/catalog.ts';
import type { PackageRef, RegistryId } from '../../shared/ids.ts';
import { normaliseName, parsePackageName } from '../elba/packageName.ts';
import { Failure } from '../failure.ts';
import { type DependentLines, dependentPackages, type IndexVersions } from './dependents.ts';
import { type ListQuery, queryRows } from './listQuery.ts';
import { mergeDetails } from './merge.ts';
import type { CatalogParts } from './parts.ts';
import type { ReadApi } from './readApi.ts';
import { readDownloadGraph, readReadme } from './readExtras.ts';
import { gather, type IndexLook, readLook, readSpelling, readVersionDetails } from './readPackage.ts';
import { emptyShelf, readList, readSummaries, type Shelf } from './shelf.ts';
import { findSources, indexRoot } from './sources.ts';

export interface Catalog {
  /** All packages; from memory unless `refresh` or something changed. Throws where the registry can be read nowhere. */
  list(registryId: RegistryId, refresh: boolean): Promise<PackageList>;
  /** Latest version and description of some packages; a package that could not be read keeps what the list knows. */
  summaries(registryId: RegistryId, refs: readonly PackageRef[]): Promise<PackageRow[]>;
  /** One package with all versions; the state of the newest 60 is read at once. Throws `package_not_found`. */
  details(registryId: RegistryId, ref: PackageRef, refresh: boolean): Promise<PackageDetails>;
  /** Some versions, always read anew, so that a switch shows the truth after a write. */
  versionDetails(registryId: RegistryId, ref: PackageRef, versions: readonly string[]): Promise<VersionRow[]>;
  /** Drops what is remembered of a registry, or of one package, and tells it. */
  invalidate(registryId: RegistryId, ref?: PackageRef): void;
  /** The spelling that a package was published with, read anew; null where the registry does not have it or cannot tell. */
  publishedSpelling(registryId: RegistryId, ref: PackageRef): Promise<PackageRef | null>;
  /** Looks a version up in the index folder, read anew; null where there is none. Throws `index_unreadable`. */
  lookInIndex(registryId: RegistryId, ref: PackageRef, version: string): Promise<IndexLook | null>;
  /** The packages that fit a search, a part of them. Throws as `list`. */
  query(registryId: RegistryId, wanted: ListQuery): Promise<PackagePage>;
  /** How it stands with the sources of a registry. */
  state(registryId: RegistryId): CatalogState;
  /** Begins to read the sources anew; what becomes of it is told. */
  refresh(registryId: RegistryId): CatalogState;
  /** Stops what is being read. */
  stop(registryId: RegistryId): CatalogState;
  /** A part of what elba would refuse in the index. */
  problems(registryId: RegistryId, offset: number, limit: number): Promise<ProblemPage>;
  /** Every line of the index, of any package, that depends on a package. */
  dependentsOf(registryId: RegistryId, ref: PackageRef): Promise<DependentLines>;
  /** All versions of a package as the index has them. */
  indexVersions(registryId: RegistryId, ref: PackageRef): Promise<IndexVersions>;
  /** The packages that depend on a package, a part of them. */
  dependents(registryId: RegistryId, ref: PackageRef, offset: number, limit: number): Promise<DependentsPage>;
  /** The README of a version; null without one. */
  readme(registryId: RegistryId, ref: PackageRef, version: string): Promise<PackageReadme | null>;
  /** The downloads of a package; null where they are not counted. */
  downloadGraph(registryId: RegistryId, ref: PackageRef): Promise<DownloadGraph | null>;
}

const NO_INDEX = 'There is no index that can be read, so nobody can know what depends on it.';

/** The shelves of all registries, and the list of each, with how its reading goes. */
function createShelves(parts: CatalogParts) {
  const shelves = new Map<RegistryId, Shelf>();
  const shelfOf = (registryId: RegistryId): Shelf => {
    const shelf = shelves.get(registryId) ?? emptyShelf();
    shelves.set(registryId, shelf);
    return shelf;
  };
  const readings = new Map<RegistryId, { state: SourceState; list: PackageList | null }>();
  let generation = 1;
  const state = (registryId: RegistryId): CatalogState => {
    const registry = parts.registryOf(registryId);
    const known = readings.get(registryId);
    const root = indexRoot(registry.index);
    const list = known?.list ?? null;
    const counts = list?.packages.flatMap(({ versions }) => versions ?? []) ?? [];
    return {
      registryId,
      generation,
      sources: [
        {
          kind: root === null ? 'api' : 'dir',
          where: root ?? registry.url,
          state: known?.state ?? { kind: 'never' },
          readAt: list?.readAt ?? null,
        },
      ],
      packages: list?.packages.length ?? 0,
      versions: counts.length === 0 ? null : counts.reduce((sum, count) => sum + count, 0),
      problems: list?.problems.length ?? 0,
    };
  };
  const tell = (registryId: RegistryId, now: SourceState, list: PackageList | null): void => {
    readings.set(registryId, { state: now, list: list ?? readings.get(registryId)?.list ?? null });
    generation += 1;
    parts.stateChanged(state(registryId));
  };
  const readNow = (registryId: RegistryId, refresh: boolean): Promise<PackageList> => {
    const shelf = shelfOf(registryId);
    const before = shelf.list;
    if (before !== null && !refresh) return before;
    const reading = readList(parts, registryId, shelf);
    shelf.list = reading;
    shelf.rows.clear();
    tell(registryId, { kind: 'reading', done: 0, total: null, what: 'packages' }, null);
    reading.then(
      (list) => tell(registryId, { kind: 'fresh' }, list),
      (thrown) => {
        // A failed read leaves the last good list for those who ask without `refresh`.
        if (shelf.list === reading) shelf.list = before;
        if (thrown instanceof Failure) tell(registryId, { kind: 'failed', error: thrown.error }, null);
      },
    );
    return reading;
  };
  return { shelves, shelfOf, state, readNow };
}
type Shelves = ReturnType<typeof createShelves>;

/** What only an index can say. */
function createIndexReads({
  readNow,
  shelfOf,
}: Shelves): Pick<Catalog, 'dependentsOf' | 'indexVersions' | 'dependents'> {
  const dependentsOf: Catalog['dependentsOf'] = async (registryId, ref) => {
    const { readAt } = await readNow(registryId, false);
    const { index } = shelfOf(registryId);
    if (index === null) return { known: false, reason: NO_INDEX };
    const wanted = normaliseName(ref);
    const isIt = (name: string): boolean => {
      const named = parsePackageName(name);
      return named.ok && normaliseName(named.ref) === wanted;
    };
    const lines = [...index.packages.values()].flatMap((some) =>
      some.lines.flatMap(({ version, yanked, dependencies }) => {
        const need = dependencies.find(({ name }) => isIt(name));
        return need === undefined ? [] : [{ package: some.ref, version, yanked, requirement: need.req }];
      }),
    );
    return { known: true, readAt, lines };
  };
  return {
    dependentsOf,
    indexVersions: async (registryId, ref) => {
      const { readAt } = await readNow(registryId, false);
      const { index } = shelfOf(registryId);
      if (index === null) return { known: false, reason: NO_INDEX };
      const found = index.packages.get(normaliseName(ref));
      const versions = found?.lines.map(({ version, yanked }) => ({ version, yanked })) ?? [];
      return { known: true, readAt, package: found?.ref ?? null, versions };
    },
    dependents: async (registryId, ref, offset, limit) => {
      const found = await dependentsOf(registryId, ref);
      if (!found.known) return { kind: 'unknown', reason: found.reason };
      const rows = dependentPackages(found.lines);
      return { kind: 'known', readAt: found.readAt, total: rows.length, rows: rows.slice(offset, offset + limit) };
    },
  };
}

/** What registries hold, out of their index folders and read endpoints, kept in memory with the time it was read. */
export function createCatalog(parts: CatalogParts): Catalog {
  const all = createShelves(parts);
  const { shelves, shelfOf, state, readNow } = all;
  const apiOf = async (registryId: RegistryId): Promise<ReadApi | null> =>
    (await findSources(parts.registryOf(registryId), () => parts.apiFor(registryId))).api;
  return {
    list: readNow,
    query: async (registryId, wanted) => {
      const { packages } = await readNow(registryId, false);
      return { registryId, generation: state(registryId).generation, ...queryRows(packages, wanted) };
    },
    state,
    refresh: (registryId) => {
      readNow(registryId, true).catch(() => undefined);
      return state(registryId);
    },
    stop: state,
    problems: async (registryId, offset, limit) => {
      const { problems } = await readNow(registryId, false);
      return { problems: problems.slice(offset, offset + limit), total: problems.length };
    },
    ...createIndexReads(all),
    readme: async (registryId, ref, version) => readReadme(await apiOf(registryId), ref, version),
    downloadGraph: async (registryId, ref) => readDownloadGraph(await apiOf(registryId), ref),
    summaries: (registryId, refs) => readSummaries(parts, registryId, shelfOf(registryId), refs),
    details: (registryId, ref, refresh) => {
      const { details } = shelfOf(registryId);
      const key = normaliseName(ref);
      const before = refresh ? undefined : details.get(key);
      if (before !== undefined) return before;
      const readAt = parts.now().toISOString();
      const reading = gather(parts, registryId, ref).then((all) => ({ registryId, readAt, ...mergeDetails(all) }));
      details.set(key, reading);
      reading.catch(() => {
        if (details.get(key) === reading) details.delete(key);
      });
      return reading;
    },
    versionDetails: (registryId, ref, versions) => readVersionDetails(parts, registryId, ref, versions),
    invalidate: (registryId, ref) => {
      const shelf = shelves.get(registryId);
      if (ref === undefined || shelf === undefined) shelves.delete(registryId);
      else {
        // Fresh maps: what is being read right now ends in the old ones.
        const isOther = ([key]: readonly [string, unknown]): boolean => key !== normaliseName(ref);
        const rows = new Map([...shelf.rows].filter(isOther));
        const details = new Map([...shelf.details].filter(isOther));
        shelves.set(registryId, { list: null, index: shelf.index, rows, details });
      }
      parts.emit({ registryId, ...(ref === undefined ? {} : { package: ref }) });
    },
    publishedSpelling: (registryId, ref) => readSpelling(parts, registryId, ref),
    lookInIndex: (registryId, ref, version) => readLook(parts, registryId, ref, version),
  };
}
