import type { RegistryId, TokenId } from '../../shared/ids.ts';
import type { Day, StorageWay } from '../../shared/tokens.ts';
import { failure } from '../failure.ts';
import { sealByKeychain } from './keychainSeal.ts';
import { sealByPassphrase } from './passphraseSeal.ts';
import { withActive, withoutRows, withRow } from './vaultFile.ts';
import { FIRST_NAME, type Sealed, type TokenBinding, type TokenFacts } from './vaultRows.ts';
import {
  activeEntry,
  cipherOf,
  damagedId,
  damagedOf,
  type Entry,
  entriesOf,
  reasonOf,
  type VaultState,
  wayOf,
} from './vaultState.ts';

/** How a token is saved. Without a name it takes the place of the one in use. */
export interface SaveOptions {
  readonly name?: string | undefined;
  readonly expiresOn?: Day | undefined;
  /** Its number on the registry, where it was made there from here. */
  readonly remoteId?: number | undefined;
  /** `hold` keeps it in memory while the vault is locked, for a token that the program makes anew whenever it needs one. */
  readonly whenLocked?: 'ask' | 'hold';
}

const sameName = (a: string, b: string): boolean => a.toLowerCase() === b.toLowerCase();

/** Encrypts a token the given way; null for memory. The passphrase's key must be there. */
export async function sealFor(
  state: VaultState,
  way: StorageWay,
  binding: TokenBinding,
  token: string,
): Promise<Sealed | null> {
  if (way === 'memory') return null;
  if (way === 'keychain') {
    const cipher = await cipherOf(state);
    if (cipher.kind === 'none') throw new Error('There is no keychain to seal with.');
    return sealByKeychain(cipher, binding, token);
  }
  const key = state.lock.peek();
  if (key === null) throw failure('token_locked', 'The vault was locked again before the token was saved.');
  return sealByPassphrase(key, binding, token);
}

export function holdToken(state: VaultState, facts: TokenFacts, token: string): void {
  state.held = new Map(state.held).set(facts.id, { facts, token });
}

function letGo(state: VaultState, ids: ReadonlySet<string>): void {
  state.held = new Map([...state.held].filter(([id]) => !ids.has(id)));
}

/** The token whose place a new one takes: of the same name, in memory where the new one goes there, since rows are not touched then. */
function replaced(state: VaultState, registryId: RegistryId, name: string, inMemory: boolean): Entry | undefined {
  return entriesOf(state, registryId).find(
    (entry) => sameName(entry.facts.name, name) && (!inMemory || entry.in === 'memory'),
  );
}

/** Makes a token the one in use; noted in the file only where it lies there. */
export function makeActive(state: VaultState, registryId: RegistryId, tokenId: TokenId): void {
  if (state.held.has(tokenId)) {
    state.heldActive.set(registryId, tokenId);
    return;
  }
  if (state.file.get().active[registryId] !== tokenId)
    state.file.put(withActive(state.file.get(), registryId, tokenId));
  state.heldActive.delete(registryId);
}

/** Saves a token, in place of the one of its name. Runs in turn with other changes. */
export async function keep(
  state: VaultState,
  registryId: RegistryId,
  origin: string,
  token: string,
  options: SaveOptions,
): Promise<TokenId> {
  await cipherOf(state);
  const holds = wayOf(state) === 'passphrase' && !state.lock.isOpen && options.whenLocked === 'hold';
  const way = holds ? 'memory' : wayOf(state);
  const active = activeEntry(state, registryId);
  const name = options.name ?? active?.facts.name ?? FIRST_NAME;
  const before = replaced(state, registryId, name, way === 'memory');
  const { expiresOn, remoteId } = options;
  const facts: TokenFacts = {
    id: before?.facts.id ?? state.parts.newId(),
    registryId,
    origin,
    name,
    savedAt: state.parts.now().toISOString(),
    test: 'untested',
    ...(expiresOn === undefined ? {} : { expiresOn }),
    ...(remoteId === undefined ? {} : { remoteId }),
  };
  const becomesActive =
    options.name === undefined || active === undefined || reasonOf(state, active, origin) !== undefined;
  const sealed = await sealFor(state, way, facts, token);
  if (sealed === null) {
    holdToken(state, facts, token);
    if (becomesActive) state.heldActive.set(registryId, facts.id);
  } else {
    const next = withRow(state.file.get(), { ...facts, sealed });
    state.file.put(becomesActive ? withActive(next, registryId, facts.id) : next);
    letGo(state, new Set([facts.id]));
    if (becomesActive) state.heldActive.delete(registryId);
  }
  state.refusals.delete(facts.id);
  return facts.id;
}

/** Forgets one token of a registry, or all of them and what is damaged too. */
export function drop(state: VaultState, registryId: RegistryId, tokenId?: TokenId): void {
  const all = tokenId === undefined;
  const gone = entriesOf(state, registryId).filter(({ facts }) => all || facts.id === tokenId);
  const damaged = damagedOf(state, registryId).filter(({ at }) => all || damagedId(at) === tokenId);
  const ids = new Set<string>(gone.map(({ facts }) => facts.id));
  const content = state.file.get();
  if (damaged.length > 0 || gone.some((entry) => entry.in === 'file')) {
    const next = withoutRows(content, ids, new Set(damaged.map(({ at }) => at)));
    const forgetsActive = all || content.active[registryId] === tokenId;
    state.file.put(forgetsActive ? withActive(next, registryId, null) : next);
  }
  letGo(state, ids);
  if (all || state.heldActive.get(registryId) === tokenId) state.heldActive.delete(registryId);
  for (const { facts } of gone) state.refusals.delete(facts.id);
}

/** Changes what is known of a token beside itself. Answers whether it is there. */
export function alter(
  state: VaultState,
  registryId: RegistryId,
  tokenId: TokenId,
  change: (facts: TokenFacts) => TokenFacts | null,
): boolean {
  const entry = entriesOf(state, registryId).find(({ facts }) => facts.id === tokenId);
  if (entry === undefined) return false;
  const facts = change(entry.facts);
  if (facts === null) return false;
  if (entry.in === 'memory') holdToken(state, facts, entry.token);
  else state.file.put(withRow(state.file.get(), { ...facts, sealed: entry.row.sealed }));
  return true;
}
