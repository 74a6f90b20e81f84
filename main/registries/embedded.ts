import type { AppError } from '../../shared/errors.ts';
import type { RegistryId } from '../../shared/ids.ts';
import type { LocalRegistryState } from '../../shared/registry.ts';
import type { TokenState } from '../../shared/tokens.ts';
import { Failure, failure } from '../failure.ts';
import type { DocumentStore } from '../host.ts';
import type { LocalRegistry } from '../local-registry/openLocalRegistry.ts';
import { createTurns } from '../turns.ts';
import { type EmbeddedMemory, readEmbeddedMemory } from './embeddedMemory.ts';
import { originOf } from './profileForm.ts';
import type { Registries } from './profiles.ts';

/** What is needed of the running registry. */
export type RunningRegistry = Pick<
  LocalRegistry,
  'port' | 'url' | 'index' | 'users' | 'addUser' | 'createToken' | 'deleteTokensOf' | 'stats' | 'close'
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
    set(registryId: RegistryId, origin: string, token: string, options: { whenLocked: 'hold' }): Promise<unknown>;
  };
  now(): Date;
  emit(state: LocalRegistryState): void;
  log(line: string): void;
  /** Told when the registry answers, so that it gets looked at. */
  started(registryId: RegistryId): void;
}

export interface Embedded {
  state(): LocalRegistryState;
  /** Starts it. What goes wrong is in the state: `port_in_use`, `disk_failed`, `token_storage_failed`. */
  start(): Promise<LocalRegistryState>;
  stop(): Promise<LocalRegistryState>;
  /** Throws `not_supported_here` while it does not run, and what the registry says of the name. */
  addUser(name: string): Promise<LocalRegistryState>;
  /** Puts a fresh token of that account into the vault and deletes its older ones. Throws `not_found`. */
  actAs(userId: number): Promise<LocalRegistryState>;
  /** Starts it where it was on when the program ended. */
  resume(): Promise<void>;
  /** Reads the figures again and tells them. */
  refresh(): Promise<void>;
  /** Throws `busy` where this is the embedded registry's profile and it runs. */
  assertRemovable(registryId: RegistryId): void;
  /** Stops it at the end of the program; it starts again with the next one. */
  close(): Promise<void>;
}

interface State {
  readonly parts: EmbeddedParts;
  phase: LocalRegistryState['state'];
  running: RunningRegistry | null;
  users: readonly LocalUser[];
  stats: LocalStats;
  error: AppError | undefined;
  memory: EmbeddedMemory;
}

const FIRST_USER = 'you';
const STOPPED: AppError = {
  code: 'unreachable',
  message: 'The local registry is stopped. Start it on the settings page.',
};

