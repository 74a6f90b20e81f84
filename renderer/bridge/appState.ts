import type { AppError } from '../../shared/errors.ts';
import type { JobId } from '../../shared/ids.ts';
import type { Job } from '../../shared/job.ts';
import type { LocalRegistryState, Registry } from '../../shared/registry.ts';
import type { Settings } from '../../shared/settings.ts';
import type { Snapshot } from '../../shared/snapshot.ts';
import type { TokenStorage } from '../../shared/tokens.ts';
import { CallError, type Client } from './client.ts';
import type { Connection } from './transport.ts';

/** What the whole window knows: the snapshot, kept up to date by events. `connection` is `lost` while no events arrive. */
export type AppState =
  | { readonly phase: 'starting' }
  | { readonly phase: 'failed'; readonly error: AppError }
  | { readonly phase: 'ready'; readonly snapshot: Snapshot; readonly connection: Connection };

/** A value with listeners, as `useSyncExternalStore` takes it. */
export interface AppStateStore {
  get(): AppState;
  subscribe(listener: () => void): () => void;
  /** Asks for the snapshot again, after a failure. */
  retry(): void;
  /** Hears when a stream that was lost is back and the snapshot was read anew: everything else read before is old. */
  onRecovered(listener: () => void): () => void;
  /** Subscribes first, then asks for the snapshot; answers the function that ends it all. */
  start(): () => void;
}

const SNAPSHOT_TRIES = 5;

function mergeJob(jobs: readonly Job[], job: Job): Job[] {
  const known = jobs.find((one) => one.id === job.id);
  if (known === undefined) return [...jobs, job];
  return known.revision > job.revision ? [...jobs] : jobs.map((one) => (one.id === job.id ? job : one));
}

interface Changes {
  readonly registries: (list: Registry[]) => void;
  readonly job: (job: Job) => void;
  readonly jobRemoved: (jobId: JobId) => void;
  readonly localRegistry: (state: LocalRegistryState) => void;
  readonly settings: (settings: Settings) => void;
  readonly tokenStorage: (storage: TokenStorage) => void;
  readonly unknownOutcomes: (count: number) => void;
}

function subscribeAll(client: Client, changes: Changes): Array<() => void> {
  return [
    client.subscribe('registries.changed', changes.registries),
    client.subscribe('jobs.changed', changes.job),
    client.subscribe('jobs.removed', ({ jobId }) => changes.jobRemoved(jobId)),
    client.subscribe('localRegistry.changed', changes.localRegistry),
    client.subscribe('settings.changed', changes.settings),
    client.subscribe('tokens.storageChanged', changes.tokenStorage),
    client.subscribe('activity.changed', ({ unknownOutcomes }) => changes.unknownOutcomes(unknownOutcomes)),
  ];
}

/** Listeners of one thing. */
function createListeners(): { add(listener: () => void): () => void; call(): void } {
  const listeners = new Set<() => void>();
  return {
    add(listener) {
      listeners.add(listener);
      return () => void listeners.delete(listener);
    },
    call() {
      for (const listener of listeners) listener();
    },
  };
}

/** Asks until no event came in between: nobody could tell whether the event or the answer is newer. */
async function quietSnapshot(client: Client, eventsSeen: () => number): Promise<Snapshot> {
  for (let tries = 1; ; tries += 1) {
    const before = eventsSeen();
    const snapshot = await client.invoke('app.snapshot');
    if (before === eventsSeen() || tries === SNAPSHOT_TRIES) return snapshot;
  }
}

const startError = (thrown: unknown): AppError =>
  thrown instanceof CallError
    ? thrown.error
    : { code: 'internal', message: 'The program did not start up. Close it and start it again.' };

/** The window's state over a client. The event stream is opened first; when it is open the snapshot is asked for. */
export function createAppState(client: Client): AppStateStore {
  let state: AppState = { phase: 'starting' };
  let connection: Connection = 'lost';
  let eventsSeen = 0;
  let asking = false;
  const changed = createListeners();
  const recovered = createListeners();

  const set = (next: AppState): void => {
    state = next;
    changed.call();
  };

  const patch = (change: (snapshot: Snapshot) => Partial<Snapshot>): void => {
    eventsSeen += 1;
    if (state.phase === 'ready') set({ ...state, snapshot: { ...state.snapshot, ...change(state.snapshot) } });
  };

  async function ask(): Promise<void> {
    if (asking) return;
    asking = true;
    const again = state.phase === 'ready';
    try {
      const snapshot = await quietSnapshot(client, () => eventsSeen);
      set({ phase: 'ready', snapshot, connection });
      if (again) recovered.call();
    } catch (thrown) {
      if (!again) set({ phase: 'failed', error: startError(thrown) });
    } finally {
      asking = false;
    }
  }

  function connectionChanged(next: Connection): void {
    const before = connection;
    connection = next;
    if (state.phase === 'ready' && before !== next) set({ ...state, connection: next });
    if (next === 'open' || state.phase === 'starting') void ask();
  }

  return {
    get: () => state,
    subscribe: changed.add,
    onRecovered: recovered.add,
    retry() {
      set({ phase: 'starting' });
      void ask();
    },
    start() {
      const stops = [...subscribeAll(client, changesOf(patch)), client.onConnection(connectionChanged)];
      stops.push(client.start());
      return () => {
        for (const stop of stops) stop();
      };
    },
  };
}

type Patch = (change: (snapshot: Snapshot) => Partial<Snapshot>) => void;

const changesOf = (patch: Patch): Changes => ({
  registries: (registries) => patch(() => ({ registries })),
  job: (job) => patch(({ jobs }) => ({ jobs: mergeJob(jobs, job) })),
  jobRemoved: (jobId) => patch(({ jobs }) => ({ jobs: jobs.filter((job) => job.id !== jobId) })),
  localRegistry: (localRegistry) => patch(() => ({ localRegistry })),
  settings: (settings) => patch(() => ({ settings })),
  tokenStorage: (tokenStorage) => patch(() => ({ tokenStorage })),
  unknownOutcomes: (unknownOutcomes) => patch(() => ({ unknownOutcomes })),
});
