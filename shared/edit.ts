import * as z from 'zod';
import { EntryId, Sha256 } from './ids.ts';

/**
 * One change to elba.toml, which leaves everything else in it as it is: a pattern at the end of `exclude`, another name for a key (of
 * the table at the path `section`), a plain constraint in place of what a dependency has, or a text of `[package]`.
 */
export const ManifestEdit = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('exclude'), pattern: z.string().min(1).max(4096) }),
  z.object({
    kind: z.literal('rename_key'),
    section: z.array(z.union([z.string(), z.number().int()])).max(16),
    key: z.string(),
    to: z.string().min(1),
  }),
  z.object({ kind: z.literal('set_dependency'), name: z.string().min(1), constraint: z.string().min(1) }),
  z.object({
    kind: z.literal('set_value'),
    key: z.enum(['name', 'version', 'description', 'homepage', 'repository', 'readme', 'license']),
    value: z.string(),
  }),
]);
export type ManifestEdit = z.infer<typeof ManifestEdit>;

/** What a person can do about a finding, in one step; `label` is what its button says. */
export const CheckAction = z.discriminatedUnion('kind', [
  /** Changes elba.toml, after the change was shown. */
  z.object({ kind: z.literal('edit'), label: z.string(), edit: ManifestEdit }),
  /** Lets this very finding pass, from now on. */
  z.object({ kind: z.literal('accept'), label: z.string(), findingId: z.string() }),
  /** Looks again what became of an earlier write, by its entry in the log. */
  z.object({ kind: z.literal('look'), label: z.string(), entryId: EntryId }),
  /** Opens a file of the project at a line. */
  z.object({ kind: z.literal('show'), label: z.string(), path: z.string(), line: z.number().int().optional() }),
]);
export type CheckAction = z.infer<typeof CheckAction>;

/**
 * A line of a difference; the numbers count from 1 in the old and in the new text, `text` has no line end. `noNewline` marks a last
 * line without one.
 */
export const DiffLine = z.object({
  kind: z.enum(['same', 'add', 'del']),
  text: z.string(),
  oldLine: z.number().int().optional(),
  newLine: z.number().int().optional(),
  noNewline: z.literal(true).optional(),
});
export type DiffLine = z.infer<typeof DiffLine>;

/** A stretch of changed lines with three lines around them. */
export const DiffHunk = z.object({
  oldStart: z.number().int(),
  newStart: z.number().int(),
  lines: z.array(DiffLine),
});
export type DiffHunk = z.infer<typeof DiffHunk>;

/** A change as it would be made. `beforeSha256` names the text that it was made from, and is needed to make it. */
export const EditPreview = z.object({
  path: z.string(),
  before: z.string(),
  after: z.string(),
  hunks: z.array(DiffHunk),
  beforeSha256: Sha256,
});
export type EditPreview = z.infer<typeof EditPreview>;
