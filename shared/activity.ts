import * as z from 'zod';
import { RegistryId } from './ids.ts';
import { ActivityEntry } from './job.ts';

/** Outcomes as a person asks for them; `running` is what has none yet. */
export const OutcomeGroup = z.enum(['done', 'rejected', 'not_sent', 'unknown', 'running']);
export type OutcomeGroup = z.infer<typeof OutcomeGroup>;

/** What a person looks for in the log. Null leaves a question open; every word of `text` must occur. */
export const ActivityFilter = z.object({
  text: z.string().max(1000),
  registryId: RegistryId.nullable(),
  action: ActivityEntry.shape.action.nullable(),
  outcome: OutcomeGroup.nullable(),
});
export type ActivityFilter = z.infer<typeof ActivityFilter>;

/**
 * Part of the log, newest first. `total` counts the entries that fit, `all` those of the whole log, `damaged` the lines that could not be
 * read. `registries` are all that the log knows of, with the name that each had last.
 */
export const ActivityPage = z.object({
  entries: z.array(ActivityEntry),
  total: z.number().int(),
  all: z.number().int(),
  damaged: z.number().int(),
  registries: z.array(z.object({ id: RegistryId, name: z.string() })),
});
export type ActivityPage = z.infer<typeof ActivityPage>;
