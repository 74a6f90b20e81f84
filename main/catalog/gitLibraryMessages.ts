import * as z from 'zod';
import { AppError } from '../../shared/errors.ts';

/** On any memory: zod's own takes less. */
const Bytes = z.custom<Uint8Array>((value) => value instanceof Uint8Array);

/** What the thread of the library is started with. */
export const LibraryTask = z.object({
  repository: z.string(),
  url: z.string(),
  ref: z.string(),
});
export type LibraryTask = z.infer<typeof LibraryTask>;

/** What the thread says: requests that it wants sent, one at a time, how far it is, and at last what came of it. */
export const LibraryMessage = z.discriminatedUnion('kind', [
  z.object({
    kind: z.literal('request'),
    method: z.enum(['GET', 'POST']),
    url: z.string(),
    headers: z.record(z.string(), z.string()),
    body: Bytes,
  }),
  z.object({ kind: z.literal('progress'), done: z.number(), total: z.number() }),
  z.object({ kind: z.literal('done'), commit: z.string(), config: z.string().nullable() }),
  z.object({ kind: z.literal('failed'), error: AppError }),
]);
export type LibraryMessage = z.infer<typeof LibraryMessage>;

/** What it hears of a request: the body of a success piece by piece, then that it was answered. */
export const LibraryAnswer = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('chunk'), bytes: Bytes }),
  z.object({ kind: z.literal('answered'), status: z.int(), contentType: z.string() }),
]);
export type LibraryAnswer = z.infer<typeof LibraryAnswer>;
