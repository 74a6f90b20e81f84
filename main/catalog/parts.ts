import type { CatalogState } from '../../shared/catalog.ts';
import type { PackageRef, RegistryId } from '../../shared/ids.ts';
import type { ReadApi } from './readApi.ts';
import type { CatalogRegistry } from './sources.ts';

/** What the catalog is given to work with. */
export interface CatalogParts {
  /** Throws `not_found`. */
  registryOf(registryId: RegistryId): CatalogRegistry;
  apiFor(registryId: RegistryId): ReadApi;
  emit(change: { registryId: RegistryId; package?: PackageRef }): void;
  /** Told whenever a source is read, was read, or could not be. */
  stateChanged(state: CatalogState): void;
  /** Normalised names of the packages that were published there from here. */
  publishedFromHere(registryId: RegistryId): ReadonlySet<string>;
  /** The name of the account that the token of a registry belongs to; null where nobody can tell. */
  accountOf(registryId: RegistryId): string | null;
  now(): Date;
  /** Aborted when the program ends. */
  readonly signal: AbortSignal;
}
