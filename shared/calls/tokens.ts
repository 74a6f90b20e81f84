import * as z from 'zod';
import { RegistryId, TokenId } from '../ids.ts';
import { Registry } from '../registry.ts';
import { Day, LockAfter, StorageWay, TokenName, TokenStorage } from '../tokens.ts';
import { call, none, registry } from './call.ts';

const token = z.string().min(1).max(4096);
const passphrase = z.string().min(1).max(1024);
/** Without a token it is the one in use. */
const oneToken = registry.extend({ tokenId: TokenId.optional() });
/** A new token goes in the place of the one with its name, without a name in the place of the one in use. */
const save = registry.extend({ name: TokenName.optional(), expiresOn: Day.optional() });

/** What becomes of tokens that cannot be opened while the others are encrypted anew. */
const unreadable = z.enum(['ask', 'keep', 'drop']);
const Moved = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('moved'), moved: z.number().int(), kept: z.number().int() }),
  z.object({ kind: z.literal('ask'), unreadable: z.number().int() }),
]);

/** The calls about tokens. None of them answers one. */
export const tokenCalls = {
  'tokens.set': call(save.extend({ token }), Registry),
  /** Saves what the person copied without the page seeing it. Only where the host can read the clipboard. */
  'tokens.setFromClipboard': call(save, Registry),
  'tokens.test': call(oneToken, Registry),
  'tokens.remove': call(oneToken, Registry),
  'tokens.change': call(
    z.object({
      registryId: RegistryId,
      tokenId: TokenId,
      name: TokenName.optional(),
      expiresOn: Day.nullable().optional(),
    }),
    Registry,
  ),
  'tokens.activate': call(z.object({ registryId: RegistryId, tokenId: TokenId }), Registry),

  'tokens.unlock': call(z.object({ passphrase }), TokenStorage),
  /** The person does not give the passphrase: what waits for it fails with `token_locked`. */
  'tokens.giveUp': call(none, none),
  'tokens.lock': call(none, TokenStorage),
  'tokens.lockAfter': call(z.object({ minutes: LockAfter }), TokenStorage),
  'tokens.move': call(z.object({ way: StorageWay, passphrase: passphrase.optional(), unreadable }), Moved),
  'tokens.changePassphrase': call(z.object({ current: passphrase, next: passphrase, unreadable }), Moved),
} as const;
