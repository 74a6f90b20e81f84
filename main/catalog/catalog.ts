import type {
  CatalogState,
  DependentsPage,
  DownloadGraph,
  PackageDetails,
  PackagePage,
  PackageReadme,
  PackageRow,
  ProblemPage,
  VersionRow,
} from '../../shared/catalog.ts';
import type { ErrorCode } from '../../shared/errors.ts';
import type { PackageRef, RegistryId } from '../../shared/ids.ts';
import { normaliseName } from '../elba/packageName.ts';
import { type DependentLines, dependentPackages, type IndexVersions, type RequirersOf } from './dependents.ts';
import { createHoldings, type Holdings } from './holdings.ts';
import { mergeDetails } from './merge.ts';
import type { CatalogParts } from './parts.ts';
import { readDownloadGraph, readReadme } from './readExtras.ts';
import { type ListQuery, queryPackages, readSummaries } from './readList.ts';
import {
  type ArchivePlace,
  gather,
  type IndexLook,
  readLook,
  readPlace,
  readSpelling,
  readVersionDetails,
} from './readPackage.ts';
import { fillFrom } from './remembered.ts';
import { settle } from './settle.ts';
import { indexRoot } from './sources.ts';

export interface Catalog {
  /** The packages that fit a search, a part of them. Throws where the registry can be read nowhere. */
  query(registryId: RegistryId, wanted: ListQuery): Promise<PackagePage>;
  /** Latest version and description of some packages; a package that could not be read keeps what the list knows. */
  summaries(registryId: RegistryId, refs: readonly PackageRef[]): Promise<PackageRow[]>;
  /** One package with all versions; the state of the newest 60 is read at once. Throws `package_not_found`. */
  details(registryId: RegistryId, ref: PackageRef, refresh: boolean): Promise<PackageDetails>;
  /** Some versions, always read anew, so that a switch shows the truth after a write. */
  versionDetails(registryId: RegistryId, ref: PackageRef, versions: readonly string[]): Promise<VersionRow[]>;
  /** Drops what is remembered of a registry, or puts one package right and reads its source anew, and tells it. */
  invalidate(registryId: RegistryId, ref?: PackageRef): void;
  /** The spelling that a package was published with, read anew; null where the registry does not have it or cannot tell. */
  publishedSpelling(registryId: RegistryId, ref: PackageRef): Promise<PackageRef | null>;
  /** Looks a version up in the index, read anew; null where there is none. Throws why it could not be read. */
  lookInIndex(registryId: RegistryId, ref: PackageRef, version: string): Promise<IndexLook | null>;
  /** Where the index says that a version's archive lies, as far as it was read; null where it does not say. */
  placeOf(registryId: RegistryId, ref: PackageRef, version: string): Promise<ArchivePlace | null>;
  /** How it stands with the sources of a registry. */
  state(registryId: RegistryId): CatalogState;
  /** Begins to read the sources anew; what becomes of it is told. */
  refresh(registryId: RegistryId): CatalogState;
  /** Reads the sources anew, to the end. Throws why they could not be read. */
  refreshNow(registryId: RegistryId): Promise<void>;
  /** The packages of a group, in any spelling of it. Throws as `query`. */
  packagesOf(registryId: RegistryId, group: string): Promise<PackageRef[]>;
  /** Stops what is being read. */
  stop(registryId: RegistryId): CatalogState;
  /** A part of what elba would refuse in the index. */
  problems(registryId: RegistryId, offset: number, limit: number): Promise<ProblemPage>;
  /** Every line of the index, of any package, that depends on a package. */
  dependentsOf(registryId: RegistryId, ref: PackageRef): Promise<DependentLines>;
  /** The same for many packages in one look, with their own versions; `most` lines at most. */
  requirersOf(registryId: RegistryId, refs: readonly PackageRef[], most: number): Promise<RequirersOf>;
  /** All versions of a package as the index has them. */
  indexVersions(registryId: RegistryId, ref: PackageRef): Promise<IndexVersions>;
  /** The packages that depend on a package, a part of them. */
  dependents(registryId: RegistryId, ref: PackageRef, offset: number, limit: number): Promise<DependentsPage>;
  /** The README of a version; null without one. */
  readme(registryId: RegistryId, ref: PackageRef, version: string): Promise<PackageReadme | null>;
  /** The downloads of a package; null where they are not counted. */
  downloadGraph(registryId: RegistryId, ref: PackageRef): Promise<DownloadGraph | null>;
  /** Ends what is under way, at the end of the program. */
  close(): Promise<void>;
}

