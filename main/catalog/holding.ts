import { createHash } from 'node:crypto';
import { join } from 'node:path';
import type { PackageDetails, SourceReport } from '../../shared/catalog.ts';
import type { RegistryId } from '../../shared/ids.ts';
import { openDocument } from '../document.ts';
import type { SummaryByApi } from './apiSource.ts';
import type { CatalogParts } from './parts.ts';
import { apiPlace, indexPlace, type KeptAs } from './places.ts';
import { openRemembered, type Remembered } from './remembered.ts';
import { createSource, type Source } from './source.ts';
import { type CatalogRegistry, type FoundApi, findApi } from './sources.ts';

/** What is known of one registry. */
export interface Holding {
  /** What it was made from; it is made anew when any of it changes. */
  readonly key: string;
  readonly address: string;
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
  /** A reading of an index elsewhere after a write from here: who asks for versions waits for it, who looks at the list does not. */
  catchingUp: Promise<unknown>;
  watch: { close(): void } | null;
}

/** What a registry's holding is made from. */
export const addressOf = ({ url, index }: CatalogRegistry): string => JSON.stringify([url, index]);

/** Under which id the table of an index is kept. */
export const indexId = (registryId: RegistryId): string => registryId;
/** Under which id the list of the read endpoints is kept. */
export const listId = (registryId: RegistryId): string => `${registryId} list`;

/** Where a table and what it was made from are kept on disk. */
export const folderOf = (root: string, id: string): string =>
  join(root, createHash('sha256').update(id).digest('hex').slice(0, 24));

/** Whether two holdings are of the same addresses, so that only the tables were lost in between. */
export const sameAddress = (a: Holding, b: Holding): boolean => a.address === b.address;

/** Told when a source of a holding changed: `isNew` where its packages may be others, `isFirst` where there were none before. */
export type Changed = (registryId: RegistryId, key: string, isNew: boolean, isFirst: boolean) => void;

/** A holding in which nothing is known yet. */
export function makeHolding(parts: CatalogParts, registryId: RegistryId, key: string, changed: Changed): Holding {
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
      : openRemembered(
          openDocument(join(kept(listId(registryId)).folder, 'remembered.json')),
          registry.url,
          parts.report,
        );
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
    address: addressOf(registry),
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
    catchingUp: Promise.resolve(),
    watch: null,
  };
}
