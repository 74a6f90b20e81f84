import * as z from 'zod';
import { AppError } from './errors.ts';
import { RegistryId } from './ids.ts';
import { Registry, RegistryProfile } from './registry.ts';

/** The text of a file with registries; more than this is none. */
export const ShareText = z.string().min(1).max(1_048_576);

/** One registry of a file, as it would be added. `problem` says why it can't be; `known` is the one in the list at its address. */
export const SharedRegistry = z.object({
  /** Its place in the file, from 0. */
  at: z.number().int(),
  profile: RegistryProfile.optional(),
  name: z.string(),
  problem: z.string().optional(),
  known: RegistryId.optional(),
});
export type SharedRegistry = z.infer<typeof SharedRegistry>;

/** What became of one that was chosen. */
export const ShareImported = z.object({
  at: z.number().int(),
  registry: Registry.optional(),
  error: AppError.optional(),
});
export type ShareImported = z.infer<typeof ShareImported>;
