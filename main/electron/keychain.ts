import type { SafeStorage } from 'electron';
import type { SecretCipher } from '../host.ts';

/** The part of Electron's `safeStorage` that is used. */
export type KeychainStore = Pick<
  SafeStorage,
  'isAsyncEncryptionAvailable' | 'encryptStringAsync' | 'decryptStringAsync'
>;

const NONE: SecretCipher = { kind: 'none', reason: 'This computer has no keychain service running.' };

const KEPT_IN: Readonly<Partial<Record<NodeJS.Platform, string>>> = {
  darwin: 'Tokens are encrypted with a key that your Mac keeps in its keychain.',
  win32: 'Tokens are encrypted by Windows for your account.',
};
const KEPT_IN_KEYRING = "Tokens are encrypted with a key that your desktop's keyring keeps.";

/**
 * Whether something real stands behind the store. Without a keyring Chromium on Linux encrypts with a password that is the same
 * everywhere, and marks such a text by `v10` where a keyring's begins with `v11`.
 */
async function isReal(store: KeychainStore, platform: NodeJS.Platform): Promise<boolean> {
  if (!(await store.isAsyncEncryptionAvailable())) return false;
  if (platform !== 'linux') return true;
  const probe = await store.encryptStringAsync('probe');
  return probe.subarray(0, 3).toString('latin1') !== 'v10';
}

/** The system's keychain where there is a real one, else none with the sentence that says so. Needs the application ready. */
export async function keychainCipher(store: KeychainStore, platform: NodeJS.Platform): Promise<SecretCipher> {
  const real = await isReal(store, platform).catch(() => false);
  if (!real) return NONE;
  return {
    kind: 'keychain',
    text: KEPT_IN[platform] ?? KEPT_IN_KEYRING,
    encrypt: (text) => store.encryptStringAsync(text),
    decrypt: async (bytes) => (await store.decryptStringAsync(Buffer.from(bytes))).result,
  };
}
