import { join } from 'node:path';
import { createCatalog } from '../catalog/catalog.ts';
import { publishedFromHere } from '../catalog/fromHere.ts';
import { createIndexThread } from '../catalog/indexThread.ts';
import { watchIndex } from '../catalog/watchIndex.ts';
import type { Ground } from '../ground.ts';
import type { Host } from '../host.ts';
import type { Clients } from '../registries/clients.ts';
import type { Embedded } from '../registries/embedded.ts';
import { indexDownload } from '../registries/indexDownload.ts';
import type { Network } from '../registries/network.ts';
import type { Registries } from '../registries/profiles.ts';
import { readApiOf } from '../registries/readApi.ts';

interface Beside {
  readonly registries: Registries;
  readonly clients: Clients;
  readonly network: Network;
  /** It is made after the catalog, and asked only later. */
  embedded(): Embedded;
}

/** What registries hold, with the thread that reads and searches it. */
export function buildCatalog(host: Host, ground: Ground, { registries, clients, network, embedded }: Beside) {
  const { events, now, background, ending, journal, reportThrown } = ground;
  const { signal } = ending;
  const tables = createIndexThread(host.catalogWorker);
  const catalog = createCatalog({
    registryOf: (registryId) => registries.get(registryId),
    apiFor: (registryId) => readApiOf(clients.clientFor(registryId), signal),
    emit: (change) => {
      events.emit('catalog.changed', change);
      if (change.registryId === registries.embedded()?.id)
        background.start('Counting packages', () => embedded().refresh());
    },
    stateChanged: (state) => events.emit('catalog.stateChanged', state),
    publishedFromHere: (registryId) => publishedFromHere(journal, registryId),
    accountOf: (registryId) => {
      const local = embedded().state();
      return local.registryId === registryId ? (local.users.find(({ active }) => active)?.name ?? null) : null;
    },
    tables,
    folder: join(host.dataFolder, 'catalog'),
    gitFor: (registryId, url) => network.gitFor(url, registries.get(registryId)),
    downloadFor: (registryId) => {
      const registry = registries.get(registryId);
      return indexDownload(network.sendFor(registry), registry);
    },
    watch: watchIndex,
    report: reportThrown,
    now,
    signal,
  });
  const close = async (): Promise<void> => {
    await catalog.close();
    await tables.close();
  };
  return { catalog, close };
}
