import * as z from 'zod';
import { Instant, RegistryId, TokenId } from '../../shared/ids.ts';
import { Day, TestResult, TokenName } from '../../shared/tokens.ts';

/** A token as it lies on disk: encrypted by the system's keychain, or with a key from the passphrase (AES-256-GCM, tag at the end). */
export const Sealed = z.discriminatedUnion('by', [
  z.object({ by: z.literal('keychain'), text: z.base64().min(1) }),
  z.object({
    by: z.literal('passphrase'),
    salt: z.base64().min(1),
    nonce: z.base64().min(1),
    text: z.base64().min(1),
  }),
]);
export type Sealed = z.infer<typeof Sealed>;

/** What is known of a token beside itself. `remoteId` is its number on the registry, where it was made there by this program. */
export const TokenFacts = z.object({
  id: TokenId,
  registryId: RegistryId,
  origin: z.string(),
  name: TokenName,
  savedAt: Instant,
  test: TestResult,
  testedAt: Instant.optional(),
  expiresOn: Day.optional(),
  remoteId: z.number().int().optional(),
});
export type TokenFacts = z.infer<typeof TokenFacts>;

/** One token on disk. `origin` stands there for showing; the one that counts is bound to the ciphertext. */
export const VaultRow = TokenFacts.extend({ sealed: Sealed });
export type VaultRow = z.infer<typeof VaultRow>;

/** Whom a token is for: what its ciphertext is bound to. */
export type TokenBinding = Pick<TokenFacts, 'id' | 'registryId' | 'origin'>;

const RowOfVersion1 = z.object({
  sealed: z.base64().min(1),
  origin: z.string(),
  savedAt: Instant,
  test: TestResult,
  testedAt: Instant.optional(),
});

/** What a token is called when nobody said. */
export const FIRST_NAME = 'Token';

/** A row of the first version, which kept one token for each registry, sealed by the keychain. What is not understood stays in it. */
export function rowFromVersion1(registryId: string, value: unknown): Record<string, unknown> {
  const row = RowOfVersion1.safeParse(value);
  if (!row.success) return { registryId, damaged: value };
  const { sealed, ...facts } = row.data;
  return {
    id: `first-${registryId}`.slice(0, 64),
    registryId,
    name: FIRST_NAME,
    ...facts,
    sealed: { by: 'keychain', text: sealed },
  };
}
