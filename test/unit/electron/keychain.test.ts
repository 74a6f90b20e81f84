import { describe, expect, it } from 'vitest';
import { type KeychainStore, keychainCipher } from '../../../main/electron/keychain.ts';

/** A store that marks its texts as Chromium does, and turns their bytes around. */
const store = (mark: string, available = true): KeychainStore => ({
  isAsyncEncryptionAvailable: () => Promise.resolve(available),
  encryptStringAsync: (text) =>
    Promise.resolve(Buffer.concat([Buffer.from(mark), Buffer.from(text, 'utf8').toReversed()])),
  decryptStringAsync: (bytes) =>
    Promise.resolve({ shouldReEncrypt: false, result: Buffer.from(bytes.subarray(3).toReversed()).toString() }),
});

describe('the keychain of the desktop', () => {
  it.each(['linux', 'darwin', 'win32'] as const)('is used on %s where it is real', async (platform) => {
    const cipher = await keychainCipher(store('v11'), platform);
    if (cipher.kind !== 'keychain') throw new Error(`It is ${cipher.kind}.`);
    expect(cipher.text).toMatch(/^Tokens are encrypted .*\.$/);
    const sealed = await cipher.encrypt('tökén');
    expect(Buffer.from(sealed).toString()).not.toContain('tök');
    expect(await cipher.decrypt(sealed)).toBe('tökén');
  });

  it('is not taken for one on Linux when the password is the same everywhere', async () => {
    const cipher = await keychainCipher(store('v10'), 'linux');
    expect(cipher).toEqual({ kind: 'none', reason: 'This computer has no keychain service running.' });
  });

  it('is taken on a Mac, whose texts begin with v10 as well', async () => {
    expect((await keychainCipher(store('v10'), 'darwin')).kind).toBe('keychain');
  });

  it('is none where the system has none, or it fails', async () => {
    expect((await keychainCipher(store('v11', false), 'win32')).kind).toBe('none');
    const broken = { ...store('v11'), encryptStringAsync: () => Promise.reject(new Error('locked')) };
    expect((await keychainCipher(broken, 'linux')).kind).toBe('none');
  });
});
