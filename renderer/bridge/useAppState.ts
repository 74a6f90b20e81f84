import { useCallback, useSyncExternalStore } from 'react';
import type { JobId, RegistryId } from '../../shared/ids.ts';
import type { Job } from '../../shared/job.ts';
import type { LocalRegistryState, Registry } from '../../shared/registry.ts';
import type { Settings } from '../../shared/settings.ts';
import type { AppInfo, Snapshot } from '../../shared/snapshot.ts';
import type { TokenStorage } from '../../shared/tokens.ts';
import type { AppState } from './appState.ts';
import { useBridge } from './BridgeProvider.tsx';

/** The whole state, before it is ready too; pages use the narrower hooks below. */
export function useAppState(): AppState {
  const { state } = useBridge();
  return useSyncExternalStore(state.subscribe, state.get);
}

/** A part of the snapshot; draws again only when that part is another one. Below `App` the snapshot is always there. */
function usePart<T>(part: (snapshot: Snapshot) => T): T {
  const { state } = useBridge();
  const get = useCallback(() => {
    const now = state.get();
    if (now.phase !== 'ready') throw new Error('This part is drawn only when the program has started.');
    return part(now.snapshot);
  }, [state, part]);
  return useSyncExternalStore(state.subscribe, get);
}

const wholeSnapshot = (snapshot: Snapshot): Snapshot => snapshot;
const infoOf = (snapshot: Snapshot): AppInfo => snapshot.info;
const settingsOf = (snapshot: Snapshot): Settings => snapshot.settings;
const tokenStorageOf = (snapshot: Snapshot): TokenStorage => snapshot.tokenStorage;
const registriesOf = (snapshot: Snapshot): Registry[] => snapshot.registries;
const jobsOf = (snapshot: Snapshot): Job[] => snapshot.jobs;
const localRegistryOf = (snapshot: Snapshot): LocalRegistryState => snapshot.localRegistry;
const unknownOutcomesOf = (snapshot: Snapshot): number => snapshot.unknownOutcomes;

/** Everything of the snapshot; draws again with every change of any part. */
export const useSnapshot = (): Snapshot => usePart(wholeSnapshot);
export const useInfo = (): AppInfo => usePart(infoOf);
export const useSettings = (): Settings => usePart(settingsOf);
/** How tokens are kept. */
export const useTokenStorage = (): TokenStorage => usePart(tokenStorageOf);
/** All registries, in the person's order. */
export const useRegistries = (): Registry[] => usePart(registriesOf);
export const useJobs = (): Job[] => usePart(jobsOf);
export const useLocalRegistry = (): LocalRegistryState => usePart(localRegistryOf);
/** How many writes ended with nobody knowing their outcome. */
export const useUnknownOutcomes = (): number => usePart(unknownOutcomesOf);

/** One registry, or undefined when it was removed. */
export function useRegistry(id: RegistryId | undefined): Registry | undefined {
  return usePart(useCallback((snapshot: Snapshot) => snapshot.registries.find((one) => one.id === id), [id]));
}

/** One job, or undefined when it was dismissed. */
export function useJob(id: JobId | undefined): Job | undefined {
  return usePart(useCallback((snapshot: Snapshot) => snapshot.jobs.find((one) => one.id === id), [id]));
}
