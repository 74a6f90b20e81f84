import { useQueryClient } from '@tanstack/react-query';
import { useCallback, useEffect } from 'react';
import type { PackageList } from '../../../shared/catalog.ts';
import type { AppError } from '../../../shared/errors.ts';
import type { PackageRef } from '../../../shared/ids.ts';
import type { Registry } from '../../../shared/registry.ts';
import { useClient } from '../../bridge/BridgeProvider.tsx';
import { keys } from '../../bridge/keys.ts';
import { errorOf, usePackages, useRereadPackages } from '../../bridge/queries.ts';
import { useRoute } from '../shell/router.ts';

/** The list of a registry as far as it was read, and how the last reading went. */
export interface PackagesRead {
  readonly list: PackageList | undefined;
  /** Why the last reading failed; `list` is then what was read before, if anything was. */
  readonly error: AppError | null;
  readonly isReading: boolean;
  /** Reads the list anew, past what main keeps, and the package that is shown with it. */
  readonly readAgain: () => void;
}

/** The package that the address names, or undefined. */
export function useShownPackage(): PackageRef | undefined {
  const route = useRoute();
  if (route.page !== 'packages' || route.group === undefined || route.name === undefined) return undefined;
  return { group: route.group, name: route.name };
}

/**
 * Reads again once a registry that was offline, or could not be read, is there: what was read meanwhile came from its index
 * alone. That it was offline is kept with the answers, because the page may be left and come back to in between.
 */
function useReadWhenBack(registry: Registry, hasFailed: boolean, readAgain: () => void): void {
  const queries = useQueryClient();
  const { id, status } = registry;
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

/** Reads what a registry holds. A registry that came back after a failure is read again by itself. */
export function usePackagesRead(registry: Registry): PackagesRead {
  const client = useClient();
  const queries = useQueryClient();
  const query = usePackages(registry.id);
  const reread = useRereadPackages(registry.id);
  const shown = useShownPackage();

  const { mutate } = reread;
  const group = shown?.group;
  const name = shown?.name;
  const readAgain = useCallback((): void => {
    mutate();
    if (group === undefined || name === undefined) return;
    const ref = { group, name };
    void queries
      .fetchQuery({
        queryKey: keys.details(registry.id, ref),
        queryFn: () => client.invoke('packages.details', { registryId: registry.id, package: ref, refresh: true }),
        staleTime: 0,
      })
      .catch(() => {
        // The pane of the package shows the failure itself.
      });
  }, [mutate, client, queries, registry.id, group, name]);

  useReadWhenBack(registry, query.error !== null, readAgain);

  const thrown = reread.error ?? query.error;
  return {
    list: query.data,
    error: thrown === null ? null : errorOf(thrown),
    isReading: query.isFetching || reread.isPending,
    readAgain,
  };
}
