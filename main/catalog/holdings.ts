import { rmSync } from 'node:fs';
import type { CatalogState, SourceReport } from '../../shared/catalog.ts';
import type { RegistryId } from '../../shared/ids.ts';
import { type Answering, findAnswering } from './answering.ts';
import { addressOf, folderOf, type Holding, indexId, listId, makeHolding, sameAddress } from './holding.ts';
import type { CatalogParts } from './parts.ts';
import { type CatalogRegistry, type FoundApi, findApi } from './sources.ts';

/** Lets go of the tables of a registry, and of what is kept on disk where there is no such registry any more. */
async function forget(parts: CatalogParts, registryId: RegistryId): Promise<void> {
  const ids = [indexId(registryId), listId(registryId)];
  // Both at once: what is opened under these ids from now on is of the registry's next address.
  await Promise.all(ids.map((id) => parts.tables.drop({ id }).catch(() => undefined)));
  const isGone = await Promise.resolve()
    .then(() => parts.registryOf(registryId))
    .then(
      () => false,
      () => true,
    );
  if (isGone) for (const id of ids) rmSync(folderOf(parts.folder, id), { recursive: true, force: true });
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
  const keyOf = (registry: CatalogRegistry): string => `${addressOf(registry)} ${parts.tables.lost?.() ?? 0}`;

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
    // An index that took the thread of all tables with it is not read again by itself.
    if (known !== undefined && sameAddress(known, made)) made.index?.recall(known.index?.failure() ?? null);
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
