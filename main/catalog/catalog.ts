import type { PackageDetails, PackageList, PackageRow, VersionRow } from '../../shared/catalog.ts';
import type { PackageRef, RegistryId } from '../../shared/ids.ts';
import { normaliseName } from '../elba/packageName.ts';
import { mergeDetails } from './merge.ts';
import type { CatalogParts } from './parts.ts';
import { gather, type IndexLook, readLook, readSpelling, readVersionDetails } from './readPackage.ts';
import { emptyShelf, readList, readSummaries, type Shelf } from './shelf.ts';

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
}

/** What registries hold, out of their index folders and read endpoints, kept in memory with the time it was read. */
export function createCatalog(parts: CatalogParts): Catalog {
  const shelves = new Map<RegistryId, Shelf>();
  const shelfOf = (registryId: RegistryId): Shelf => {
    const shelf = shelves.get(registryId) ?? emptyShelf();
    shelves.set(registryId, shelf);
    return shelf;
  };
  return {
    list: (registryId, refresh) => {
      const shelf = shelfOf(registryId);
      const before = shelf.list;
      if (before !== null && !refresh) return before;
      const reading = readList(parts, registryId, shelf);
      shelf.list = reading;
      shelf.rows.clear();
      // A failed read leaves the last good list for those who ask without `refresh`.
      reading.catch(() => {
        if (shelf.list === reading) shelf.list = before;
      });
      return reading;
    },
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
