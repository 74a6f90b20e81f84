import { useQueryClient } from '@tanstack/react-query';
import { useEffect } from 'react';
import type { PackageDetails } from '../../../shared/catalog.ts';
import type { ErrorCode } from '../../../shared/errors.ts';
import type { PackageRef } from '../../../shared/ids.ts';
import type { Registry } from '../../../shared/registry.ts';
import { useClient } from '../../bridge/BridgeProvider.tsx';
import { keys } from '../../bridge/keys.ts';

const NETWORK: ReadonlySet<ErrorCode> = new Set(['unreachable', 'timed_out', 'connection_lost']);

/** Reads a package again that was read while the registry could not be reached, once it was seen to be there since. */
export function useRereadCutOff(registry: Registry, shown: PackageRef, details: PackageDetails | undefined): void {
  const client = useClient();
  const queries = useQueryClient();
  const { id, status } = registry;
  const wasCutOff = details?.incomplete != null && NETWORK.has(details.incomplete.code);
  const isBack = wasCutOff && status.kind === 'reachable' && status.checkedAt > details.readAt;
  const { group, name } = shown;
  useEffect(() => {
    if (!isBack) return;
    const ref = { group, name };
    client.invoke('packages.details', { registryId: id, package: ref, refresh: true }).then(
      (read) => queries.setQueryData(keys.details(id, ref), read),
      () => undefined,
    );
  }, [client, queries, id, group, name, isBack]);
}
