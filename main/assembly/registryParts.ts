import { randomUUID } from 'node:crypto';
import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { RegistryId, type TokenId } from '../../shared/ids.ts';
import { createArchiveShelf } from '../api/archiveShelf.ts';
import type { Ground } from '../ground.ts';
import type { Host } from '../host.ts';
import { openLocalRegistry } from '../local-registry/openLocalRegistry.ts';
import { MOST_ARCHIVE_BYTES } from '../publish/archives.ts';
import { archiveDownload } from '../registries/archiveDownload.ts';
import { createClients } from '../registries/clients.ts';
import { createEmbedded } from '../registries/embedded.ts';
import { indexDownload } from '../registries/indexDownload.ts';
import { createNetwork } from '../registries/network.ts';
import { createProbe } from '../registries/probe.ts';
import { createRegistries } from '../registries/profiles.ts';
import { testToken } from '../registries/testToken.ts';
import type { Scratch } from '../scratch.ts';
import { buildCatalog } from './catalogParts.ts';
import { buildVault } from './vaultParts.ts';

/** Registries with what is known of them: profiles, tokens, clients, what they hold, whether they answer. */
export function buildRegistries(host: Host, ground: Ground, scratch: Scratch) {
  const { redactor, events, now, log, background, ending, journal, settings } = ground;
  const { signal } = ending;
  const vault = buildVault(host, ground, () => registries.tell());
  const registries = createRegistries({
    document: host.document('registries'),
    vault,
    newId: () => RegistryId.parse(randomUUID()),
    emit: (all) => events.emit('registries.changed', all),
    forget: (registryId) => {
      clients.forget(registryId);
      catalog.invalidate(registryId);
      archives.forget(registryId);
    },
  });
  const network = createNetwork({ host, settings: () => settings.get().network });
  const clients = createClients({ registries, vault, redact: redactor.redact, sendFor: network.sendFor });
  const { catalog, close: closeCatalog } = buildCatalog(host, ground, {
    registries,
    clients,
    network,
    embedded: () => embedded,
  });
  const archives = createArchiveShelf({
    folder: scratch.downloads,
    clientFor: archiveDownload({
      clientFor: clients.clientFor,
      registryOf: registries.get,
      placeOf: catalog.placeOf,
      fileFor: (registryId) => {
        const registry = registries.get(registryId);
        return indexDownload(network.sendFor(registry), registry);
      },
      mostBytes: MOST_ARCHIVE_BYTES,
    }),
    mostBytes: MOST_ARCHIVE_BYTES,
    signal,
  });
  const probe = createProbe({
    registries,
    clientFor: clients.freshFor,
    readIndex: catalog.refreshNow,
    now,
    log,
    signal,
  });
  const embedded = createEmbedded({
    open: (options) => openLocalRegistry({ ...options, log: (line) => log(`Local registry: ${line}`) }),
    folder: join(host.dataFolder, 'local-registry'),
    document: host.document('local-registry'),
    port: {
      get: () => settings.get().localRegistryPort,
      keep: (port) => void settings.set({ localRegistryPort: port }),
    },
    registries,
    vault,
    startsWithProgram: () => settings.get().localRegistryStart,
    wipe: () => rm(join(host.dataFolder, 'local-registry'), { recursive: true, force: true }),
    wiped: (registryId) => {
      catalog.invalidate(registryId);
      archives.forget(registryId);
    },
    now,
    emit: (state) => events.emit('localRegistry.changed', state),
    log,
    started: (registryId) => background.start('Looking at the local registry', () => probe.check(registryId)),
  });
  const test = (registryId: RegistryId, until: AbortSignal, tokenId?: TokenId): Promise<void> =>
    testToken({ registries, vault, journal, clientFor: clients.clientFor }, registryId, until, tokenId);
  return { vault, registries, clients, network, catalog, closeCatalog, archives, probe, embedded, testToken: test };
}
export type RegistryParts = ReturnType<typeof buildRegistries>;
