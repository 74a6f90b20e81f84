import { randomUUID } from 'node:crypto';
import { createVault, type Vault } from '../../main/tokens/vault.ts';
import type { VaultParts } from '../../main/tokens/vaultState.ts';
import { TokenId } from '../../shared/ids.ts';
import { memoryDocument } from './memoryDocument.ts';
import { noKeychain } from './testCipher.ts';

/** A passphrase's key in a moment: what a guess costs is not what these tests are about. */
export const QUICK = { N: 2 ** 10, r: 8, p: 1 } as const;

/** A vault over documents in memory, without a keychain, whose passphrases are cheap, unless it is told otherwise. */
export const testVault = (parts: Partial<VaultParts> = {}): Vault =>
  createVault({
    cipher: async () => noKeychain,
    document: memoryDocument(),
    attempts: memoryDocument(),
    redactor: { add: () => {} },
    now: () => new Date(),
    newId: () => TokenId.parse(randomUUID()),
    cost: QUICK,
    ...parts,
  });
