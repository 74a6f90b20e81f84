import * as z from 'zod';
import type { DocumentStore } from '../host.ts';

const EmbeddedMemory = z.object({
  v: z.literal(1),
  /** Whether it was on when the program last said so; it starts again then. */
  on: z.boolean(),
  activeUserId: z.number().int().nullable(),
  renewing: z.boolean(),
});
/** What is remembered of the embedded registry from run to run. */
export type EmbeddedMemory = z.infer<typeof EmbeddedMemory>;

const NOTHING: EmbeddedMemory = { v: 1, on: false, activeUserId: null, renewing: false };

/** Reads it; content of another form is set aside, and the registry is off. */
export function readEmbeddedMemory(document: DocumentStore): EmbeddedMemory {
  const content = document.read();
  if (content === undefined) return NOTHING;
  const read = EmbeddedMemory.safeParse(content);
  if (!read.success) document.setAside('it is not what the program remembers of its own registry');
  return read.data ?? NOTHING;
}
