import { useCallback, useEffect, useRef, useState } from 'react';
import type { ProjectId, RegistryId } from '../../../shared/ids.ts';
import type { Registry } from '../../../shared/registry.ts';
import { useClient } from '../../bridge/BridgeProvider.tsx';
import { useChosenRegistries } from '../../bridge/queries.ts';
import { useLocalRegistry, useRegistries } from '../../bridge/useAppState.ts';
import type { DraftHandle } from './draft.ts';
import type { TargetReports } from './targetReports.ts';
import { obstacleOf } from './targetState.tsx';

export interface TargetChoice {
  /** False until it is known what is preselected: a choice that changed under the person's hand would be none. */
  readonly isKnown: boolean;
  /** The chosen registries that can be chosen, in the list's order. */
  readonly targets: readonly Registry[];
  readonly chosen: ReadonlySet<RegistryId>;
  choose(registryId: RegistryId, isChosen: boolean): void;
}

/** Looks whether registries that were not reachable, or never looked at, are there now. */
export function useLookAtOffline(): () => void {
  const client = useClient();
  const registries = useRegistries();
  return useCallback(() => {
    for (const registry of registries) {
      const { kind } = registry.status;
      // A failed look shows in the registry's own state.
      if ((kind === 'offline' || kind === 'unchecked') && registry.url !== '')
        client.invoke('registries.check', { registryId: registry.id }).catch(() => undefined);
    }
  }, [client, registries]);
}

/** Looks so once. */
function useFreshStatus(): void {
  const look = useLookAtOffline();
  const asked = useRef(false);
  useEffect(() => {
    if (asked.current) return;
    asked.current = true;
    look();
  }, [look]);
}

/** What was chosen last for a project, as it was when its review was opened; null until that is read. */
function usePreselected(projectId: ProjectId): ReadonlySet<RegistryId> | null {
  const { data, isFetching } = useChosenRegistries(projectId);
  const [preselected, setPreselected] = useState<ReadonlySet<RegistryId> | null>(null);
  useEffect(() => {
    if (preselected === null && !isFetching) setPreselected(new Set(data ?? []));
  }, [preselected, isFetching, data]);
  return preselected;
}

/**
 * Which registries are chosen: at first those that were last chosen for the project, never a production one, then as the person says.
 * What cannot be chosen is not a target, whatever was chosen before.
 */
export function useTargets(projectId: ProjectId, { draft, change }: DraftHandle, reports: TargetReports): TargetChoice {
  const registries = useRegistries();
  const local = useLocalRegistry();
  const preselected = usePreselected(projectId);
  const { targets: changes } = draft;
  useFreshStatus();
  const isChosen = (registry: Registry): boolean =>
    obstacleOf(registry, local, reports.get(registry.id)?.state) === null &&
    (changes[registry.id] ?? (preselected?.has(registry.id) === true && !registry.production));
  const targets = registries.filter(isChosen);
  return {
    isKnown: preselected !== null,
    targets,
    chosen: new Set(targets.map((registry) => registry.id)),
    choose: useCallback(
      (registryId, value) => change({ targets: { ...changes, [registryId]: value } }),
      [change, changes],
    ),
  };
}