/** Failures that say nothing of a package: the registry did not answer. */
const SILENT: ReadonlySet<ErrorCode> = new Set(['unreachable', 'timed_out', 'connection_lost', 'tls_failed']);

/** Drops what is remembered of one package, and has the sources catch up: at once in a folder, by a reading elsewhere. */
function putRight(parts: CatalogParts, holdings: Holdings, registryId: RegistryId, ref: PackageRef): void {
  const holding = holdings.holdingOf(registryId);
  const isOther = ([key]: readonly [string, unknown]): boolean => key !== normaliseName(ref);
  holding.said = new Map([...holding.said].filter(isOther));
  holding.details = new Map([...holding.details].filter(isOther));
  holding.asking = new Set([...holding.asking].filter((key) => key !== normaliseName(ref)));
  holding.remembered?.forget(normaliseName(ref));
  const { index, listed } = holding;
  const root = indexRoot(parts.registryOf(registryId).index);
  const again = (source: typeof index): void => {
    if (source === null || source.report().state.kind === 'never') return;
    holding.catchingUp = Promise.all([holding.catchingUp, settle(source.refreshAfter())]);
  };
  again(listed);
  if (index === null || index.report().state.kind === 'never') return;
  if (root === null || index.report().state.kind === 'reading') {
    again(index);
    return;
  }
  const patching = settle(parts.tables.patch({ id: registryId, root, ref })).then((patched) => {
    if (patched.ok && patched.value !== null) index.patched(patched.value);
    else again(index);
  });
  holding.pending = Promise.all([holding.pending, patching]);
}

/** What only an index can say. */
function createIndexReads(
  parts: CatalogParts,
  holdings: Holdings,
): Pick<Catalog, 'dependentsOf' | 'requirersOf' | 'indexVersions' | 'dependents' | 'problems'> {
  /** When the index was read, once all of it was; else why nobody can know. */
  const indexRead = async (registryId: RegistryId): Promise<{ readAt: string } | { reason: string }> => {
    const { index, pending } = holdings.holdingOf(registryId);
    const { name } = parts.registryOf(registryId);
    if (index === null) return { reason: `${name} has no index, so nobody can know what depends on it.` };
    await pending;
    const ready = await settle(index.ready());
    const whole = ready.ok && ready.value.versions === null ? await settle(index.refresh()) : ready;
    return whole.ok ? { readAt: whole.value.readAt } : { reason: whole.failure.error.message };
  };
  const dependentsOf: Catalog['dependentsOf'] = async (registryId, ref) => {
    const read = await indexRead(registryId);
    if ('reason' in read) return { known: false, reason: read.reason };
    return { known: true, readAt: read.readAt, lines: await parts.tables.dependents({ id: registryId, ref }) };
  };
  return {
    dependentsOf,
    async requirersOf(registryId, refs, most) {
      const read = await indexRead(registryId);
      if ('reason' in read) return { known: false, reason: read.reason };
      const answer = await parts.tables.requirers({ id: registryId, refs, most });
      return { known: true, readAt: read.readAt, ...answer };
    },
    async indexVersions(registryId, ref) {
      const read = await indexRead(registryId);
      if ('reason' in read) return { known: false, reason: read.reason };
      const found = await parts.tables.versions({ id: registryId, ref });
      return { known: true, readAt: read.readAt, package: found?.package ?? null, versions: found?.versions ?? [] };
    },
    async dependents(registryId, ref, offset, limit) {
      const found = await dependentsOf(registryId, ref);
      if (!found.known) return { kind: 'unknown', reason: found.reason };
      const rows = dependentPackages(found.lines);
      return { kind: 'known', readAt: found.readAt, total: rows.length, rows: rows.slice(offset, offset + limit) };
    },
    async problems(registryId, offset, limit) {
      const { id, why } = await holdings.answering(registryId);
      if (why === null) return parts.tables.problems({ id, offset, limit });
      // That the index could not be read at all comes before what else there is to say.
      const first = { file: holdings.holdingOf(registryId).index?.report().where ?? '', text: why.message };
      const rest = await parts.tables.problems({ id, offset: Math.max(0, offset - 1), limit });
      const problems = offset === 0 ? [first, ...rest.problems].slice(0, limit) : rest.problems;
      return { problems, total: rest.total + 1 };
    },
  };
}

