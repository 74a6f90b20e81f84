import * as z from 'zod';
import { RegistryId, Sha256, VersionText } from './ids.ts';

/** How many lines came and went; null where they were not counted: no text, too large, or too much to count in time. */
export const LineCount = z.object({ added: z.number().int(), removed: z.number().int() }).nullable();
export type LineCount = z.infer<typeof LineCount>;

/** A file that only one of the two has; sizes in bytes. */
export const SizedFile = z.object({ path: z.string(), bytes: z.number(), lines: LineCount });
export type SizedFile = z.infer<typeof SizedFile>;

/** A file that both have. The same size on both sides does not mean the same content. */
export const ModifiedFile = z.object({
  path: z.string(),
  bytesBefore: z.number(),
  bytesAfter: z.number(),
  lines: LineCount,
});
export type ModifiedFile = z.infer<typeof ModifiedFile>;

/** Something of elba.toml that differs: what it was and what it is, each null where there is nothing. */
export const ManifestChange = z.object({
  part: z.enum(['dependency', 'dev_dependency', 'target', 'field']),
  name: z.string(),
  before: z.string().nullable(),
  after: z.string().nullable(),
});
export type ManifestChange = z.infer<typeof ManifestChange>;

/** Which files differ, by path: `mode` are files that are executable on one side alone; `same` counts the rest. */
export const FilesDiffer = z.object({
  added: z.array(SizedFile),
  removed: z.array(SizedFile),
  modified: z.array(ModifiedFile),
  mode: z.array(z.object({ path: z.string(), executable: z.boolean() })),
  same: z.number().int(),
});
export type FilesDiffer = z.infer<typeof FilesDiffer>;

/**
 * What is wrong with an archive that nobody vouches for, in whole sentences; `moreFindings` counts those left out. Where it is not
 * `whole`, what lies behind the break is not known.
 */
export const ArchiveFaults = z.object({
  whole: z.boolean(),
  findings: z.array(z.string()),
  moreFindings: z.number().int(),
});
export type ArchiveFaults = z.infer<typeof ArchiveFaults>;

/**
 * What a project differs in from the version last published on a registry. `first`: there is none. The faults are the published
 * archive's. `manifest` is null where the published one cannot be read.
 */
export const PublishChanges = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('first'), registryId: RegistryId, revision: z.number().int() }),
  z.object({
    kind: z.literal('compared'),
    registryId: RegistryId,
    revision: z.number().int(),
    base: z.object({ version: VersionText, yanked: z.boolean().nullable(), sha256: Sha256, bytes: z.number() }),
    ...FilesDiffer.shape,
    manifest: z.array(ManifestChange).nullable(),
    ...ArchiveFaults.shape,
  }),
]);
export type PublishChanges = z.infer<typeof PublishChanges>;

const Line = z.object({
  kind: z.enum(['same', 'add', 'del']),
  text: z.string(),
  oldLine: z.number().int().optional(),
  newLine: z.number().int().optional(),
  noNewline: z.literal(true).optional(),
});

/**
 * The text difference of one file, by lines, with three lines around each change. No hunks mean that at most the line ends differ.
 * `not_drawn` where a side is no UTF-8 text, is over 1 MiB, or the difference takes too long to find.
 */
export const FileChange = z.discriminatedUnion('kind', [
  z.object({
    kind: z.literal('hunks'),
    hunks: z.array(z.object({ oldStart: z.number(), newStart: z.number(), lines: z.array(Line) })),
    lineEndsChanged: z.boolean(),
  }),
  z.object({ kind: z.literal('not_drawn'), reason: z.enum(['binary', 'too_big', 'too_slow']) }),
]);
export type FileChange = z.infer<typeof FileChange>;
