import type { RegistryId } from '../../shared/ids.ts';
import type { Ground } from '../ground.ts';
import { followTargets } from '../publish/followTargets.ts';
import { createTargetSources } from '../publish/targetSources.ts';
import { createTargets } from '../publish/targets.ts';
import type { ProjectParts } from './projectParts.ts';
import type { RegistryParts } from './registryParts.ts';

/** What the registries would make of the open projects. */
export function buildTargets(
  { journal, now, ending, events, reportThrown }: Ground,
  { registries, clients, catalog, embedded }: RegistryParts,
  { projects }: ProjectParts,
) {
  const accountOf = (registryId: RegistryId): string | null => {
    const local = embedded.state();
    return local.registryId === registryId ? (local.users.find(({ active }) => active)?.name ?? null) : null;
  };
  const targets = createTargets({
    sources: createTargetSources({ catalog, clientFor: clients.clientFor, accountOf, now }),
    registries,
    journal,
    report: projects.report,
    emit: (change) => events.emit('targets.changed', change),
    thrown: reportThrown,
    signal: ending.signal,
  });
  events.onEvent((name, payload) => followTargets(targets, name, payload));
  return targets;
}
