import * as z from 'zod';
import { AppError } from './errors.ts';
import { Instant, PackageRef, RegistryId, VersionText } from './ids.ts';

/** Where a fact was read: by the registry's read endpoints, or in its index. */
export const CatalogSource = z.enum(['api', 'index']);
export type CatalogSource = z.infer<typeof CatalogSource>;

/**
 * A row of the package list. What a source does not say without a further request is null until it was asked for. `latest` is the
 * newest version that is not yanked, releases before pre-releases; where all are yanked, the newest of those. `mine`: published
 * from here, or owned by the account of the token where that is known.
 */
export const PackageRow = PackageRef.extend({
  latest: z.object({ version: VersionText, yanked: z.boolean() }).nullable(),
  description: z.string().nullable(),
  versions: z.number().int().nullable(),
  yanked: z.number().int().nullable(),
  mine: z.boolean(),
});
export type PackageRow = z.infer<typeof PackageRow>;

/** What in an index elba would refuse. `file` is relative to the index, `line` counts from 1, `text` is a sentence. */
export const IndexProblem = z.object({ file: z.string(), line: z.number().int().optional(), text: z.string() });
export type IndexProblem = z.infer<typeof IndexProblem>;

/** Which packages of a list are wanted; each switch that is on leaves out what has none: of mine, a yanked version, a pre-release. */
export const PackageFilter = z.object({ mine: z.boolean(), hasYanked: z.boolean(), prerelease: z.boolean() });
export type PackageFilter = z.infer<typeof PackageFilter>;

/**
 * A part of the packages that fit a search, best match first, by name among equals. `total` fit, `all` are known. `generation`
 * grows whenever another answer is possible; parts of different generations do not belong together.
 */
export const PackagePage = z.object({
  registryId: RegistryId,
  total: z.number().int(),
  all: z.number().int(),
  generation: z.number().int(),
  rows: z.array(PackageRow),
});
export type PackagePage = z.infer<typeof PackagePage>;

/**
 * How it stands with one source. While it is `reading`, `done` of `total` (null while nobody knows how many) are done of `what`, such
 * as "packages". `stale`: what is shown was read in an earlier run, or something was published since. What was read before is shown
 * in every state; `readAt` is when.
 */
export const SourceState = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('never') }),
  z.object({ kind: z.literal('reading'), done: z.number(), total: z.number().nullable(), what: z.string() }),
  z.object({ kind: z.literal('fresh') }),
  z.object({ kind: z.literal('stale') }),
  z.object({ kind: z.literal('failed'), error: AppError }),
]);
export type SourceState = z.infer<typeof SourceState>;

/** A place that a registry is read from. `where` is for a person: an address without user and password, or a folder. */
export const SourceReport = z.object({
  kind: z.enum(['git', 'tar', 'dir', 'api']),
  where: z.string(),
  state: SourceState,
  readAt: Instant.nullable(),
});
export type SourceReport = z.infer<typeof SourceReport>;

/** What is known of a registry's packages and where it comes from. `versions` is null where no source counts them. */
export const CatalogState = z.object({
  registryId: RegistryId,
  generation: z.number().int(),
  sources: z.array(SourceReport),
  packages: z.number().int(),
  versions: z.number().int().nullable(),
  problems: z.number().int(),
});
export type CatalogState = z.infer<typeof CatalogState>;

/** A part of the problems of an index; `total` there are. */
export const ProblemPage = z.object({ problems: z.array(IndexProblem), total: z.number().int() });
export type ProblemPage = z.infer<typeof ProblemPage>;

/** A version as far as it is known; `yanked` is null while nobody has said. `from` says who did. */
export const VersionRow = z.object({
  version: VersionText,
  prerelease: z.boolean(),
  yanked: z.boolean().nullable(),
  publishedAt: Instant.nullable(),
  downloads: z.number().nullable(),
  dependencies: z.array(z.object({ name: z.string(), requirement: z.string() })).nullable(),
  from: z.object({ yanked: CatalogSource.nullable(), dependencies: CatalogSource.nullable() }).optional(),
});
export type VersionRow = z.infer<typeof VersionRow>;

/**
 * One package with all its versions, newest first by SemVer. `group` and `name` are the published spelling. Description, links,
 * keywords and owners are always the read endpoints'. `indexReadAt` is when the index was read, null without one.
 */
export const PackageDetails = PackageRef.extend({
  registryId: RegistryId,
  source: CatalogSource,
  readAt: Instant,
  indexReadAt: Instant.nullable().optional(),
  description: z.string().nullable(),
  homepage: z.string().nullable(),
  repository: z.string().nullable(),
  license: z.string().nullable(),
  keywords: z.array(z.string()),
  owners: z.array(z.string()),
  versions: z.array(VersionRow),
  /** Set where a part could not be read; the rest is shown all the same. */
  incomplete: AppError.nullable(),
});
export type PackageDetails = z.infer<typeof PackageDetails>;

/** A README as the registry has it, Markdown that nobody vouches for; `truncated` where it is longer than 1 MiB. */
export const PackageReadme = z.object({ text: z.string(), truncated: z.boolean() });
export type PackageReadme = z.infer<typeof PackageReadme>;

/** A package that needs another one: the newest version that does, what it asks for, and how many of its versions do. */
export const Dependent = PackageRef.extend({
  version: VersionText,
  yanked: z.boolean(),
  requirement: z.string(),
  versions: z.number().int(),
});
export type Dependent = z.infer<typeof Dependent>;

/** Who needs a package, by name, out of the index; `unknown` where there is none to read, with the reason as a sentence. */
export const DependentsPage = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('known'), readAt: Instant, total: z.number().int(), rows: z.array(Dependent) }),
  z.object({ kind: z.literal('unknown'), reason: z.string() }),
]);
export type DependentsPage = z.infer<typeof DependentsPage>;

/**
 * Downloads of a package day by day, oldest first, days (`YYYY-MM-DD`, UTC) without any left out. Of `versions` versions; `of` there
 * are.
 */
export const DownloadGraph = z.object({
  days: z.array(z.object({ date: z.string(), downloads: z.number() })),
  versions: z.number().int(),
  of: z.number().int(),
});
export type DownloadGraph = z.infer<typeof DownloadGraph>;
