import * as z from 'zod';
import { AppError } from '../../shared/errors.ts';
import type { Tables } from './tables.ts';

/** What can be asked of the thread: the functions of its tables. */
export type AskName = keyof Tables;

/** What goes to the thread: a question by its name, or that one is to end. The input is made by this program and typed by its name. */
export const ThreadRequest = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('ask'), id: z.int(), name: z.string(), input: z.unknown() }),
  z.object({ kind: z.literal('abort'), id: z.int() }),
]);
export type ThreadRequest = z.infer<typeof ThreadRequest>;

/** What comes back: names and progress of a reading any number of times, then an answer or a failure. */
export const ThreadAnswer = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('names'), id: z.int(), summary: z.unknown() }),
  z.object({ kind: z.literal('progress'), id: z.int(), done: z.number(), total: z.number() }),
  z.object({ kind: z.literal('answer'), id: z.int(), value: z.unknown() }),
  z.object({ kind: z.literal('failed'), id: z.int(), error: AppError }),
]);
export type ThreadAnswer = z.infer<typeof ThreadAnswer>;
