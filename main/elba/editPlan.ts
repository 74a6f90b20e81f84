import type { Splice } from './tomlSplice.ts';

/** How a change is made, and the document that parsing the changed text has to give. */
export type EditPlan =
  | { readonly ok: true; readonly splices: readonly Splice[]; readonly expected: unknown }
  | { readonly ok: false; readonly reason: string };

/** `reason` is a sentence without its full stop. */
export const refuse = (reason: string): { readonly ok: false; readonly reason: string } => ({ ok: false, reason });
