import * as z from 'zod';
import { ActivityFilter, ActivityPage } from '../activity.ts';
import { EntryId } from '../ids.ts';
import { ActivityEntry } from '../job.ts';
import { call, none } from './call.ts';

/** The calls about the record of what was done. */
export const activityCalls = {
  'activity.list': call(
    z.object({
      offset: z.number().int().min(0),
      limit: z.number().int().min(1).max(500),
      filter: ActivityFilter.optional(),
    }),
    ActivityPage,
  ),
  'activity.look': call(z.object({ entryId: EntryId }), ActivityEntry),
  /** Drops every entry that has a clear end. */
  'activity.clear': call(none, z.object({ gone: z.number().int() })),
  /** The whole log as a file: `text` is to be saved under `name`. */
  'activity.export': call(
    z.object({ format: z.enum(['jsonl', 'csv']) }),
    z.object({ name: z.string(), text: z.string() }),
  ),
} as const;
