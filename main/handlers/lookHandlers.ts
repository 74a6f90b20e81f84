import type { Handlers } from '../dispatch.ts';
import type { Elba } from '../registries/elba.ts';
import { ignoreGone } from '../registries/ignoreGone.ts';
import { type LookParts, lookAt } from '../registries/look.ts';
import type { Probe } from '../registries/probe.ts';

export interface LookHandlerParts {
  readonly look: LookParts;
  readonly elba: Elba;
  readonly probe: Pick<Probe, 'check'>;
  /** Runs what nobody waits for; its failure is logged. */
  background(what: string, run: () => Promise<unknown>): void;
  readonly signal: AbortSignal;
}

type Calls =
  | 'registries.look'
  | 'registries.stopLooking'
  | 'network.systemProxy'
  | 'elba.find'
  | 'elba.import'
  | 'elba.importToken'
  | 'elba.deleteLogin';

/** The calls that find out about a registry before it is in the list: by its address, and by what elba has. */
export function lookHandlers(parts: LookHandlerParts): Pick<Handlers, Calls> {
  const { elba } = parts;
  const looks = new Map<string, AbortController>();
  return {
    'registries.look': async (wish) => {
      const stop = new AbortController();
      looks.get(wish.lookId)?.abort();
      looks.set(wish.lookId, stop);
      try {
        return await lookAt(parts.look, wish, AbortSignal.any([parts.signal, stop.signal]));
      } finally {
        if (looks.get(wish.lookId) === stop) looks.delete(wish.lookId);
      }
    },
    'registries.stopLooking': ({ lookId }) => looks.get(lookId)?.abort(),
    'network.systemProxy': async () => ({ proxy: await parts.look.network.systemProxy() }),
    'elba.find': () => elba.find(),
    'elba.import': async ({ choices, deleteLogins }) => {
      const done = await elba.import(choices, deleteLogins);
      for (const { registry } of done) {
        if (registry === undefined) continue;
        parts.background('Looking at a registry', () => parts.probe.check(registry.id).catch(ignoreGone));
      }
      return done;
    },
    'elba.importToken': ({ registryId }) => elba.importToken(registryId),
    'elba.deleteLogin': ({ index }) => elba.deleteLogin(index),
  };
}
