import { type UseQueryResult, useQuery } from '@tanstack/react-query';
import type { PublishChanges } from '../../../shared/changes.ts';
import type { RegistryId } from '../../../shared/ids.ts';
import type { ProjectReport } from '../../../shared/project.ts';
import type { Registry } from '../../../shared/registry.ts';
import { useClient } from '../../bridge/BridgeProvider.tsx';
import { keys } from '../../bridge/keys.ts';
import type { TargetReports } from './targetReports.ts';

/** The registry to compare with, and its version of the package. */
export interface ChangesBase {
  readonly registry: Registry;
  readonly version: string;
}

/** The first chosen registry that has the package, else the first that has it at all; null where none is known to have it. */
export function baseOf(
  registries: readonly Registry[],
  chosen: ReadonlySet<RegistryId>,
  reports: TargetReports,
): ChangesBase | null {
  const bases = registries.flatMap((registry) => {
    const latest = reports.get(registry.id)?.latest ?? null;
    return latest === null ? [] : [{ registry, version: latest.version }];
  });
  return bases.find(({ registry }) => chosen.has(registry.id)) ?? bases[0] ?? null;
}

/** What differs from the published version. It is downloaded for this, so only once `isOpen`. */
export function useChanges(
  { projectId, revision }: ProjectReport,
  base: ChangesBase | null,
  isOpen: boolean,
): UseQueryResult<PublishChanges> {
  const client = useClient();
  const registryId = base?.registry.id;
  return useQuery({
    queryKey: [...keys.project(projectId), 'changes', registryId, base?.version, revision],
    queryFn: async () => {
      if (registryId === undefined) throw new Error('There is no registry to compare with.');
      return client.invoke('publish.changes', { projectId, registryId });
    },
    enabled: isOpen && registryId !== undefined,
  });
}
