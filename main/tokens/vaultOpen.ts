import type { RegistryId, TokenId } from '../../shared/ids.ts';
import { failure } from '../failure.ts';
import { openByKeychain } from './keychainSeal.ts';
import { hasHeader } from './passphraseKey.ts';
import { openByPassphrase } from './passphraseSeal.ts';
import { reasons } from './reasons.ts';
import { headersOf } from './vaultFile.ts';
import type { TokenBinding, VaultRow } from './vaultRows.ts';
import { activeEntry, cipherOf, damagedOf, entriesOf, type VaultState } from './vaultState.ts';

type Opened = { readonly token: string } | { readonly reason: string };

/**
 * Opens a row for whom it is wanted, which need not be for whom it was saved. Waits for the passphrase while the vault is locked;
 * throws `token_locked` when it is not given.
 */
export async function openRow(state: VaultState, row: VaultRow, wanted: Omit<TokenBinding, 'id'>): Promise<Opened> {
  if (row.origin !== wanted.origin) return { reason: reasons.otherOrigin };
  const binding: TokenBinding = { id: row.id, registryId: wanted.registryId, origin: wanted.origin };
  if (row.sealed.by === 'keychain') return openByKeychain(await cipherOf(state), row.sealed, binding);
  if (!hasHeader(headersOf(state.file.get()))) return { reason: reasons.noHeader };
  return openByPassphrase(await state.lock.key(row.registryId), row.sealed, binding);
}

/** A token and which one it is. */
export interface Reached {
  readonly id: TokenId;
  readonly token: string;
}

const lockedBecause = (reason: string) => failure('token_locked', `The saved token can't be used. ${reason}`);

/** Finds a token, the one in use unless told, and tells the redactor; what was learned about its row is kept in `refusals`. */
export async function reach(
  state: VaultState,
  registryId: RegistryId,
  origin: string,
  tokenId?: TokenId,
): Promise<Reached> {
  await cipherOf(state);
  const entry =
    tokenId === undefined
      ? activeEntry(state, registryId)
      : entriesOf(state, registryId).find(({ facts }) => facts.id === tokenId);
  if (entry === undefined) {
    if (damagedOf(state, registryId).length > 0) throw lockedBecause(reasons.damaged);
    throw failure('token_missing', 'No token is saved for this registry. Save one on its page first.');
  }
  const { id } = entry.facts;
  if (entry.in === 'memory') {
    if (entry.facts.origin !== origin) throw lockedBecause(reasons.otherOrigin);
    return { id, token: entry.token };
  }
  const before = state.refusals.get(id);
  const opened = await openRow(state, entry.row, { registryId, origin });
  if ('token' in opened) {
    state.parts.redactor.add(opened.token);
    if (state.refusals.delete(id)) state.parts.changed?.(registryId);
    return { id, token: opened.token };
  }
  state.refusals.set(id, opened.reason);
  if (before !== opened.reason) state.parts.changed?.(registryId);
  throw lockedBecause(opened.reason);
}
