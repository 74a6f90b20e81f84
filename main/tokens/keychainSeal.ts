import * as z from 'zod';
import type { SecretCipher } from '../host.ts';
import { reasons } from './reasons.ts';
import type { Sealed, TokenBinding } from './vaultRows.ts';

export type Keychain = Extract<SecretCipher, { kind: 'keychain' }>;

/**
 * What is inside a ciphertext. A keychain takes no further data to vouch for, so whom the token is for stands beside it. The first
 * version did not name the token's id, because a registry had one.
 */
const Inside = z.discriminatedUnion('v', [
  z.object({ v: z.literal(1), registryId: z.string(), origin: z.string(), token: z.string().min(1) }),
  z.object({ v: z.literal(2), id: z.string(), registryId: z.string(), origin: z.string(), token: z.string().min(1) }),
]);
type Inside = z.infer<typeof Inside>;

/** Encrypts a token together with whom it is for. */
export async function sealByKeychain(cipher: Keychain, binding: TokenBinding, token: string): Promise<Sealed> {
  const { id, registryId, origin } = binding;
  const text = JSON.stringify({ v: 2, id, registryId, origin, token } satisfies Inside);
  return { by: 'keychain', text: Buffer.from(await cipher.encrypt(text)).toString('base64') };
}

function parse(text: string): Inside | null {
  try {
    return Inside.safeParse(JSON.parse(text)).data ?? null;
  } catch {
    return null;
  }
}

/** The token or why it must not be used: the keychain did not open it, or it was sealed for somebody else. */
export async function openByKeychain(
  cipher: SecretCipher,
  sealed: Extract<Sealed, { by: 'keychain' }>,
  { id, registryId, origin }: TokenBinding,
): Promise<{ token: string } | { reason: string }> {
  if (cipher.kind === 'none') return { reason: reasons.otherRun };
  let text: string;
  try {
    text = await cipher.decrypt(Buffer.from(sealed.text, 'base64'));
  } catch {
    return { reason: reasons.keychainLocked };
  }
  const inside = parse(text);
  if (inside === null) return { reason: reasons.damaged };
  if (inside.registryId !== registryId || (inside.v === 2 && inside.id !== id)) return { reason: reasons.moved };
  if (inside.origin !== origin) return { reason: reasons.otherOrigin };
  return { token: inside.token };
}
