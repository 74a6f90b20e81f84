import type { AppError } from '../../../shared/errors.ts';
import type { RegistryId } from '../../../shared/ids.ts';
import { errorOf, useCall } from '../../bridge/queries.ts';
import { useRegistries } from '../../bridge/useAppState.ts';
import { announce } from '../../components/LiveRegion.tsx';

export interface Reorder {
  /** Moves a registry by so many places; nothing happens beyond the ends. */
  move(id: RegistryId, by: number): void;
  /** Puts a registry before the one that is at `place` now; at the end for the list's length. */
  place(id: RegistryId, place: number): void;
  readonly error: AppError | null;
}

/** Changes the order of the registries and says the new place to a screen reader. */
export function useReorder(): Reorder {
  const registries = useRegistries();
  const call = useCall('registries.reorder');
  const ids = registries.map(({ id }) => id);
  const place = (id: RegistryId, to: number): void => {
    const from = ids.indexOf(id);
    const others = ids.filter((one) => one !== id);
    const at = Math.max(0, Math.min(others.length, to > from ? to - 1 : to));
    if (from === -1 || at === from) return;
    const name = registries[from]?.name ?? '';
    call.mutate(
      { registryIds: [...others.slice(0, at), id, ...others.slice(at)] },
      { onSuccess: () => announce(`${name} is ${at + 1} of ${ids.length}.`) },
    );
  };
  return {
    place,
    move: (id, by) => {
      const from = ids.indexOf(id);
      const to = from + by;
      if (to >= 0 && to < ids.length) place(id, by > 0 ? to + 1 : to);
    },
    error: call.error === null ? null : errorOf(call.error),
  };
}
