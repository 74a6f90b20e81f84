import * as z from 'zod';
import { Instant, ProjectId, RegistryId, VersionText } from './ids.ts';
import { Check } from './project.ts';

/** A line for `[dependencies]` that the registry could resolve: the package in its published spelling, and a constraint. */
export const DependencySuggestion = z.object({ name: z.string(), constraint: z.string() });
export type DependencySuggestion = z.infer<typeof DependencySuggestion>;

/** A check that holds for one registry. `suggestion` is what to write in place of the dependency that it is about. */
export const TargetCheck = Check.extend({ suggestion: DependencySuggestion.optional() });
export type TargetCheck = z.infer<typeof TargetCheck>;

/**
 * What one registry would make of a project. `checking` until it was asked; `blocked` where a check is an error; `same` where the
 * version is there with exactly the bytes that were prepared; `unreachable` where it could not be asked just now. `latest` is the
 * version that stands for the package there, null where it has none or it is not known.
 */
export const TargetReport = z.object({
  registryId: RegistryId,
  state: z.enum(['checking', 'ready', 'blocked', 'same', 'unreachable']),
  latest: z.object({ version: VersionText, yanked: z.boolean() }).nullable(),
  checks: z.array(TargetCheck),
  checkedAt: Instant.nullable(),
});
export type TargetReport = z.infer<typeof TargetReport>;

/** The state of all registries for one project; `revision` is that of the report that it was held against. */
export const TargetsChanged = z.object({
  projectId: ProjectId,
  revision: z.number().int(),
  targets: z.array(TargetReport),
});
export type TargetsChanged = z.infer<typeof TargetsChanged>;

/**
 * A command for a POSIX shell that publishes the archive named `file` in the current folder. `TOKEN` stands where the token goes,
 * percent-encoded.
 */
export const CurlCommand = z.object({ command: z.string(), file: z.string() });
export type CurlCommand = z.infer<typeof CurlCommand>;

/**
 * What became of an archive that was to be saved. A `download` is still to be fetched: `path` is good for one request within a
 * minute, `name` is that of the command for a shell.
 */
export const SavedArchive = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('saved') }),
  z.object({ kind: z.literal('cancelled') }),
  z.object({ kind: z.literal('download'), path: z.string().regex(/^\/download\/[\w-]+$/), name: z.string() }),
]);
export type SavedArchive = z.infer<typeof SavedArchive>;
