import * as z from 'zod';
import { AppError } from './errors.ts';
import { RegistryId } from './ids.ts';
import { RegistryNetwork } from './network.ts';

/** One thing that a look at an address found out, or is finding out. `bad` can be overridden; nothing of it is a fact for ever. */
export const Finding = z.object({
  id: z.enum(['index', 'reach', 'family', 'reads', 'belong', 'clock', 'proxy', 'known', 'token']),
  state: z.enum(['checking', 'good', 'open', 'bad']),
  title: z.string(),
  text: z.string(),
  error: AppError.optional(),
});
export type Finding = z.infer<typeof Finding>;

/** What is known of an address so far. `url`, `index` and `name` are what to begin with, each empty where it is not known. */
export const LookReport = z.object({
  lookId: z.string(),
  done: z.boolean(),
  url: z.string(),
  index: z.string(),
  family: z.enum(['documented', 'packages']).nullable(),
  name: z.string(),
  /** It is reached over plain http, and the person did not agree to that yet: it was not asked. */
  wantsConsent: z.boolean(),
  /** elba keeps a token for this index. */
  hasToken: z.boolean(),
  /** A registry with this address that is in the list already. */
  known: RegistryId.optional(),
  findings: z.array(Finding),
});
export type LookReport = z.infer<typeof LookReport>;

/** What to look at. `lookId` is the page's own, so that it knows the reports that come by event. */
export const LookWish = z.object({
  lookId: z.string().min(1).max(64),
  /** As it was typed, pasted or dropped. */
  address: z.string().trim().min(1).max(2000),
  allowPlainHttp: z.boolean(),
  network: RegistryNetwork.optional(),
});
export type LookWish = z.infer<typeof LookWish>;
