import { createHash } from 'node:crypto';
import { rmSync } from 'node:fs';
import { join } from 'node:path';
import type { CatalogSource, CatalogState, PackageDetails, SourceReport } from '../../shared/catalog.ts';
import type { AppError } from '../../shared/errors.ts';
import type { RegistryId } from '../../shared/ids.ts';
import { openDocument } from '../document.ts';
import type { Failure } from '../failure.ts';
import type { SummaryByApi } from './apiSource.ts';
import type { CatalogParts } from './parts.ts';
import { apiPlace, indexPlace, type KeptAs } from './places.ts';
import { openRemembered, type Remembered } from './remembered.ts';
import { settle } from './settle.ts';
import { createSource, type Source } from './source.ts';
import { type FoundApi, findApi, indexRoot } from './sources.ts';

/** What is known of one registry. */
export interface Holding {
  /** What it was made from; it is made anew when any of it changes. */
  readonly key: string;
  readonly index: Source | null;
  /** The list that the read endpoints give, for a registry without an index or with one that can't be read. */
  readonly listed: Source | null;
  /** How the last questions to the read endpoints ended. */
  asked: Pick<SourceReport, 'state' | 'readAt'>;
  generation: number;
  /** Somebody was told that there is nothing to show, and has to hear when there is. */
  hasFailed: boolean;
  /** Fresh maps take their place when something changes, so that what is being read right now ends in the old ones. */
  said: Map<string, SummaryByApi>;
  /** The keys that were asked for in this run; what is said of others is from an earlier one. */
  asking: Set<string>;
  /** The tables that know what was said. */
  readonly told: Set<string>;
  /** What the registry said in earlier runs; null where it has no address to ask. */
  readonly remembered: Remembered | null;
  details: Map<string, Promise<PackageDetails>>;
  /** The look for read endpoints that is under way: while a registry does not answer, many would wait for the same. */
  finding: Promise<FoundApi> | null;
  /** Corrections that questions wait for. */
  pending: Promise<unknown>;
  watch: { close(): void } | null;
}

/** The table that answers for a registry; `why` is what keeps its index from doing so. */
export interface Answering {
  readonly id: string;
  readonly by: CatalogSource;
  readonly source: Source;
  readonly why: AppError | null;
}

const indexId = (registryId: RegistryId): string => registryId;
const listId = (registryId: RegistryId): string => `${registryId} list`;

const folderOf = (root: string, id: string): string =>
  join(root, createHash('sha256').update(id).digest('hex').slice(0, 24));

type Changed = (registryId: RegistryId, key: string, isNew: boolean, isFirst: boolean) => void;

/** A holding in which nothing is known yet. */
function makeHolding(parts: CatalogParts, registryId: RegistryId, key: string, changed: Changed): Holding {
  const registry = parts.registryOf(registryId);
  const placeParts = {
    ...parts,
    download: parts.downloadFor(registryId),
    gitFor: (url: string) => parts.gitFor(registryId, url),
  };
  const kept = (id: string): KeptAs => ({ id, folder: folderOf(parts.folder, id) });
  const remembered =
    registry.url === ''
      ? null
      : openRemembered(openDocument(join(kept(listId(registryId)).folder, 'remembered.json')), parts.report);
  const common = { now: parts.now, report: parts.report };
  const sourceOf = (place: ReturnType<typeof indexPlace>): Source | null => {
    let isFirst = true;
    return (
      place &&
      createSource({
        ...place,
        ...common,
        changed: (isNew) => {
          changed(registryId, key, isNew, isFirst);
          if (isNew) isFirst = false;
        },
      })
    );
  };
  const listing = apiPlace(placeParts, kept(listId(registryId)), registry.url, async () => {
    const found = await findApi(registry, () => parts.apiFor(registryId));
    if (found.api === null) throw found.why;
    return found.api;
  });
  return {
    key,
    index: sourceOf(indexPlace(placeParts, kept(indexId(registryId)), registry.index)),
    listed: registry.url === '' ? null : sourceOf(listing),
    asked: { state: { kind: 'never' }, readAt: null },
    generation: 1,
    hasFailed: false,
    said: new Map(remembered?.said),
    asking: new Set(),
    told: new Set(),
    remembered,
    details: new Map(),
    finding: null,
    pending: Promise.resolve(),
    watch: null,
  };
}

/** Begins to hear of changes in an index folder. */
function watchOver(parts: CatalogParts, registryId: RegistryId, holding: Holding): void {
  const root = indexRoot(parts.registryOf(registryId).index);
  if (root === null || holding.watch !== null || parts.signal.aborted) return;
  holding.watch = parts.watch(root, () => void holding.index?.refreshAfter().catch(() => undefined));
}

/** Lets the search know what the registry said in an earlier run, once for each table. */
async function tellSaid(parts: CatalogParts, holding: Holding, answering: Answering): Promise<Answering> {
  const { id } = answering;
  if (holding.told.has(id)) return answering;
  holding.told.add(id);
  const entries = [...holding.said].map(
    ([key, { description, keywords }]) => [key, { description, keywords }] as const,
  );
  if (entries.length > 0) await parts.tables.said({ id, entries });
  return answering;
}