/** A package as both sources have it now; while the registry does not answer, with what it said before. */
async function gatherDetails(
  parts: CatalogParts,
  holdings: Holdings,
  registryId: RegistryId,
  ref: PackageRef,
): Promise<{ details: PackageDetails; isAnswer: boolean }> {
  const { remembered, index } = holdings.holdingOf(registryId);
  const readAt = parts.now().toISOString();
  const gathered = await settle(gather(parts, holdings, registryId, ref));
  const kept = remembered?.detailsOf(normaliseName(ref));
  if (!gathered.ok) {
    if (kept === undefined || !SILENT.has(gathered.failure.error.code)) throw gathered.failure;
    return { details: { ...kept, incomplete: gathered.failure.error }, isAnswer: false };
  }
  const indexReadAt = index?.summary()?.readAt ?? null;
  const details: PackageDetails = { registryId, readAt, indexReadAt, ...mergeDetails(gathered.value) };
  const isSilent = details.incomplete !== null && SILENT.has(details.incomplete.code);
  if (isSilent) return { details: fillFrom(kept, details), isAnswer: true };
  if (details.source === 'api' && details.incomplete === null) remembered?.keepDetails(normaliseName(ref), details);
  return { details, isAnswer: true };
}

/** What registries hold, out of their indices and read endpoints, kept on disk with the time it was read. */
export function createCatalog(parts: CatalogParts): Catalog {
  const holdings = createHoldings(parts);
  const { state, holdingOf } = holdings;
  const apiOf = async (registryId: RegistryId) => (await holdings.apiOf(registryId)).api;
  return {
    query: (registryId, wanted) => queryPackages(parts, holdings, registryId, wanted),
    summaries: (registryId, refs) => readSummaries(parts, holdings, registryId, refs),
    details: (registryId, ref, refresh) => {
      const holding = holdingOf(registryId);
      const key = normaliseName(ref);
      const before = refresh ? undefined : holding.details.get(key);
      if (before !== undefined) return before;
      const { details } = holding;
      const reading = gatherDetails(parts, holdings, registryId, ref).then(({ details: found, isAnswer }) => {
        // What stands in for an answer is not taken for one.
        if (!isAnswer) details.delete(key);
        return found;
      });
      details.set(key, reading);
      reading.catch(() => {
        if (details.get(key) === reading) details.delete(key);
      });
      return reading;
    },
    versionDetails: (registryId, ref, versions) => readVersionDetails(parts, holdings, registryId, ref, versions),
    invalidate: (registryId, ref) => {
      if (ref === undefined) holdings.drop(registryId);
      else putRight(parts, holdings, registryId, ref);
      parts.emit({ registryId, ...(ref === undefined ? {} : { package: ref }) });
    },
    publishedSpelling: (registryId, ref) => readSpelling(parts, holdings, registryId, ref),
    lookInIndex: (registryId, ref, version) => readLook(parts, holdings, registryId, ref, version),
    placeOf: (registryId, ref, version) => readPlace(parts, holdings, registryId, ref, version),
    state,
    refresh: (registryId) => {
      const { index, listed } = holdingOf(registryId);
      (index ?? listed)?.refresh().catch(() => undefined);
      return state(registryId);
    },
    refreshNow: async (registryId) => {
      const { index, listed } = holdingOf(registryId);
      await (index ?? listed)?.refresh();
    },
    packagesOf: async (registryId, group) => {
      const { id } = await holdings.answering(registryId);
      const key = normaliseName({ group, name: '' }).slice(0, -1);
      return parts.tables.group({ id, group: key });
    },
    stop: (registryId) => {
      const { index, listed } = holdingOf(registryId);
      index?.stop();
      listed?.stop();
      return state(registryId);
    },
    ...createIndexReads(parts, holdings),
    readme: async (registryId, ref, version) => readReadme(await apiOf(registryId), ref, version),
    downloadGraph: async (registryId, ref) => readDownloadGraph(await apiOf(registryId), ref),
    close: holdings.close,
  };
}
