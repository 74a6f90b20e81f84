import type { RegistryId } from '../../shared/ids.ts';
import type { TokenState } from '../../shared/registry.ts';
import type { TokenStorage } from '../../shared/settings.ts';
import { failure } from '../failure.ts';
import type { DocumentStore, SecretCipher } from '../host.ts';
import type { Redactor } from '../redact.ts';
import { createTurns } from '../turns.ts';
import { reasons, seal, unseal } from './sealed.ts';
import { openVaultRows, type VaultRow, type VaultRows } from './vaultRows.ts';

export interface Vault {
  /** How tokens are kept in this run, for the settings page. A cipher that cannot be had means memory. */
  storage(): Promise<TokenStorage>;
  /**
   * Saves a token for a registry at an origin (`https://host:port`), in place of an earlier one. White space around it is
   * dropped, because pasting adds it and no registry makes it; everything inside stays exactly as given. Rejects with
   * `invalid_input` where nothing is left, `token_storage_failed` where it could not be kept.
   */
  set(registryId: RegistryId, origin: string, token: string): Promise<void>;
  remove(registryId: RegistryId): Promise<void>;
  state(registryId: RegistryId, origin: string): TokenState;
  /** Notes what a registry said of the token. With `savedAt`, only if that very token is still the one in place. */
  recordTest(registryId: RegistryId, result: 'accepted' | 'rejected', savedAt?: string): void;
  /**
   * Lends the token to `fn`, the only way to reach it. Rejects with `token_missing` where none is saved for this origin and
   * with `token_locked` where one is there and cannot be opened; its ciphertext is kept then.
   */
  use<T>(registryId: RegistryId, origin: string, fn: (token: string) => Promise<T>): Promise<T>;
}

export interface VaultParts {
  cipher(): Promise<SecretCipher>;
  readonly document: DocumentStore;
  readonly redactor: Pick<Redactor, 'add'>;
  now(): Date;
  /** Told after every change of a token's state. */
  readonly changed?: (registryId: RegistryId) => void;
}

type Saved = Omit<VaultRow, 'sealed'>;

interface Shelves {
  readonly parts: VaultParts;
  readonly rows: VaultRows;
  /** Tokens of a run without a keychain. */
  readonly held: Map<RegistryId, { readonly token: string; readonly saved: Saved }>;
  /** Why the last try to open a row failed. */
  readonly refusals: Map<RegistryId, string>;
  cipher: SecretCipher | null;
}

const NO_KEYCHAIN: SecretCipher = {
  kind: 'memory',
  text: "This computer's keychain did not answer, so tokens are kept in memory until the program ends.",
};

async function cipherOf(shelves: Shelves): Promise<SecretCipher> {
  const cipher = shelves.cipher ?? (await shelves.parts.cipher().catch(() => NO_KEYCHAIN));
  shelves.cipher ??= cipher;
  return shelves.cipher;
}

const savedState = ({ savedAt, test, testedAt }: Saved): TokenState => ({
  kind: 'saved',
  savedAt,
  test,
  ...(testedAt === undefined ? {} : { testedAt }),
});

function stateOf({ rows, held, refusals, cipher }: Shelves, registryId: RegistryId, origin: string): TokenState {
  const inMemory = held.get(registryId);
  if (inMemory?.saved.origin === origin) return savedState(inMemory.saved);
  const row = rows.get(registryId);
  if (row === null) return { kind: 'none' };
  if (row === 'damaged') return { kind: 'unreadable', reason: reasons.damaged };
  const refusal = refusals.get(registryId);
  if (refusal !== undefined) return { kind: 'unreadable', reason: refusal };
  if (row.origin !== origin) return { kind: 'unreadable', reason: reasons.otherOrigin };
  return cipher?.kind === 'memory' ? { kind: 'unreadable', reason: reasons.otherRun } : savedState(row);
}

