import * as z from 'zod';
import { JobId } from '../ids.ts';
import { call, none } from './call.ts';

/** The calls about jobs under way. */
export const jobCalls = {
  'jobs.cancel': call(z.object({ jobId: JobId, targetId: z.string().optional() }), none),
  'jobs.dismiss': call(z.object({ jobId: JobId }), none),
} as const;
