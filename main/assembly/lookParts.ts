import type { RegistryId } from '../../shared/ids.ts';
import type { Registry } from '../../shared/registry.ts';
import type { Ground } from '../ground.ts';
import type { Host } from '../host.ts';
import { displayFolder } from '../project/paths.ts';
import { createMemory } from '../project/remembered.ts';
import { createElba } from '../registries/elba.ts';
import { elbaPlaces } from '../registries/elbaPlaces.ts';
import type { LookParts } from '../registries/look.ts';
import type { RegistryParts } from './registryParts.ts';

/** What finds out about registries that are not in the list yet. `folder` is for what is looked at; `saveToken` is the one way in for tokens. */
export function buildLooking(
  host: Host,
  { redactor, events, now, log, ending }: Ground,
  { registries, network }: RegistryParts,
  folder: string,
  saveToken: (registryId: RegistryId, token: string) => Promise<Registry>,
) {
  const { platform, env, homeFolder } = host;
  const recent = createMemory(host.document('projects'));
  const elba = createElba({
    places: () => elbaPlaces({ platform, env, homeFolder, projects: recent.recent().map(({ folder }) => folder) }),
    show: (path) => displayFolder(path, homeFolder),
    registries,
    network,
    folder,
    saveToken,
    signal: ending.signal,
  });
  const look: LookParts = {
    network,
    list: registries.list,
    elba: elba.read,
    homeFolder,
    folder,
    redact: redactor.redact,
    now,
    emit: (report) => events.emit('look.changed', report),
    log,
  };
  return { elba, look };
}