async function keep(shelves: Shelves, registryId: RegistryId, origin: string, token: string): Promise<void> {
  const saved: Saved = { origin, savedAt: shelves.parts.now().toISOString(), test: 'untested' };
  const cipher = await cipherOf(shelves);
  if (cipher.kind === 'memory') shelves.held.set(registryId, { token, saved });
  else shelves.rows.put(registryId, { ...saved, sealed: await seal(cipher, registryId, origin, token) });
  shelves.refusals.delete(registryId);
}

function drop({ held, refusals, rows }: Shelves, registryId: RegistryId): void {
  held.delete(registryId);
  refusals.delete(registryId);
  if (rows.get(registryId) !== null) rows.put(registryId, null);
}

/** Answers whether anything was noted. */
function noteTest(shelves: Shelves, registryId: RegistryId, test: 'accepted' | 'rejected', savedAt?: string): boolean {
  const tested = { test, testedAt: shelves.parts.now().toISOString() };
  const isThatOne = (saved: Saved): boolean => savedAt === undefined || saved.savedAt === savedAt;
  const inMemory = shelves.held.get(registryId);
  if (inMemory !== undefined) {
    if (!isThatOne(inMemory.saved)) return false;
    shelves.held.set(registryId, { ...inMemory, saved: { ...inMemory.saved, ...tested } });
    return true;
  }
  const row = shelves.rows.get(registryId);
  if (row === null || row === 'damaged' || !isThatOne(row)) return false;
  shelves.rows.put(registryId, { ...row, ...tested });
  return true;
}

/** Finds the token and tells the redactor, or throws; what was learned about a row is kept in `refusals`. */
async function reach(shelves: Shelves, registryId: RegistryId, origin: string): Promise<string> {
  const cipher = await cipherOf(shelves);
  const inMemory = shelves.held.get(registryId);
  if (inMemory?.saved.origin === origin) return inMemory.token;
  const row = shelves.rows.get(registryId);
  if (row === null) throw failure('token_missing', 'No token is saved for this registry. Save one on its page first.');
  const before = shelves.refusals.get(registryId);
  const opened = await unseal(cipher, row, registryId, origin);
  if ('token' in opened) {
    shelves.parts.redactor.add(opened.token);
    if (shelves.refusals.delete(registryId)) shelves.parts.changed?.(registryId);
    return opened.token;
  }
  shelves.refusals.set(registryId, opened.reason);
  if (before !== opened.reason) shelves.parts.changed?.(registryId);
  throw failure('token_locked', `The saved token can't be used. ${opened.reason}`);
}

/**
 * Keeps one token a registry, bound to its origin. With a keychain the document holds ciphertext and never anything else;
 * with memory nothing is written, and what an earlier run left there stays untouched. Only `use` lends a token.
 */
export function createVault(parts: VaultParts): Vault {
  const shelves: Shelves = {
    parts,
    rows: openVaultRows(parts.document),
    held: new Map(),
    refusals: new Map(),
    cipher: null,
  };
  const inTurn = createTurns();
  const change = async (registryId: RegistryId, run: () => Promise<void> | void): Promise<void> => {
    await inTurn(run).catch(() => {
      throw failure(
        'token_storage_failed',
        'The token file or the keychain refused the change, so nothing changed. Unlock the keychain or make room on the disk, then try again.',
      );
    });
    parts.changed?.(registryId);
  };

  return {
    storage: async () => {
      const { kind, text } = await cipherOf(shelves);
      return { kind, text };
    },
    set: async (registryId, origin, token) => {
      const trimmed = token.trim();
      if (trimmed === '')
        throw failure('invalid_input', 'The token is empty. Paste the one that the registry gave you.');
      parts.redactor.add(token);
      parts.redactor.add(trimmed);
      await change(registryId, () => keep(shelves, registryId, origin, trimmed));
    },
    remove: (registryId) => change(registryId, () => drop(shelves, registryId)),
    state: (registryId, origin) => stateOf(shelves, registryId, origin),
    recordTest: (registryId, result, savedAt) => {
      if (noteTest(shelves, registryId, result, savedAt)) parts.changed?.(registryId);
    },
    use: async (registryId, origin, fn) => fn(await reach(shelves, registryId, origin)),
  };
}
