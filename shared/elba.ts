import * as z from 'zod';
import { AppError } from './errors.ts';
import { RegistryId } from './ids.ts';
import { Colour, Registry } from './registry.ts';

/** An index resolution as elba writes it. */
export const IndexText = z.string().min(1).max(2000);

/** A file that elba reads. `text` says what is wrong with a broken one; `line` where, from 1. */
export const ElbaFile = z.object({
  path: z.string(),
  kind: z.enum(['config', 'logins']),
  state: z.enum(['read', 'broken']),
  line: z.number().int().optional(),
  text: z.string().optional(),
});
export type ElbaFile = z.infer<typeof ElbaFile>;

/** An index that elba knows. `alias` is its name there; null where only a token is kept for it. */
export const ElbaIndex = z.object({
  index: IndexText,
  alias: z.string().nullable(),
  /** What elba takes where nothing else is said. */
  isDefault: z.boolean(),
  /** elba keeps a token for it, in plain text. */
  hasToken: z.boolean(),
  suggestedName: z.string(),
  /** The registry in the list that has this index already. */
  known: RegistryId.optional(),
});
export type ElbaIndex = z.infer<typeof ElbaIndex>;

/** What elba has on this computer; `files` are those that are there. `logins` is where it keeps tokens. */
export const ElbaFound = z.object({
  files: z.array(ElbaFile),
  indices: z.array(ElbaIndex),
  logins: z.string(),
});
export type ElbaFound = z.infer<typeof ElbaFound>;

/** An index that the person chose to import. */
export const ElbaChoice = z.object({
  index: IndexText,
  name: z.string().trim().min(1).max(40),
  colour: Colour,
  withToken: z.boolean(),
});
export type ElbaChoice = z.infer<typeof ElbaChoice>;

/** What became of one. With a `registry`, `error` says why its token did not come along or stays in elba's file; without, why it was not added. */
export const ElbaImported = z.object({
  index: IndexText,
  registry: Registry.optional(),
  tokenImported: z.boolean(),
  error: AppError.optional(),
});
export type ElbaImported = z.infer<typeof ElbaImported>;
