import * as z from 'zod';
import { Instant, JobId } from './ids.ts';

/** What a person can ask of the window from anywhere: by the menu, by keys, by the command palette. */
export const Command = z.enum([
  'publish',
  'packages',
  'activity',
  'settings',
  'help',
  'chooseFolder',
  'addRegistry',
  'find',
  'palette',
  'showLog',
]);
export type Command = z.infer<typeof Command>;

/** Something that main wants shown: what the menu was asked for, or the job that a notification spoke of. */
export const ShellRequest = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('command'), command: Command }),
  z.object({ kind: z.literal('job'), jobId: JobId }),
]);
export type ShellRequest = z.infer<typeof ShellRequest>;

/** A fault of the program that nothing foresaw. `details` is for whoever looks after the program, redacted. */
export const Fault = z.object({ at: Instant, message: z.string(), details: z.string() });
export type Fault = z.infer<typeof Fault>;

/** How the log came to the person: in the system's file manager, or as a file that the page fetches once. */
export const ShownLog = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('shown') }),
  z.object({ kind: z.literal('download'), path: z.string().regex(/^\/download\/[\w-]+$/), name: z.string() }),
]);
export type ShownLog = z.infer<typeof ShownLog>;

/** A place in the page, in its own pixels from the top left corner. */
export const PagePoint = z.object({ x: z.number().min(0).max(100_000), y: z.number().min(0).max(100_000) });
export type PagePoint = z.infer<typeof PagePoint>;

/** One line of a context menu. What it is called is text of the page alone, cut to a length that a menu can show. */
export const MenuItem = z.discriminatedUnion('kind', [
  z.object({
    kind: z.literal('item'),
    id: z.string().min(1).max(60),
    label: z.string().min(1).max(120),
    isDisabled: z.boolean().optional(),
  }),
  z.object({ kind: z.literal('separator') }),
]);
export type MenuItem = z.infer<typeof MenuItem>;
