import type { AppError } from '../../shared/errors.ts';
import type { RegistryId } from '../../shared/ids.ts';
import type { LocalRegistryState } from '../../shared/registry.ts';
import type { Settings } from '../../shared/settings.ts';
import type { TokenState } from '../../shared/tokens.ts';
import type { DocumentStore } from '../host.ts';
import type { LocalRegistry } from '../local-registry/openLocalRegistry.ts';
import type { EmbeddedMemory } from './embeddedMemory.ts';
import type { Registries } from './profiles.ts';

/** What is needed of the running registry. */
export type RunningRegistry = Pick<
  LocalRegistry,
  'port' | 'url' | 'index' | 'users' | 'addUser' | 'createToken' | 'deleteTokensOf' | 'openSession' | 'stats' | 'close'
>;
type LocalUser = ReturnType<RunningRegistry['users']>[number];
type LocalStats = ReturnType<RunningRegistry['stats']>;

export interface EmbeddedParts {
  open(options: { folder: string; port: number }): Promise<RunningRegistry>;
  readonly folder: string;
  readonly document: DocumentStore;
  /** The settings' port; 0 stands for none yet, and the one that was found is kept. */
  readonly port: { get(): number; keep(port: number): void };
  readonly registries: Pick<Registries, 'get' | 'putEmbedded' | 'embedded' | 'setStatus'>;
  readonly vault: {
    state(registryId: RegistryId, origin: string): TokenState;
    remove(registryId: RegistryId): Promise<void>;
    set(registryId: RegistryId, origin: string, token: string, options: { whenLocked: 'hold' }): Promise<unknown>;
  };
  /** Whether it starts with the program. */
  startsWithProgram(): Settings['localRegistryStart'];
  /** Deletes everything in its folder. */
  wipe(): Promise<void>;
  /** Told when its packages are gone, so that nothing read before is shown. */
  wiped(registryId: RegistryId): void;
  now(): Date;
  emit(state: LocalRegistryState): void;
  log(line: string): void;
  /** Told when the registry answers, so that it gets looked at. */
  started(registryId: RegistryId): void;
}

/** All that is known of the embedded registry in this run. */
export interface State {
  readonly parts: EmbeddedParts;
  phase: LocalRegistryState['state'];
  running: RunningRegistry | null;
  users: readonly LocalUser[];
  stats: LocalStats;
  error: AppError | undefined;
  memory: EmbeddedMemory;
}

/** Why its registry cannot be reached while it is off. */
export const STOPPED: AppError = {
  code: 'unreachable',
  message: 'The local registry is stopped. Start it on the settings page.',
};

/** The state as the page sees it. */
export function stateOf(state: State): LocalRegistryState {
  const { parts, running, phase, error, memory } = state;
  const profile = parts.registries.embedded();
  return {
    state: phase,
    ...(running === null ? {} : { url: running.url }),
    port: running?.port ?? parts.port.get(),
    folder: parts.folder,
    index: running?.index ?? profile?.index ?? '',
    ...(profile === null || profile.hidden ? {} : { registryId: profile.id }),
    users: state.users.map(({ id, name }) => ({ id, name, active: id === memory.activeUserId })),
    ...state.stats,
    ...(error === undefined ? {} : { error }),
  };
}

/** Tells the state to whoever listens, and gives it. */
export function tell(state: State): LocalRegistryState {
  const told = stateOf(state);
  state.parts.emit(told);
  return told;
}

/** Keeps something for the next run. Throws `disk_failed`. */
export function remember(state: State, change: Partial<EmbeddedMemory>): void {
  state.memory = { ...state.memory, ...change };
  state.parts.document.write({ ...state.memory });
}

/** Takes over what the running registry says of its accounts and its size. */
export function readFigures(state: State, running: RunningRegistry): void {
  state.users = running.users();
  state.stats = running.stats();
}

/** Notes beside its profile, where there is one in the list, why it is off. */
export function markOffline(state: State, error: AppError): void {
  const profile = state.parts.registries.embedded();
  if (profile === null || profile.hidden) return;
  state.parts.registries.setStatus(profile.id, { kind: 'offline', checkedAt: state.parts.now().toISOString(), error });
}
