import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import type { RegistryId } from '../../shared/ids.ts';
import type { Ground } from '../ground.ts';
import type { Host } from '../host.ts';
import { openLocalRegistry } from '../local-registry/openLocalRegistry.ts';
import { createEmbedded, type Embedded } from '../registries/embedded.ts';
import type { EmbeddedParts } from '../registries/embeddedState.ts';
import type { Probe } from '../registries/probe.ts';

type Beside = Pick<EmbeddedParts, 'registries' | 'vault' | 'wiped'> & { readonly probe: Pick<Probe, 'check'> };

/** The registry that the program itself runs, in its folder below the data folder. */
export function buildEmbedded(
  host: Host,
  { settings, events, background, now, log }: Ground,
  { probe, ...beside }: Beside,
): Embedded {
  const folder = join(host.dataFolder, 'local-registry');
  return createEmbedded({
    ...beside,
    open: (options) => openLocalRegistry({ ...options, log: (line) => log(`Local registry: ${line}`) }),
    folder,
    document: host.document('local-registry'),
    port: {
      get: () => settings.get().localRegistryPort,
      keep: (port) => void settings.set({ localRegistryPort: port }),
    },
    startsWithProgram: () => settings.get().localRegistryStart,
    wipe: () => rm(folder, { recursive: true, force: true }),
    now,
    emit: (state) => events.emit('localRegistry.changed', state),
    log,
    started: (registryId: RegistryId) =>
      background.start('Looking at the local registry', () => probe.check(registryId)),
  });
}
