import type { RegistryId } from '../../shared/ids.ts';
import { parseIndexResolution } from '../elba/resolution.ts';
import { type Failure, failure } from '../failure.ts';
import type { ReadApi } from './readApi.ts';
import { type Settled, settle } from './settle.ts';

/** What the catalog needs to know of a registry. `url` and `index` can be empty. */
export interface CatalogRegistry {
  readonly id: RegistryId;
  readonly name: string;
  readonly url: string;
  readonly index: string;
}

/** Where a registry can be read from: its index folder, its read endpoints, or both. `why` says what is missing. */
export interface Sources {
  readonly root: string | null;
  readonly api: ReadApi | null;
  readonly why: Failure | null;
}

const NOT_YET = 'Git and tar indices are not read yet; add a copy of the index as a folder to see its packages here.';

function whyNoIndex({ name, index }: CatalogRegistry): string {
  if (index === '') return `${name} has no index. Add its index folder on the registry's page.`;
  return NOT_YET;
}

/** The folder of an `index+dir+…`; null for none and for kinds that are not read. */
export function indexRoot(index: string): string | null {
  const parsed = parseIndexResolution(index);
  return parsed.ok && parsed.resolution.kind === 'dir' ? parsed.resolution.path : null;
}

async function findApi(registry: CatalogRegistry, api: ReadApi): Promise<Settled<ReadApi | null>> {
  if (registry.url === '') return { ok: true, value: null };
  const family = await settle(api.family());
  if (!family.ok) return family;
  return { ok: true, value: family.value === 'packages' ? api : null };
}

/** Finds out where a registry can be read. Throws where it is nowhere: the reason is the registry's own or the kind of index. */
export async function findSources(registry: CatalogRegistry, api: () => ReadApi): Promise<Sources> {
  const root = indexRoot(registry.index);
  const found = registry.url === '' ? { ok: true as const, value: null } : await findApi(registry, api());
  if (root !== null) return { root, api: found.ok ? found.value : null, why: found.ok ? null : found.failure };
  if (!found.ok) throw found.failure;
  if (found.value !== null) return { root: null, api: found.value, why: null };
  const noLists = registry.url === '' ? '' : `${registry.name} speaks the documented routes, which list no packages. `;
  throw failure('not_supported_here', `${noLists}${whyNoIndex(registry)}`);
}
