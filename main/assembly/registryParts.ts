import { randomUUID } from 'node:crypto';
import { RegistryId, type TokenId } from '../../shared/ids.ts';
import { createArchiveShelf } from '../api/archiveShelf.ts';
import { systemGit } from '../catalog/gitRun.ts';
import type { Ground } from '../ground.ts';
import type { Host } from '../host.ts';
import { MOST_ARCHIVE_BYTES } from '../publish/archives.ts';
import { archiveDownload } from '../registries/archiveDownload.ts';
import { createClients } from '../registries/clients.ts';
import { indexDownload } from '../registries/indexDownload.ts';
import { createNetwork } from '../registries/network.ts';
import { createProbe } from '../registries/probe.ts';
import { createRegistries } from '../registries/profiles.ts';
import { testToken } from '../registries/testToken.ts';
import type { Scratch } from '../scratch.ts';
import { buildCatalog } from './catalogParts.ts';
import { buildEmbedded } from './embeddedParts.ts';
import { buildVault } from './vaultParts.ts';

/** Registries with what is known of them: profiles, tokens, clients, what they hold, whether they answer. */
export function buildRegistries(host: Host, ground: Ground, scratch: Scratch) {
  const { redactor, events, now, log, ending, journal, settings } = ground;
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
  const network = createNetwork({
    host,
    settings: () => settings.get().network,
    git: systemGit(),
    folder: scratch.downloads,
  });
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
  const wiped = (registryId: RegistryId): void => {
    catalog.invalidate(registryId);
    archives.forget(registryId);
  };
  const embedded = buildEmbedded(host, ground, { registries, vault, probe, wiped });
  const test = (registryId: RegistryId, until: AbortSignal, tokenId?: TokenId): Promise<void> =>
    testToken({ registries, vault, journal, clientFor: clients.clientFor }, registryId, until, tokenId);
  return { vault, registries, clients, network, catalog, closeCatalog, archives, probe, embedded, testToken: test };
}
export type RegistryParts = ReturnType<typeof buildRegistries>;
