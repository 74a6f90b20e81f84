import type { CatalogSource } from '../../shared/catalog.ts';
import type { AppError } from '../../shared/errors.ts';
import type { RegistryId } from '../../shared/ids.ts';
import type { Failure } from '../failure.ts';
import { type Holding, indexId, listId } from './holding.ts';
import type { CatalogParts } from './parts.ts';
import { settle } from './settle.ts';
import type { Source } from './source.ts';
import { findApi, indexRoot } from './sources.ts';

/** The table that answers for a registry; `why` is what keeps its index from doing so. */
export interface Answering {
  readonly id: string;
  readonly by: CatalogSource;
  readonly source: Source;
  readonly why: AppError | null;
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

/** The table that answers for a registry, once it can: its index's, else the list of its read endpoints. Throws why there is none. */
export async function findAnswering(parts: CatalogParts, registryId: RegistryId, holding: Holding): Promise<Answering> {
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
