import type { AppError } from '../../../shared/errors.ts';
import type { Registry, RegistryProfile } from '../../../shared/registry.ts';
import { errorOf, useCall } from '../../bridge/queries.ts';
import { profileOf, tidyProfile } from './profileForm.ts';

export interface ProfileEditing {
  /** Saves some of the profile and keeps the rest; resolves to whether it was saved. */
  save(change: Partial<RegistryProfile>): Promise<boolean>;
  readonly isSaving: boolean;
  readonly error: AppError | null;
}

/** Changes the profile of a registry, one part at a time. What is shown comes back by event. */
export function useProfile(registry: Registry): ProfileEditing {
  const update = useCall('registries.update');
  return {
    save: (change) =>
      update.mutateAsync({ registryId: registry.id, profile: tidyProfile({ ...profileOf(registry), ...change }) }).then(
        () => true,
        () => false,
      ),
    isSaving: update.isPending,
    error: update.error === null ? null : errorOf(update.error),
  };
}
