import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useCallback, useEffect } from 'react';
import type { CatalogState, SourceReport } from '../../../shared/catalog.ts';
import type { AppError } from '../../../shared/errors.ts';
import type { PackageRef } from '../../../shared/ids.ts';
import type { Registry } from '../../../shared/registry.ts';
import { useClient } from '../../bridge/BridgeProvider.tsx';
import { keys } from '../../bridge/keys.ts';
import { useCall } from '../../bridge/queries.ts';
import { useRoute } from '../shell/router.ts';

/** What is known of a registry's packages, and how the reading of them goes. */
export interface Catalog {
  /** Undefined until main was asked the first time. */
  readonly state: CatalogState | undefined;
  /** The source that is being read, with how far it is. */
  readonly reading: Extract<SourceReport['state'], { kind: 'reading' }> | null;
  /** Why the last reading of a source failed. */
  readonly error: AppError | null;
  /** When what is shown was read: of the index where there is one, because the list comes from it. */
  readonly readAt: string | null;
  readonly from: 'the index' | 'the registry';
  /** Read in an earlier run, or overtaken since. */
  readonly isStale: boolean;
  /** Reads all sources anew, and the package that is shown with them. */
  readonly readAgain: () => void;
  readonly stop: () => void;
}

/** The package that the address names, or undefined. */
export function useShownPackage(): PackageRef | undefined {
  const route = useRoute();
  if (route.page !== 'packages' || route.group === undefined || route.name === undefined) return undefined;
  return { group: route.group, name: route.name };
}

/**
 * Reads again once a registry that was offline is there: what was read meanwhile came from its index alone. That it was offline is
 * kept with the answers, because the page may be left and come back to in between.
 */
function useReadWhenBack({ id, status }: Registry, hasFailed: boolean, readAgain: () => void): void {
  const queries = useQueryClient();
  // biome-ignore lint/correctness/useExhaustiveDependencies: only a change of the registry's state is a reason to read.
  useEffect(() => {
    const mark = ['window', 'wasOffline', id];
    if (status.kind === 'offline') queries.setQueryData(mark, true);
    if (status.kind !== 'reachable') return;
    const wasOffline = queries.getQueryData(mark) === true;
    queries.setQueryData(mark, false);
    if (wasOffline || hasFailed) readAgain();
  }, [queries, id, status.kind]);
}

function useReadDetails({ id }: Registry, shown: PackageRef | undefined): () => void {
  const client = useClient();
  const queries = useQueryClient();
  const group = shown?.group;
  const name = shown?.name;
  return useCallback(() => {
    if (group === undefined || name === undefined) return;
    const ref = { group, name };
    void queries
      .fetchQuery({
        queryKey: keys.details(id, ref),
        queryFn: () => client.invoke('packages.details', { registryId: id, package: ref, refresh: true }),
        staleTime: 0,
      })
      .catch(() => {
        // The pane of the package shows the failure itself.
      });
  }, [client, queries, id, group, name]);
}

const readingOf = (sources: readonly SourceReport[]): Catalog['reading'] => {
  for (const { state } of sources) if (state.kind === 'reading') return state;
  return null;
};

const errorIn = (sources: readonly SourceReport[]): AppError | null => {
  for (const { state } of sources) if (state.kind === 'failed') return state.error;
  return null;
};

/** How it stands with what a registry holds. `hasFailed`: its packages could not be read at all. */
export function useCatalog(registry: Registry, hasFailed: boolean): Catalog {
  const { id } = registry;
  const client = useClient();
  const queries = useQueryClient();
  const { data: state } = useQuery({
    queryKey: keys.catalogState(id),
    queryFn: async () => {
      const read = await client.invoke('catalog.state', { registryId: id });
      // What main told meanwhile is newer than this answer, which may come after it.
      const told = queries.getQueryData<CatalogState>(keys.catalogState(id));
      return told !== undefined && told.generation > read.generation ? told : read;
    },
  });
  const readDetails = useReadDetails(registry, useShownPackage());
  const { mutate: refresh } = useCall('catalog.refresh');
  const { mutate: stop } = useCall('catalog.stop');
  const readAgain = useCallback((): void => {
    refresh({ registryId: id }, { onSuccess: (now) => queries.setQueryData(keys.catalogState(id), now) });
    readDetails();
  }, [refresh, queries, id, readDetails]);
  useReadWhenBack(registry, hasFailed, readAgain);

  const sources = state?.sources ?? [];
  const index = sources.find(({ kind }) => kind !== 'api');
  const main = index ?? sources[0];
  const reading = readingOf(sources);
  return {
    state,
    reading,
    error: errorIn(sources),
    readAt: main?.readAt ?? null,
    from: index === undefined ? 'the registry' : 'the index',
    isStale: reading === null && sources.some((source) => source.state.kind === 'stale'),
    readAgain,
    stop: useCallback(() => stop({ registryId: id }), [stop, id]),
  };
}
