import { setTimeout as delay } from 'node:timers/promises';
import { isDeepStrictEqual } from 'node:util';
import { mapBounded } from '../catalog/bounded.ts';
import type { Ground } from '../ground.ts';
import { ignoreGone } from '../registries/ignoreGone.ts';
import { endAbandonedTests } from '../registries/testToken.ts';
import type { Scratch } from '../scratch.ts';
import type { ProjectParts } from './projectParts.ts';
import type { RegistryParts } from './registryParts.ts';
import type { WritingParts } from './writingParts.ts';

/** How long the end waits for cancelled jobs. What is not written down by then is looked up at the next start. */
const CLOSING_MS = 10_000;
const CHECKS_AT_ONCE = 4;

/** What takes longer than a start may: nobody waits for it. */
export function beginInBackground(
  { background, journal, events, settings }: Ground,
  { registries, embedded, probe }: RegistryParts,
  { publishing, yanking }: WritingParts,
  scratch: Scratch,
): void {
  background.start('Removing what an earlier run left', () => scratch.clearOld());
  background.start('Ending token tests that were cut off', () => endAbandonedTests(journal));
  background.start('Looking up publishes that were cut off', () => publishing.recover());
  background.start('Looking up yanks that were cut off', () => yanking.recover());
  background.start('Starting the local registry', () => embedded.resume());
  const lookAtAll = () => {
    const others = registries.list().filter((registry) => !registry.embedded);
    return mapBounded(others, CHECKS_AT_ONCE, ({ id }) => probe.check(id).catch(ignoreGone));
  };
  background.start('Looking at the registries', lookAtAll);
  // Another proxy or authority can bring back what was not reachable, and the other way round.
  let network = settings.get().network;
  events.onEvent((name) => {
    const next = settings.get().network;
    if (name !== 'settings.changed' || isDeepStrictEqual(network, next)) return;
    network = next;
    background.start('Looking at the registries over another network', lookAtAll);
  });
}

export async function closeAll(
  { ending, jobs, background, journal }: Ground,
  { embedded, vault, closeCatalog }: RegistryParts,
  { projects, reader }: ProjectParts,
  { packer }: WritingParts,
  scratch: Scratch,
): Promise<void> {
  ending.abort();
  jobs.cancelAll();
  vault.giveUp();
  await Promise.race([jobs.idle(), delay(CLOSING_MS, undefined, { ref: false })]);
  await packer.close();
  await closeCatalog();
  await embedded.close();
  await background.idle();
  await projects.closeAll();
  reader.close();
  await scratch.remove();
  await journal.close();
  vault.lock();
}
