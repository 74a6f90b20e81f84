import { join } from 'node:path';
import { openDocument } from '../../main/document.ts';
import type { Vault } from '../../main/tokens/vault.ts';
import { RegistryId } from '../../shared/ids.ts';
import { testKeychain } from './testCipher.ts';
import { testVault } from './testVault.ts';

export const CHANGING = RegistryId.parse('changing');
export const RESTING = RegistryId.parse('resting');
export const ORIGIN = 'https://registry.example';
export const PASSPHRASE = 'correct horse battery';

/** The vault that is written to and killed, as the next run opens it. */
export const vaultIn = (folder: string): Vault =>
  testVault({
    cipher: async () => testKeychain(new Uint8Array(32).fill(7)),
    document: openDocument(join(folder, 'vault.json')),
    attempts: openDocument(join(folder, 'attempts.json')),
  });

/** Opens it where it has a passphrase. */
export async function opened(vault: Vault): Promise<Vault> {
  if ((await vault.storage()).locked) await vault.unlock(PASSPHRASE);
  return vault;
}

/** Saves `from`, `from + 1` and so on without a pause, says each when it is kept, and moves all tokens now and then. */
async function saveForEver(folder: string, from: number): Promise<void> {
  const vault = await opened(vaultIn(folder));
  for (let count = from; ; count += 1) {
    await vault.set(CHANGING, ORIGIN, `token-${count}`);
    process.stdout.write(`${count}\n`);
    if (count % 4 === 0) await vault.move(count % 8 === 0 ? 'passphrase' : 'keychain', PASSPHRASE, 'ask');
  }
}

const [, script, folder, from] = process.argv;
if (script === import.meta.filename && folder !== undefined) await saveForEver(folder, Number(from));
