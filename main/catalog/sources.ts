import type { RegistryId } from '../../shared/ids.ts';
import { parseIndexResolution } from '../elba/resolution.ts';
import { type Failure, failure } from '../failure.ts';
import type { ReadApi } from './readApi.ts';
import { settle } from './settle.ts';

/** What the catalog needs to know of a registry. `url` and `index` can be empty. */
export interface CatalogRegistry {
  readonly id: RegistryId;
  readonly name: string;
  readonly url: string;
  readonly index: string;
}

/** The read endpoints of a registry, or null and why there are none. */
export type FoundApi = { readonly api: ReadApi; readonly why: null } | { readonly api: null; readonly why: Failure };

/** The folder of an `index+dir+…`; null for none and for the other kinds. */
export function indexRoot(index: string): string | null {
  const parsed = parseIndexResolution(index);
  return parsed.ok && parsed.resolution.kind === 'dir' ? parsed.resolution.path : null;
}

function noLists({ name, url }: CatalogRegistry): Failure {
  const routes = url === '' ? '' : `${name} speaks the documented routes, which list no packages. `;
  return failure('not_supported_here', `${routes}${name} has no index. Add its index on the registry's page.`);
}

/** Finds out whether a registry has read endpoints: a failure of its own where it does not answer. */
export async function findApi(registry: CatalogRegistry, apiFor: () => ReadApi): Promise<FoundApi> {
  if (registry.url === '') return { api: null, why: noLists(registry) };
  const api = apiFor();
  const family = await settle(api.family());
  if (!family.ok) return { api: null, why: family.failure };
  return family.value === 'packages' ? { api, why: null } : { api: null, why: noLists(registry) };
}

/** Whether the read endpoints are missing because the registry has none, and not because it did not answer. */
export const hasNoApi = (found: FoundApi): boolean => found.why?.error.code === 'not_supported_here';
