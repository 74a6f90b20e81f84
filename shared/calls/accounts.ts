import * as z from 'zod';
import { Account } from '../account.ts';
import { TokenName } from '../tokens.ts';
import { call, none, registry } from './call.ts';

/** The calls about the person's account on a registry. A session lives in memory alone, and no call answers its cookie. */
export const accountCalls = {
  'account.state': call(registry, Account),
  /** Signs in without the system's browser; the answer is signed out where the person closed the window. */
  'account.signIn': call(registry, Account),
  /** Opens the registry's login in the system's browser; the token made there is pasted here. */
  'account.openLogin': call(registry, none),
  /** Makes a token on the registry and saves it here under a name, without the page seeing it. */
  'account.createToken': call(registry.extend({ name: TokenName }), Account),
  /** Deletes a token on the registry, and here where it is saved here. */
  'account.deleteToken': call(registry.extend({ remoteId: z.number().int() }), Account),
  'account.signOut': call(registry, Account),
} as const;
