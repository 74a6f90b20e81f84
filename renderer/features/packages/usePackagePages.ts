import { useCallback, useEffect, useMemo, useSyncExternalStore } from 'react';
import type { EventPayload } from '../../../shared/contract.ts';
import type { RegistryId } from '../../../shared/ids.ts';
import { useClient } from '../../bridge/BridgeProvider.tsx';
import { useEvent } from '../../bridge/queries.ts';
import { createPackagePages, type PackagePages, type PackagePagesStore, type PackageSearch } from './packagePages.ts';

/** The contract's limit; no package has so long a name. */
const LONGEST_TEXT = 200;

/** The packages of a registry that fit a search, read while they are looked at, and read again when main tells of a change. */
export function usePackagePages(
  registryId: RegistryId,
  search: PackageSearch,
): { readonly pages: PackagePages; readonly store: PackagePagesStore } {
  const client = useClient();
  const store = useMemo(
    () =>
      createPackagePages(({ text, filter }, offset, limit) =>
        client.invoke('packages.query', { registryId, text: text.slice(0, LONGEST_TEXT), filter, offset, limit }),
      ),
    [client, registryId],
  );
  const pages = useSyncExternalStore(store.subscribe, store.get);
  useEffect(() => store.search(search), [store, search]);
  useEvent(
    'catalog.stateChanged',
    useCallback(
      (state: EventPayload<'catalog.stateChanged'>) => {
        const { generation, thrown } = store.get();
        if (state.registryId !== registryId || state.generation === generation) return;
        // What could not be read is asked for again only once something was: asking may itself begin a reading that fails.
        const isReadable = state.sources.some(({ state: { kind } }) => kind === 'fresh' || kind === 'stale');
        if (thrown === null || isReadable) store.renew();
      },
      [store, registryId],
    ),
  );
  useEvent(
    'catalog.changed',
    useCallback(
      (change: EventPayload<'catalog.changed'>) => {
        if (change.registryId === registryId) store.renew();
      },
      [store, registryId],
    ),
  );
  return { pages, store };
}
