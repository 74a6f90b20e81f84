import { hkdfSync, randomBytes } from 'node:crypto';
import { decrypt, encrypt } from './passphraseKey.ts';
import { reasons } from './reasons.ts';
import type { Sealed, TokenBinding } from './vaultRows.ts';

/** Authenticated with the ciphertext: a row that is moved to another token, registry or address does not open. */
const vouchedFor = ({ id, registryId, origin }: TokenBinding): Buffer =>
  Buffer.from(JSON.stringify(['elba token', 2, id, registryId, origin]));

/** Each entry has a key of its own, from the passphrase's and a salt. */
const entryKey = (key: Uint8Array, salt: Uint8Array): Uint8Array =>
  new Uint8Array(hkdfSync('sha256', key, salt, 'elba token entry', 32));

/** Encrypts a token with the passphrase's key: fresh salt, fresh nonce, bound to whom it is for. */
export function sealByPassphrase(key: Uint8Array, binding: TokenBinding, token: string): Sealed {
  const salt = randomBytes(16);
  const sealed = encrypt(entryKey(key, salt), token, vouchedFor(binding));
  return { by: 'passphrase', salt: salt.toString('base64'), ...sealed };
}

/** The token, or why it must not be used. */
export function openByPassphrase(
  key: Uint8Array,
  sealed: Extract<Sealed, { by: 'passphrase' }>,
  binding: TokenBinding,
): { token: string } | { reason: string } {
  const token = decrypt(entryKey(key, Buffer.from(sealed.salt, 'base64')), sealed, vouchedFor(binding));
  return token === null || token === '' ? { reason: reasons.moved } : { token };
}
