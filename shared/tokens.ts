import * as z from 'zod';
import { Instant, RegistryId, TokenId } from './ids.ts';

/** What the person calls a token, such as `me` or `CI`; it is unique within a registry. */
export const TokenName = z.string().trim().min(1).max(40);

/** A day of the calendar, `YYYY-MM-DD`, as the person noted it. */
export const Day = z.iso.date();
export type Day = z.infer<typeof Day>;

export const TestResult = z.enum(['untested', 'accepted', 'rejected']);
export type TestResult = z.infer<typeof TestResult>;

/** One of a registry's tokens as it is listed. `reason` is there where it cannot be used, and says why and what to do. */
export const SavedToken = z.object({
  id: TokenId,
  name: z.string(),
  /** The one that publishing and yanking use. */
  active: z.boolean(),
  savedAt: Instant.optional(),
  test: TestResult,
  testedAt: Instant.optional(),
  expiresOn: Day.optional(),
  reason: z.string().optional(),
});
export type SavedToken = z.infer<typeof SavedToken>;

/** What is known of the token that a registry is used with. The token itself never leaves main. */
export const TokenState = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('none') }),
  z.object({
    kind: z.literal('saved'),
    savedAt: Instant,
    test: TestResult,
    testedAt: Instant.optional(),
    expiresOn: Day.optional(),
  }),
  z.object({ kind: z.literal('unreadable'), reason: z.string() }),
]);
export type TokenState = z.infer<typeof TokenState>;

/** The three ways of keeping tokens: the system's keychain, one file under a passphrase, memory until the program ends. */
export const StorageWay = z.enum(['keychain', 'passphrase', 'memory']);
export type StorageWay = z.infer<typeof StorageWay>;

/** How long the vault stays open without a token being used, in minutes; null is until the program ends. */
export const LockAfter = z.number().int().min(1).max(1440).nullable();

/** How tokens are kept in this run. */
export const TokenStorage = z.object({
  way: StorageWay,
  /** False as long as nobody chose: then `way` is what can be had without asking. */
  chosen: z.boolean(),
  /** Where tokens are, in a sentence. */
  text: z.string(),
  /** Why the system's keychain cannot be chosen; absent where it can. */
  noKeychain: z.string().optional(),
  /** The vault has a passphrase, and it was not given in this run, or too long ago. */
  locked: z.boolean(),
  /** The registry that waits for the passphrase. */
  wantedBy: RegistryId.optional(),
  lockAfterMinutes: LockAfter,
  /** After wrong passphrases the next one is taken from then on. */
  waitUntil: Instant.optional(),
  saved: z.number().int(),
});
export type TokenStorage = z.infer<typeof TokenStorage>;
