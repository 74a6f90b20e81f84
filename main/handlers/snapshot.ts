import type { ProjectId } from '../../shared/ids.ts';
import type { Snapshot } from '../../shared/snapshot.ts';
import type { Ground } from '../ground.ts';
import type { Host } from '../host.ts';
import type { Embedded } from '../registries/embedded.ts';
import type { Registries } from '../registries/profiles.ts';
import type { Vault } from '../tokens/vault.ts';

interface Parts {
  readonly host: Host;
  readonly ground: Pick<Ground, 'settings' | 'jobs' | 'journal'>;
  readonly vault: Pick<Vault, 'storage'>;
  readonly registries: Pick<Registries, 'list'>;
  readonly embedded: Pick<Embedded, 'state'>;
}

/** Everything that a page needs to draw itself for the first time. `opened` is the project of the command line. */
export async function takeSnapshot(parts: Parts, opened: ProjectId | null): Promise<Snapshot> {
  const { host, ground, vault, registries, embedded } = parts;
  // The storage is asked first: the states of the tokens depend on what it is.
  const tokenStorage = await vault.storage();
  const { version, kind, platform, folders } = host;
  return {
    info: { version, host: kind, platform, folders },
    tokenStorage,
    settings: ground.settings.get(),
    registries: registries.list(),
    jobs: ground.jobs.list(),
    localRegistry: embedded.state(),
    unknownOutcomes: ground.journal.unknownOutcomes(),
    opened,
  };
}
