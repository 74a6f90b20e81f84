import * as z from 'zod';
import { Instant } from './ids.ts';

/** How a person can sign in: in a window of its own, in the system's browser, or here because the program runs the registry. */
export const SignInWay = z.enum(['window', 'browser', 'here']);
export type SignInWay = z.infer<typeof SignInWay>;

/** A token as the registry itself lists it; nothing of its text. `savedAs` is its name where it is saved here. */
export const RemoteToken = z.object({
  id: z.number().int(),
  createdAt: Instant.optional(),
  savedAs: z.string().optional(),
});
export type RemoteToken = z.infer<typeof RemoteToken>;

/** The person's account on a registry of the packages family, as far as this run of the program knows it. */
export const Account = z.discriminatedUnion('kind', [
  /** This registry has no accounts that could be signed in to. */
  z.object({ kind: z.literal('none') }),
  z.object({ kind: z.literal('signed_out'), ways: z.array(SignInWay) }),
  z.object({ kind: z.literal('signed_in'), name: z.string(), tokens: z.array(RemoteToken) }),
]);
export type Account = z.infer<typeof Account>;
