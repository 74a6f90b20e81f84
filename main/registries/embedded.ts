import type { AppError } from '../../shared/errors.ts';
import type { RegistryId } from '../../shared/ids.ts';
import type { LocalRegistryState } from '../../shared/registry.ts';
import { Failure, failure } from '../failure.ts';
import { createTurns } from '../turns.ts';
import { readEmbeddedMemory } from './embeddedMemory.ts';
import {
  type EmbeddedParts,
  markOffline,
  type RunningRegistry,
  readFigures,
  remember,
  STOPPED,
  type State,
  stateOf,
  tell,
} from './embeddedState.ts';
import { actAs, addUser, openSession, renewToken } from './embeddedUsers.ts';
import { originOf } from './profileForm.ts';

export interface Embedded {
  state(): LocalRegistryState;
  /** Starts it. What goes wrong is in the state: `port_in_use`, `disk_failed`, `token_storage_failed`. */
  start(): Promise<LocalRegistryState>;
  stop(): Promise<LocalRegistryState>;
  /** Throws `not_supported_here` while it does not run, and what the registry says of the name. */
  addUser(name: string): Promise<LocalRegistryState>;
  /** Puts a fresh token of that account into the vault and deletes its older ones. Throws `not_found`. */
  actAs(userId: number): Promise<LocalRegistryState>;
  /** The session that a login of the account in use would give. Throws `not_supported_here` while it does not run. */
  openSession(): string;
  /** Deletes its packages, accounts and token. It runs afterwards if it ran before. Throws `disk_failed`. */
  reset(): Promise<LocalRegistryState>;
  /** Starts it with the program, as the settings say: as it was left, always or never. */
  resume(): Promise<void>;
  /** Reads the figures again and tells them. */
  refresh(): Promise<void>;
  /** Throws `busy` where this is the embedded registry's profile and it runs. */
  assertRemovable(registryId: RegistryId): void;
  /** Stops it at the end of the program; it starts again with the next one. */
  close(): Promise<void>;
}

const FIRST_USER = 'you';

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

/** Its profile stays, so that the place in the list and the index line in elba's configuration hold. */
async function reset(state: State): Promise<LocalRegistryState> {
  const { parts } = state;
  const wasRunning = state.running !== null;
  await shut(state);
  state.phase = 'stopped';
  remember(state, { on: wasRunning, activeUserId: null, renewing: false });
  await parts.wipe().catch((thrown: unknown) => {
    const reason = thrown instanceof Error && 'code' in thrown ? String(thrown.code) : 'unknown';
    throw failure(
      'disk_failed',
      `The local registry’s folder ${parts.folder} could not be deleted (${reason}). It is stopped; close what uses its files and reset it again.`,
    );
  });
  state.users = [];
  state.stats = { packages: 0, bytes: 0 };
  const profile = parts.registries.embedded();
  if (profile !== null) {
    await parts.vault.remove(profile.id);
    parts.wiped(profile.id);
    if (!wasRunning) markOffline(state, STOPPED);
  }
  return wasRunning ? start(state) : tell(state);
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
    openSession: () => openSession(state),
    resume: async () => {
      const when = parts.startsWithProgram();
      if (when === 'always' || (when === 'as_left' && state.memory.on)) await inTurn(() => start(state));
    },
    reset: () => inTurn(() => reset(state)),
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
