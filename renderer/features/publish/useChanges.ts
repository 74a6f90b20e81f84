import { type UseQueryResult, useQuery } from '@tanstack/react-query';
import { useState } from 'react';
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

/** The registries to choose from: the chosen ones that have the package, else all that are known to have it. */
export function basesOf(
  registries: readonly Registry[],
  chosen: ReadonlySet<RegistryId>,
  reports: TargetReports,
): readonly ChangesBase[] {
  const bases = registries.flatMap((registry) => {
    const latest = reports.get(registry.id)?.latest ?? null;
    return latest === null ? [] : [{ registry, version: latest.version }];
  });
  const ofChosen = bases.filter(({ registry }) => chosen.has(registry.id));
  return ofChosen.length > 0 ? ofChosen : bases;
}

/** What is compared with: the one that the person picked as long as it is there to choose, else the first. */
export function useBase(bases: readonly ChangesBase[]): [ChangesBase | null, (registryId: RegistryId) => void] {
  const [picked, pick] = useState<RegistryId | null>(null);
  return [bases.find(({ registry }) => registry.id === picked) ?? bases[0] ?? null, pick];
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
