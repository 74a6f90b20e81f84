import { createCipheriv, createDecipheriv, randomBytes } from 'node:crypto';
import type { SecretCipher } from '../../main/host.ts';

/** A cipher that stands in for a system's keychain: authenticated, and good only for the key that it was made with. */
export function testKeychain(key: Uint8Array = randomBytes(32)): Extract<SecretCipher, { kind: 'keychain' }> {
  return {
    kind: 'keychain',
    text: 'Tokens are kept in the keychain of the test.',
    encrypt: async (text) => {
      const nonce = randomBytes(12);
      const cipher = createCipheriv('aes-256-gcm', key, nonce);
      const body = Buffer.concat([cipher.update(text, 'utf8'), cipher.final()]);
      return Buffer.concat([nonce, cipher.getAuthTag(), body]);
    },
    decrypt: async (bytes) => {
      const all = Buffer.from(bytes);
      const decipher = createDecipheriv('aes-256-gcm', key, all.subarray(0, 12), { authTagLength: 16 });
      decipher.setAuthTag(all.subarray(12, 28));
      return Buffer.concat([decipher.update(all.subarray(28)), decipher.final()]).toString('utf8');
    },
  };
}

/** A computer without a keychain. */
export const noKeychain: SecretCipher = { kind: 'none', reason: 'The test has no keychain.' };
