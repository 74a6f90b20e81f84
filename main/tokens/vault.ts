import type { RegistryId, TokenId } from '../../shared/ids.ts';
import type { Day, SavedToken, StorageWay, TokenState, TokenStorage } from '../../shared/tokens.ts';
import { Failure, failure } from '../failure.ts';
import { createTurns } from '../turns.ts';
import { createAttempts } from './attempts.ts';
import { alter, drop, keep, makeActive, type SaveOptions } from './vaultChange.ts';
import { openVaultFile } from './vaultFile.ts';
import { createVaultLock } from './vaultLock.ts';
import { changeTo, type Moved, moveTo, type Unreadable } from './vaultMove.ts';
import { reach } from './vaultOpen.ts';
import { entriesOf, listOf, stateOf, type VaultParts, type VaultState, wayOf } from './vaultState.ts';
import { checkPassphrase, lockAfterOf, storageOf, unlock } from './vaultUnlock.ts';

/** Which token a registry said something of; the one lent last where it is not told. */
export interface TestedToken {
  readonly tokenId?: TokenId | undefined;
  /** Only if that very token is still the one in place. */
  readonly savedAt?: string | undefined;
}

export interface Vault {
  /** How tokens are kept in this run, for the settings page. A keychain that cannot be had is none. */
  storage(): Promise<TokenStorage>;
  /**
   * Saves a token for a registry at an origin (`https://host:port`), in place of the one of its name. White space around it is
   * dropped, because pasting adds it and no registry makes it; everything inside stays exactly as given. Waits for the passphrase
   * while the vault is locked. Rejects with `invalid_input` where nothing is left, `token_locked` where the passphrase was not
   * given, `token_storage_failed` where it could not be kept.
   */
  set(registryId: RegistryId, origin: string, token: string, options?: SaveOptions): Promise<TokenId>;
  /** Forgets one token, or all of a registry. */
  remove(registryId: RegistryId, tokenId?: TokenId): Promise<void>;
  /** Changes its name or the day on which it expires; null takes the day away. Rejects with `not_found`, `invalid_input` for a name in use. */
  change(
    registryId: RegistryId,
    tokenId: TokenId,
    what: { readonly name?: string | undefined; readonly expiresOn?: Day | null | undefined },
  ): Promise<void>;
  /** Makes a token the one that its registry is used with. Rejects with `not_found`. */
  activate(registryId: RegistryId, tokenId: TokenId): Promise<void>;
  state(registryId: RegistryId, origin: string): TokenState;
  tokens(registryId: RegistryId, origin: string): SavedToken[];
  /** The saved token that has this number on the registry itself. */
  withRemoteId(registryId: RegistryId, remoteId: number): TokenId | null;
  /** Notes what a registry said of a token. */
  recordTest(registryId: RegistryId, result: 'accepted' | 'rejected', about?: TestedToken): void;
  /**
   * Lends a token to `fn`, the only way to reach one; the one in use unless told. Waits for the passphrase while the vault is
   * locked. Rejects with `token_missing` where none is saved and with `token_locked` where one is there and cannot be opened for
   * this origin; its ciphertext is kept then.
   */
  use<T>(registryId: RegistryId, origin: string, fn: (token: string) => Promise<T>, tokenId?: TokenId): Promise<T>;
  /** Opens the vault; those who wait go on. Rejects with `passphrase_wrong`, `passphrase_wait`. */
  unlock(passphrase: string): Promise<void>;
  lock(): void;
  /** Nobody gives the passphrase: those who wait get `token_locked`. */
  giveUp(): void;
  /** Keeps tokens another way. All of them move with one write. Rejects with `not_supported_here`, `invalid_input`, `token_locked`. */
  move(way: StorageWay, passphrase: string | undefined, unreadable: Unreadable): Promise<Moved>;
  /** Rejects with `passphrase_wrong`, `passphrase_wait`, `invalid_input`. */
  changePassphrase(current: string, next: string, unreadable: Unreadable): Promise<Moved>;
  lockAfter(minutes: number | null): Promise<void>;
}

const refusedChange = () =>
  failure(
    'token_storage_failed',
    'The token file or the keychain refused the change, so nothing changed. Unlock the keychain or make room on the disk, then try again.',
  );

/** A cipher's or a disk's own words can repeat what they were given, so they go no further. */
function asRefused(thrown: unknown): never {
  if (thrown instanceof Failure && thrown.error.code !== 'disk_failed') throw thrown;
  throw refusedChange();
}

function createState(parts: VaultParts): VaultState {
  const file = openVaultFile(parts.document);
  return {
    parts,
    file,
    lock: createVaultLock({
      now: parts.now,
      minutes: () => lockAfterOf({ file }),
      changed: () => parts.storageChanged?.(),
    }),
    attempts: createAttempts(parts.attempts, parts.now),
    inTurn: createTurns(),
    held: new Map(),
    heldActive: new Map(),
    refusals: new Map(),
    lent: new Map(),
    cipher: null,
  };
}

