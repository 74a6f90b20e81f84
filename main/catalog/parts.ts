import type { PackageRef, RegistryId } from '../../shared/ids.ts';
import type { ReadApi } from './readApi.ts';
import type { CatalogRegistry } from './sources.ts';

/** What the catalog is given to work with. */
export interface CatalogParts {
  /** Throws `not_found`. */
  registryOf(registryId: RegistryId): CatalogRegistry;
  apiFor(registryId: RegistryId): ReadApi;
  emit(change: { registryId: RegistryId; package?: PackageRef }): void;
  now(): Date;
  /** Aborted when the program ends. */
  readonly signal: AbortSignal;
}
