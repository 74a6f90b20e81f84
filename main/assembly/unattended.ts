import type { EntryId } from '../../shared/ids.ts';
import { mapBounded } from '../catalog/bounded.ts';
import type { Ground } from '../ground.ts';
import type { Host } from '../host.ts';
import { jobNotice } from '../jobNotice.ts';
import { ignoreGone } from '../registries/ignoreGone.ts';
import type { RegistryParts } from './registryParts.ts';
import type { WritingParts } from './writingParts.ts';

const LOOKS_AT_ONCE = 4;
const MOST_ENTRIES = 500;

/** Tells the host how each job ended, once; whether the person sees the window is the host's to know. */
export function tellOfEnds(
  host: Pick<Host, 'notify'>,
  { events }: Pick<Ground, 'events'>,
  { registries }: { readonly registries: Pick<RegistryParts['registries'], 'list'> },
): void {
  const told = new Set<string>();
  const nameOf = (id: string): string => registries.list().find((one) => one.id === id)?.name ?? 'a removed registry';
  events.onEvent((name, payload) => {
    if (name !== 'jobs.changed') return;
    // The ground emits by name: the payload of this one is a job.
    const job = payload as Parameters<typeof jobNotice>[0];
    const notice = told.has(job.id) ? null : jobNotice(job, nameOf);
    if (notice === null) return;
    told.add(job.id);
    host.notify(notice);
  });
}

/**
 * After the computer slept, connections are dead that look alive: when the jobs of before have ended, every outcome that is unknown is
 * looked up again, and so is whether the registries answer.
 */
export function lookAgainOnWaking(
  host: Pick<Host, 'onWake'>,
  { background, ending, journal, jobs }: Ground,
  { registries, probe }: RegistryParts,
  { publishing, yanking }: WritingParts,
): void {
  const look = async (id: EntryId): Promise<unknown> => {
    const isPublish = journal.get(id)?.action === 'publish';
    return isPublish ? publishing.look(id) : yanking.look(id);
  };
  const wake = (): void => {
    background.start('Looking at the registries again', () =>
      mapBounded(registries.list(), LOOKS_AT_ONCE, ({ id }) => probe.check(id).catch(ignoreGone)),
    );
    background.start('Looking up again what was cut off', async () => {
      await jobs.idle();
      if (ending.signal.aborted) return;
      const { entries } = journal.list({ offset: 0, limit: MOST_ENTRIES });
      const unknown = entries.filter(({ outcome }) => outcome?.kind === 'unknown');
      await mapBounded(unknown, LOOKS_AT_ONCE, ({ id }) => look(id));
    });
  };
  const stop = host.onWake(wake);
  ending.signal.addEventListener('abort', stop, { once: true });
}
