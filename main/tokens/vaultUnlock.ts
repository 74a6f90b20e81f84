import type { TokenStorage } from '../../shared/tokens.ts';
import { failure } from '../failure.ts';
import { keyOf } from './passphraseKey.ts';
import { sealFor } from './vaultChange.ts';
import { headersOf, rowsOf, withRow } from './vaultFile.ts';
import { cipherOf, type VaultState, wayOf } from './vaultState.ts';

/** How long the vault stays open unused where nobody said. */
const LOCK_AFTER_MINUTES = 15;

export const lockAfterOf = ({ file }: Pick<VaultState, 'file'>): number | null => {
  const { lockAfterMinutes } = file.get();
  return lockAfterMinutes === undefined ? LOCK_AFTER_MINUTES : lockAfterMinutes;
};

const IN_MEMORY =
  'Tokens are kept for this session only: nothing of them is written to disk, and they are gone when the program ends.';
const IN_VAULT = 'Tokens are in one encrypted file, which your passphrase opens.';
const NO_HEADER =
  'Tokens are kept for this session only: the part of the token file that its passphrase is checked by is damaged. Choose again how to keep them.';

/** How tokens are kept, in a sentence. */
function textOf(state: VaultState): string {
  const way = wayOf(state);
  if (way === 'passphrase') return IN_VAULT;
  if (way === 'keychain' && state.cipher?.kind === 'keychain') return state.cipher.text;
  if (state.file.get().way === 'passphrase') return NO_HEADER;
  return IN_MEMORY;
}

/** How tokens are kept, for the settings page. */
export async function storageOf(state: VaultState): Promise<TokenStorage> {
  const cipher = await cipherOf(state);
  const { way: chosen } = state.file.get();
  const way = wayOf(state);
  const waitUntil = state.attempts.waitUntil();
  const { wantedBy } = state.lock;
  return {
    way,
    chosen: chosen === way,
    text: textOf(state),
    ...(cipher.kind === 'none' ? { noKeychain: cipher.reason } : {}),
    locked: way === 'passphrase' && !state.lock.isOpen,
    ...(wantedBy === null ? {} : { wantedBy }),
    lockAfterMinutes: lockAfterOf(state),
    ...(waitUntil === null ? {} : { waitUntil: waitUntil.toISOString() }),
    saved: state.held.size + rowsOf(state.file.get()).good.length,
  };
}

/** Puts tokens into the vault that were held in memory because it was locked. */
async function sealHeld(state: VaultState): Promise<void> {
  if (wayOf(state) !== 'passphrase' || state.held.size === 0) return;
  let content = state.file.get();
  for (const { facts, token } of state.held.values()) {
    const sealed = await sealFor(state, 'passphrase', facts, token);
    if (sealed !== null) content = withRow(content, { ...facts, sealed });
  }
  const active = { ...content.active, ...Object.fromEntries(state.heldActive) };
  state.file.put({ ...content, active });
  state.held = new Map();
  state.heldActive.clear();
}

const seconds = (ms: number): string => {
  const count = Math.max(1, Math.ceil(ms / 1000));
  return count === 1 ? '1 second' : `${count} seconds`;
};

/** The key for a passphrase. Throws `passphrase_wait` after wrong ones, `passphrase_wrong`. */
export async function checkPassphrase(state: VaultState, passphrase: string): Promise<Buffer> {
  const { attempts, parts, file } = state;
  const until = attempts.waitUntil();
  if (until !== null) {
    const left = seconds(until.getTime() - parts.now().getTime());
    throw failure('passphrase_wait', `The passphrase was wrong several times. Try again in ${left}.`);
  }
  attempts.begin();
  const key = await keyOf(passphrase, headersOf(file.get()));
  if (key === null) {
    parts.storageChanged?.();
    throw failure('passphrase_wrong', 'This is not the passphrase of the vault. Nothing was opened; try again.');
  }
  attempts.good();
  return key;
}

/** Opens the vault; those who wait for it go on. */
export async function unlock(state: VaultState, passphrase: string): Promise<void> {
  const key = await checkPassphrase(state, passphrase);
  state.lock.open(key);
  await state.inTurn(() => sealHeld(state));
}
