import * as z from 'zod';
import type { RegistryId } from '../../shared/ids.ts';
import type { SecretCipher } from '../host.ts';
import type { VaultRow } from './vaultRows.ts';

/** What is inside a ciphertext. It names whom it was saved for, so that a row moved to another registry is refused. */
const Sealed = z.object({ v: z.literal(1), registryId: z.string(), origin: z.string(), token: z.string().min(1) });
type Sealed = z.infer<typeof Sealed>;

/** Why a token that is there is not used, as it is shown to the person. */
export const reasons = {
  otherRun: "It is in this computer's keychain, which this way of running the program can't open. Save it again.",
  damaged: 'Its entry in the token file is damaged. Save it again.',
  locked: "This computer's keychain did not open it. Unlock the keychain and test the token, or save it again.",
  moved: 'Its entry belongs to another registry, so it is not used. Save it again.',
  otherOrigin: 'It was saved for another address and is not sent anywhere else. Save it again.',
} as const;

type KeychainCipher = Extract<SecretCipher, { kind: 'keychain' }>;

/** Encrypts a token together with whom it is for; base64. */
export async function seal(
  cipher: KeychainCipher,
  registryId: RegistryId,
  origin: string,
  token: string,
): Promise<string> {
  const text = JSON.stringify({ v: 1, registryId, origin, token } satisfies Sealed);
  return Buffer.from(await cipher.encrypt(text)).toString('base64');
}

function parse(text: string): Sealed | null {
  try {
    return Sealed.safeParse(JSON.parse(text)).data ?? null;
  } catch {
    return null;
  }
}

/** Opens a row and checks that it was sealed for this registry and origin; answers the reason where it must not be used. */
export async function unseal(
  cipher: SecretCipher,
  row: VaultRow | 'damaged',
  registryId: RegistryId,
  origin: string,
): Promise<{ token: string } | { reason: string }> {
  if (row === 'damaged') return { reason: reasons.damaged };
  if (cipher.kind === 'memory') return { reason: reasons.otherRun };
  let text: string;
  try {
    text = await cipher.decrypt(Buffer.from(row.sealed, 'base64'));
  } catch {
    return { reason: reasons.locked };
  }
  const sealed = parse(text);
  if (sealed === null) return { reason: reasons.damaged };
  if (sealed.registryId !== registryId) return { reason: reasons.moved };
  if (sealed.origin !== origin) return { reason: reasons.otherOrigin };
  return { token: sealed.token };
}