async function findAnswering(parts: CatalogParts, registryId: RegistryId, holding: Holding): Promise<Answering> {
  await holding.pending;
  if (holding.index === null && holding.listed === null) {
    const { why } = await findApi(parts.registryOf(registryId), () => parts.apiFor(registryId));
    if (why !== null) throw why;
  }
  let why: Failure | null = null;
  if (holding.index !== null) {
    const ready = await settle(holding.index.ready());
    watchOver(parts, registryId, holding);
    if (ready.ok)
      return tellSaid(parts, holding, { id: indexId(registryId), by: 'index', source: holding.index, why: null });
    why = ready.failure;
  }
  if (holding.listed === null) throw why ?? new Error('A registry has neither an index nor an address.');
  const listed = await settle(holding.listed.ready());
  if (!listed.ok) throw why === null || listed.failure.error.code !== 'not_supported_here' ? listed.failure : why;
  return tellSaid(parts, holding, {
    id: listId(registryId),
    by: 'api',
    source: holding.listed,
    why: why?.error ?? null,
  });
}

/** Lets go of the tables of a registry, and of what is kept on disk where there is no such registry any more. */
async function forget(parts: CatalogParts, registryId: RegistryId): Promise<void> {
  const isGone = await Promise.resolve()
    .then(() => parts.registryOf(registryId))
    .then(
      () => false,
      () => true,
    );
  for (const id of [indexId(registryId), listId(registryId)]) {
    await parts.tables.drop({ id }).catch(() => undefined);
    if (isGone) rmSync(folderOf(parts.folder, id), { recursive: true, force: true });
  }
}

function findOnce(parts: CatalogParts, registryId: RegistryId, holding: Holding): Promise<FoundApi> {
  holding.finding ??= findApi(parts.registryOf(registryId), () => parts.apiFor(registryId)).finally(() => {
    holding.finding = null;
  });
  return holding.finding;
}

/** The registries' holdings: made when they are first asked for, and anew when a registry's addresses change. */
export function createHoldings(parts: CatalogParts) {
  const holdings = new Map<RegistryId, Holding>();
  const keyOf = ({ url, index }: { url: string; index: string }): string =>
    JSON.stringify([url, index, parts.tables.lost?.() ?? 0]);

  const state = (registryId: RegistryId): CatalogState => {
    const holding = holdingOf(registryId);
    const { url } = parts.registryOf(registryId);
    const summary = holding.index?.summary() ?? holding.listed?.summary() ?? null;
    const beside: SourceReport = { kind: 'api', where: url, ...holding.asked };
    const isListing = holding.index === null || holding.listed?.report().state.kind !== 'never';
    const api = holding.listed === null ? [] : [isListing ? holding.listed.report() : beside];
    return {
      registryId,
      generation: holding.generation,
      sources: [...(holding.index === null ? [] : [holding.index.report()]), ...api],
      packages: summary?.packages ?? 0,
      versions: summary?.versions ?? null,
      problems: summary?.problems ?? 0,
    };
  };
  const changed = (registryId: RegistryId, key: string, isNew: boolean, isFirst: boolean): void => {
    const holding = holdings.get(registryId);
    if (holding?.key !== key) return;
    if (isNew) {
      holding.generation += 1;
      holding.details = new Map();
      if (!isFirst || holding.hasFailed) parts.emit({ registryId });
    }
    const now = state(registryId);
    holding.hasFailed ||= now.sources.some((source) => source.state.kind === 'failed');
    parts.stateChanged(now);
  };
  const make = (registryId: RegistryId): Holding =>
    makeHolding(parts, registryId, keyOf(parts.registryOf(registryId)), changed);
  const drop = (registryId: RegistryId): void => {
    const holding = holdings.get(registryId);
    holdings.delete(registryId);
    holding?.watch?.close();
    holding?.remembered?.flush();
    const ended = Promise.all([holding?.index?.close(), holding?.listed?.close()]);
    void ended.then(() => (holdings.has(registryId) ? undefined : forget(parts, registryId)));
  };
  const holdingOf = (registryId: RegistryId): Holding => {
    const known = holdings.get(registryId);
    if (known !== undefined && known.key === keyOf(parts.registryOf(registryId))) return known;
    if (known !== undefined) drop(registryId);
    const made = make(registryId);
    holdings.set(registryId, made);
    return made;
  };
  return {
    state,
    holdingOf,
    drop,
    /** The read endpoints of a registry, or why there are none. */
    apiOf: (registryId: RegistryId): Promise<FoundApi> => findOnce(parts, registryId, holdingOf(registryId)),
    /** The table that answers for a registry, once it can. Throws why there is none. */
    answering: (registryId: RegistryId): Promise<Answering> => findAnswering(parts, registryId, holdingOf(registryId)),
    /** Ends all that is under way. */
    async close(): Promise<void> {
      const all = [...holdings.values()];
      for (const { watch, remembered } of all) {
        watch?.close();
        remembered?.flush();
      }
      await Promise.all(all.flatMap(({ index, listed }) => [index?.close(), listed?.close()]));
    },
  };
}
export type Holdings = ReturnType<typeof createHoldings>;
