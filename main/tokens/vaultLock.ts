import type { RegistryId } from '../../shared/ids.ts';
import { failure } from '../failure.ts';

/** Holds the passphrase's key as long as the vault is open, and lets those wait who need it while it is not. */
export interface VaultLock {
  readonly isOpen: boolean;
  /** The registry that waits for the passphrase, the first of them. */
  readonly wantedBy: RegistryId | null;
  /** The key where the vault is open; null where it is not, which asks nobody. Does not count as use. */
  peek(): Uint8Array | null;
  /** The key; waits for the person while the vault is locked. Throws `token_locked` when they think better of it. */
  key(registryId: RegistryId): Promise<Uint8Array>;
  /** Notes that the vault is in use: it stays open from now for as long as it may. */
  touch(): void;
  open(key: Uint8Array): void;
  /** Forgets the key. */
  shut(): void;
  /** Nobody gives the passphrase: those who wait get `token_locked`. */
  giveUp(): void;
}

export interface VaultLockParts {
  now(): Date;
  /** How long it stays open unused, in minutes; null is for ever. */
  minutes(): number | null;
  /** Told when it opened or shut, and when somebody begins or ends to wait. */
  changed(): void;
}

interface Waiting {
  readonly registryId: RegistryId;
  readonly key: PromiseWithResolvers<Uint8Array>;
}

/** Checks again this often at the most, because a timer stands still while the computer sleeps. */
const LOOK_MS = 60_000;

const notGiven = () =>
  failure('token_locked', 'The passphrase was not given, so the token stayed locked and nothing was sent.');

interface State {
  readonly parts: VaultLockParts;
  key: Uint8Array | null;
  waiting: Waiting[];
  usedAt: number;
  timer: NodeJS.Timeout | undefined;
}

function shut(state: State): void {
  clearTimeout(state.timer);
  if (state.key === null) return;
  state.key.fill(0);
  state.key = null;
  state.parts.changed();
}

const msLeft = ({ parts, usedAt }: State): number => {
  const minutes = parts.minutes();
  return minutes === null ? Infinity : usedAt + minutes * 60_000 - parts.now().getTime();
};

/** Locks where the time is over, else looks again in time. */
function watch(state: State): void {
  clearTimeout(state.timer);
  if (state.key === null) return;
  const left = msLeft(state);
  if (left <= 0) shut(state);
  else if (left !== Infinity) state.timer = setTimeout(() => watch(state), Math.min(left, LOOK_MS)).unref();
}

function open(state: State, key: Uint8Array): void {
  if (state.key !== key) state.key?.fill(0);
  state.key = key;
  state.usedAt = state.parts.now().getTime();
  const { waiting } = state;
  state.waiting = [];
  for (const { key: wanted } of waiting) wanted.resolve(key);
  watch(state);
  state.parts.changed();
}

function wait(state: State, registryId: RegistryId): Promise<Uint8Array> {
  const waiting: Waiting = { registryId, key: Promise.withResolvers() };
  state.waiting.push(waiting);
  state.parts.changed();
  return waiting.key.promise;
}

/** A lock that is shut. */
export function createVaultLock(parts: VaultLockParts): VaultLock {
  const state: State = { parts, key: null, waiting: [], usedAt: 0, timer: undefined };
  return {
    get isOpen() {
      return state.key !== null;
    },
    get wantedBy() {
      return state.waiting[0]?.registryId ?? null;
    },
    peek: () => state.key,
    key: (registryId) => {
      watch(state);
      if (state.key === null) return wait(state, registryId);
      state.usedAt = parts.now().getTime();
      return Promise.resolve(state.key);
    },
    touch: () => {
      state.usedAt = parts.now().getTime();
      watch(state);
    },
    open: (key) => open(state, key),
    shut: () => shut(state),
    giveUp: () => {
      const { waiting } = state;
      state.waiting = [];
      for (const { key } of waiting) key.reject(notGiven());
      if (waiting.length > 0) parts.changed();
    },
  };
}
