import type { CatalogState } from '../../shared/catalog.ts';
import type { PackageRef, RegistryId } from '../../shared/ids.ts';
import type { GitProgram } from './gitRun.ts';
import type { ReadApi } from './readApi.ts';
import type { CatalogRegistry } from './sources.ts';
import type { Tables } from './tables.ts';
import type { Download } from './tarFetch.ts';
import type { WatchIndex } from './watchIndex.ts';

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
  /** Where indices are parsed, kept and searched; `lost` counts how often all of them were lost. */
  readonly tables: Tables & { lost?(): number };
  /** Absolute: where what was read is kept for the next run. Nothing in it is missed when it is deleted. */
  readonly folder: string;
  /** The git that fetches from an address of a registry, led through the network as the registry says. */
  gitFor(registryId: RegistryId, url: string): Promise<GitProgram>;
  downloadFor(registryId: RegistryId): Download;
  readonly watch: WatchIndex;
  now(): Date;
  /** What was thrown and is no `Failure`, for the log. */
  report(thrown: unknown): void;
  /** Aborted when the program ends. */
  readonly signal: AbortSignal;
}
