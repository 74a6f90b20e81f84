import { useQuery } from '@tanstack/react-query';
import { useMemo } from 'react';
import type { PackageRef, RegistryId } from '../../../shared/ids.ts';
import { useClient } from '../../bridge/BridgeProvider.tsx';
import { keys } from '../../bridge/keys.ts';

/** The note that was written with the last yank of each version on this computer; empty until they were read. */
export function useYankNotes(registryId: RegistryId, ref: PackageRef): ReadonlyMap<string, string> {
  const client = useClient();
  const { data } = useQuery({
    queryKey: keys.yankNotes(registryId, ref),
    queryFn: () => client.invoke('yank.notes', { registryId, package: ref }),
  });
  return useMemo(() => new Map(data?.map(({ version, note }) => [version, note])), [data]);
}
