import * as z from 'zod';
import { AppError } from '../../shared/errors.ts';
import { Sha256 } from '../../shared/ids.ts';
import { IncludedFile } from '../../shared/project.ts';

/** What the packer asks of its worker. */
export const WorkerRequest = z.discriminatedUnion('kind', [
  z.object({
    kind: z.literal('pack'),
    id: z.number().int(),
    folder: z.string().min(1),
    files: z.array(IncludedFile),
    first: z.array(z.string()).optional(),
    outFile: z.string().min(1),
    partFile: z.string().min(1),
  }),
  z.object({ kind: z.literal('abort'), id: z.number().int() }),
]);
export type WorkerRequest = z.infer<typeof WorkerRequest>;

/** What the worker answers: progress any number of times, then one of the other two. */
export const WorkerAnswer = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('progress'), id: z.number().int(), done: z.number(), total: z.number() }),
  z.object({
    kind: z.literal('packed'),
    id: z.number().int(),
    archive: z.object({ sha256: Sha256, bytes: z.number(), unpackedBytes: z.number(), fileCount: z.number().int() }),
  }),
  z.object({ kind: z.literal('failed'), id: z.number().int(), error: AppError }),
]);
export type WorkerAnswer = z.infer<typeof WorkerAnswer>;