function stateOf(state: State): LocalRegistryState {
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

function tell(state: State): LocalRegistryState {
  const told = stateOf(state);
  state.parts.emit(told);
  return told;
}

function remember(state: State, change: Partial<EmbeddedMemory>): void {
  state.memory = { ...state.memory, ...change };
  state.parts.document.write({ ...state.memory });
}

function readFigures(state: State, running: RunningRegistry): void {
  state.users = running.users();
  state.stats = running.stats();
}

/** `renewing` stands on disk while the old tokens are gone and the new one is not yet kept, so that a kill is made good. */
async function renewToken(state: State, running: RunningRegistry, userId: number): Promise<void> {
  const profile = state.parts.registries.embedded();
  if (profile === null) return;
  remember(state, { renewing: true, activeUserId: userId });
  await running.deleteTokensOf(userId);
  const token = await running.createToken(userId);
  // Whoever starts the program is not to be asked for a passphrase for a token that can be made anew at any time.
  await state.parts.vault.set(profile.id, originOf(running.url), token, { whenLocked: 'hold' });
  remember(state, { renewing: false });
}

async function moveIn(state: State, running: RunningRegistry): Promise<void> {
  const { parts } = state;
  if (parts.port.get() === 0) parts.port.keep(running.port);
  const known = running.users();
  const users = known.length > 0 ? known : [await running.addUser(FIRST_USER)];
  const profile = await parts.registries.putEmbedded({ url: running.url, index: running.index });
  const active = users.find(({ id }) => id === state.memory.activeUserId) ?? users[0];
  const kept = parts.vault.state(profile.id, originOf(running.url)).kind === 'saved' && !state.memory.renewing;
  remember(state, { on: true });
  if (active !== undefined && (!kept || active.id !== state.memory.activeUserId)) {
    await renewToken(state, running, active.id);
  }
}

function asError(state: State, thrown: unknown): AppError {
  if (thrown instanceof Failure) return thrown.error;
  state.parts.log(
    `The local registry failed: ${thrown instanceof Error ? (thrown.stack ?? thrown.message) : String(thrown)}`,
  );
  return {
    code: 'internal',
    message: 'The local registry could not start because of an error inside the program. The log has the details.',
  };
}

async function start(state: State): Promise<LocalRegistryState> {
  const { parts } = state;
  if (state.running !== null) return stateOf(state);
  state.phase = 'starting';
  state.error = undefined;
  tell(state);
  try {
    state.running = await parts.open({ folder: parts.folder, port: parts.port.get() });
  } catch (thrown) {
    state.phase = 'failed';
    state.error = asError(state, thrown);
    markOffline(state, state.error);
    return tell(state);
  }
  // From here on it answers; what fails now is said beside a registry that runs.
  try {
    await moveIn(state, state.running);
    readFigures(state, state.running);
  } catch (thrown) {
    state.error = asError(state, thrown);
  }
  state.phase = 'running';
  const profile = parts.registries.embedded();
  if (profile !== null) parts.started(profile.id);
  return tell(state);
}

function markOffline(state: State, error: AppError): void {
  const profile = state.parts.registries.embedded();
  if (profile === null || profile.hidden) return;
  state.parts.registries.setStatus(profile.id, { kind: 'offline', checkedAt: state.parts.now().toISOString(), error });
}

async function shut(state: State): Promise<void> {
  const { running } = state;
  if (running === null) return;
  state.phase = 'stopping';
  tell(state);
  await running.close();
  state.running = null;
}

async function stop(state: State): Promise<LocalRegistryState> {
  await shut(state);
  remember(state, { on: false });
  state.phase = 'stopped';
  state.error = undefined;
  markOffline(state, STOPPED);
  return tell(state);
}

function requireRunning(state: State): RunningRegistry {
  if (state.running !== null) return state.running;
  throw failure(
    'not_supported_here',
    'The local registry does not run, so its accounts cannot be changed. Start it first.',
  );
}

async function actAs(state: State, userId: number): Promise<LocalRegistryState> {
  const running = requireRunning(state);
  const known = running.users().some(({ id }) => id === userId);
  if (!known) throw failure('not_found', 'The local registry has no such account. Pick one from its list.');
  await renewToken(state, running, userId);
  readFigures(state, running);
  return tell(state);
}

async function addUser(state: State, name: string): Promise<LocalRegistryState> {
  const running = requireRunning(state);
  await running.addUser(name);
  readFigures(state, running);
  return tell(state);
}

/** Starts and stops the embedded registry and ties it to its profile and to the vault. One change at a time. */
export function createEmbedded(parts: EmbeddedParts): Embedded {
  const state: State = {
    parts,
    phase: 'stopped',
    running: null,
    users: [],
    stats: { packages: 0, bytes: 0 },
    error: undefined,
    memory: readEmbeddedMemory(parts.document),
  };
  if (!state.memory.on) markOffline(state, STOPPED);
  const inTurn = createTurns();
  return {
    state: () => stateOf(state),
    start: () => inTurn(() => start(state)),
    stop: () => inTurn(() => stop(state)),
    addUser: (name) => inTurn(() => addUser(state, name)),
    actAs: (userId) => inTurn(() => actAs(state, userId)),
    resume: async () => {
      if (state.memory.on) await inTurn(() => start(state));
    },
    refresh: () =>
      inTurn(async () => {
        if (state.running === null) return;
        readFigures(state, state.running);
        tell(state);
      }),
    assertRemovable: (registryId) => {
      if (!parts.registries.get(registryId).embedded || state.phase === 'stopped' || state.phase === 'failed') return;
      throw failure('busy', 'The local registry runs. Stop it first; its packages stay on the disk.');
    },
    close: () => inTurn(() => shut(state)),
  };
}
