import type { RouteFamily } from '../../shared/registry.ts';
import { Failure } from '../failure.ts';
import type { Family } from './routes.ts';

/** Which routes to use: as set, else as found out and kept, else a first try. `auto` is found out once. */
export function createKnownFamily(set: RouteFamily, detect: (signal?: AbortSignal) => Promise<Family | null>) {
  let known: Family | null = set === 'auto' ? null : set;
  const find = async (signal?: AbortSignal): Promise<Family | null> => {
    known ??= await detect(signal);
    return known;
  };
  return {
    find,
    learn(family: Family): void {
      known = family;
    },
    isKnown: (): boolean => known !== null,
    orFirst: (): Family => known ?? 'packages',
    async toTry(signal?: AbortSignal): Promise<Family> {
      try {
        return (await find(signal)) ?? 'packages';
      } catch (thrown) {
        // Whatever is wrong, the write itself will meet it and say it better.
        if (thrown instanceof Failure) return 'packages';
        throw thrown;
      }
    },
  };
}