/** Saves it where the vault is open, else waits for the passphrase first: in turn nobody may wait for a person. */
async function save(
  state: VaultState,
  registryId: RegistryId,
  origin: string,
  token: string,
  options: SaveOptions,
): Promise<TokenId> {
  const needsKey = (): boolean => wayOf(state) === 'passphrase' && !state.lock.isOpen && options.whenLocked !== 'hold';
  await storageOf(state);
  if (needsKey()) await state.lock.key(registryId);
  else state.lock.touch();
  return state.inTurn(() => keep(state, registryId, origin, token, options));
}

const gone = () => failure('not_found', 'This token is no longer saved here. It was removed.');

function changeFacts(
  state: VaultState,
  registryId: RegistryId,
  tokenId: TokenId,
  { name, expiresOn }: Parameters<Vault['change']>[2],
): void {
  const others = entriesOf(state, registryId).filter(({ facts }) => facts.id !== tokenId);
  if (name !== undefined && others.some(({ facts }) => facts.name.toLowerCase() === name.toLowerCase()))
    throw failure('invalid_input', `A token named ${name} is saved for this registry already. Choose another name.`);
  const found = alter(state, registryId, tokenId, ({ expiresOn: before, ...facts }) => {
    const day = expiresOn === undefined ? before : expiresOn;
    return { ...facts, ...(name === undefined ? {} : { name }), ...(day == null ? {} : { expiresOn: day }) };
  });
  if (!found) throw gone();
}

function noteTest(state: VaultState, registryId: RegistryId, test: 'accepted' | 'rejected', about: TestedToken): void {
  const id = about.tokenId ?? state.lent.get(registryId) ?? entriesOf(state, registryId)[0]?.facts.id;
  if (id === undefined) return;
  const testedAt = state.parts.now().toISOString();
  const noted = alter(state, registryId, id, (facts) =>
    about.savedAt === undefined || facts.savedAt === about.savedAt ? { ...facts, test, testedAt } : null,
  );
  if (noted) state.parts.changed?.(registryId);
}

/** The part of the vault that is about single tokens. */
function tokenCalls(
  state: VaultState,
): Omit<Vault, 'storage' | 'unlock' | 'lock' | 'giveUp' | 'move' | 'changePassphrase' | 'lockAfter'> {
  const { parts } = state;
  const change = async <T>(registryId: RegistryId, run: () => Promise<T> | T): Promise<T> => {
    const done = await state.inTurn(run).catch(asRefused);
    parts.changed?.(registryId);
    parts.storageChanged?.();
    return done;
  };
  return {
    set: async (registryId, origin, token, options = {}) => {
      const trimmed = token.trim();
      if (trimmed === '')
        throw failure('invalid_input', 'The token is empty. Paste the one that the registry gave you.');
      parts.redactor.add(token);
      parts.redactor.add(trimmed);
      const id = await save(state, registryId, origin, trimmed, options).catch(asRefused);
      parts.changed?.(registryId);
      parts.storageChanged?.();
      return id;
    },
    remove: (registryId, tokenId) => change(registryId, () => drop(state, registryId, tokenId)),
    change: (registryId, tokenId, what) => change(registryId, () => changeFacts(state, registryId, tokenId, what)),
    activate: (registryId, tokenId) =>
      change(registryId, () => {
        if (!entriesOf(state, registryId).some(({ facts }) => facts.id === tokenId)) throw gone();
        makeActive(state, registryId, tokenId);
      }),
    state: (registryId, origin) => stateOf(state, registryId, origin),
    tokens: (registryId, origin) => listOf(state, registryId, origin),
    withRemoteId: (registryId, remoteId) =>
      entriesOf(state, registryId).find(({ facts }) => facts.remoteId === remoteId)?.facts.id ?? null,
    recordTest: (registryId, result, about = {}) => noteTest(state, registryId, result, about),
    use: async (registryId, origin, fn, tokenId) => {
      const { id, token } = await reach(state, registryId, origin, tokenId);
      state.lent.set(registryId, id);
      try {
        return await fn(token);
      } finally {
        state.lock.touch();
      }
    },
  };
}

/**
 * Keeps the tokens of every registry, each bound to its id, its registry and its origin. In the keychain's and the passphrase's way
 * the file holds ciphertext and never anything else; in memory nothing is written, and what an earlier run left there stays
 * untouched. Only `use` lends a token.
 */
export function createVault(parts: VaultParts): Vault {
  const state = createState(parts);
  const checkingInTurn = createTurns();
  const moved = async (run: () => Promise<Moved>): Promise<Moved> => {
    const done = await run().catch(asRefused);
    parts.storageChanged?.();
    return done;
  };
  return {
    ...tokenCalls(state),
    storage: () => storageOf(state),
    unlock: (passphrase) => checkingInTurn(() => unlock(state, passphrase)),
    lock: () => state.lock.shut(),
    giveUp: () => state.lock.giveUp(),
    move: (way, passphrase, unreadable) => moved(() => moveTo(state, way, passphrase, unreadable)),
    changePassphrase: (current, next, unreadable) =>
      moved(async () => {
        state.lock.open(await checkingInTurn(() => checkPassphrase(state, current)));
        return changeTo(state, next, unreadable);
      }),
    lockAfter: (minutes) =>
      state.inTurn(() => {
        state.file.put({ ...state.file.get(), lockAfterMinutes: minutes });
        state.lock.touch();
        parts.storageChanged?.();
      }),
  };
}
