import * as z from 'zod';
import { ArchiveFaults, FilesDiffer, ManifestChange } from './changes.ts';
import { Sha256, VersionText } from './ids.ts';
import { IncludedFile } from './project.ts';

/** A published archive: the hash of the bytes that came, and the one that the index names for it, null where none is known. */
export const ArchiveIdentity = z.object({
  version: VersionText,
  sha256: Sha256,
  indexSha256: Sha256.nullable(),
  bytes: z.number(),
});
export type ArchiveIdentity = z.infer<typeof ArchiveIdentity>;

/** An entry that is no file: a link with what it leads to, or a pipe, a device. Nothing follows or opens it. */
export const OtherEntry = z.object({
  path: z.string(),
  kind: z.enum(['link', 'special']),
  target: z.string().nullable(),
});
export type OtherEntry = z.infer<typeof OtherEntry>;

/**
 * What a published archive holds, by the names that its files would get in a folder; of two with one name the last. `unpackedBytes`
 * are those of the files, `fileCount` counts them all; `files` and `others` may leave some out where there are absurdly many.
 */
export const InspectedArchive = ArchiveIdentity.extend({
  files: z.array(IncludedFile),
  others: z.array(OtherEntry),
  fileCount: z.number().int(),
  unpackedBytes: z.number(),
  ...ArchiveFaults.shape,
});
export type InspectedArchive = z.infer<typeof InspectedArchive>;

/** What one version has and the other has not, from `before` to `after`. `manifest` is null where one of the two cannot be read. */
export const VersionsCompared = z.object({
  before: ArchiveIdentity.extend(ArchiveFaults.shape),
  after: ArchiveIdentity.extend(ArchiveFaults.shape),
  ...FilesDiffer.shape,
  manifest: z.array(ManifestChange).nullable(),
});
export type VersionsCompared = z.infer<typeof VersionsCompared>;
