import * as z from 'zod';
import { CheckAction } from './edit.ts';
import { Instant, PackageRef, ProjectId, RegistryId, Sha256, VersionText } from './ids.ts';

/** A place in a text file; line and column count from 1, columns in characters. */
export const Place = z.object({
  file: z.string(),
  line: z.number().int().optional(),
  column: z.number().int().optional(),
});
export type Place = z.infer<typeof Place>;

/**
 * One finding of a review. `title` is what is wrong (or, for `passed`, what is right), `why` why a registry cares, `todo` how
 * to mend it, `actions` what mends it here, `excerpt` the line that it is about, with what is secret masked. `registryIds` narrows it
 * to some targets; absent, it holds for all. Errors block publishing.
 */
export const Check = z.object({
  id: z.string(),
  severity: z.enum(['error', 'warning', 'hint', 'passed']),
  title: z.string(),
  why: z.string().optional(),
  todo: z.string().optional(),
  at: Place.optional(),
  excerpt: z.string().optional(),
  registryIds: z.array(RegistryId).optional(),
  actions: z.array(CheckAction).optional(),
});
export type Check = z.infer<typeof Check>;

/** A file that goes into the archive; `path` has forward slashes and no `./`, `bytes` is its size on disk. */
export const IncludedFile = z.object({ path: z.string(), bytes: z.number(), executable: z.boolean() });
export type IncludedFile = z.infer<typeof IncludedFile>;

/**
 * Something that stays out, and why: `builtin` (`.git`, `target`), `rule` (a line of `.gitignore` or of `exclude`), `link`
 * (links are reported, not followed), `special` (pipes, sockets, devices), `unreadable`, `name` (not UTF-8), `staged` (not brought
 * along from the browser). A folder stands for all that is in it.
 */
export const LeftOut = z.object({
  path: z.string(),
  kind: z.enum(['file', 'folder', 'link', 'special']),
  bytes: z.number().optional(),
  reason: z.enum(['builtin', 'rule', 'link', 'special', 'unreadable', 'name']),
  text: z.string(),
  at: Place.optional(),
});
export type LeftOut = z.infer<typeof LeftOut>;

export const ProjectFiles = z.object({
  revision: z.number().int(),
  included: z.array(IncludedFile),
  leftOut: z.array(LeftOut),
});
export type ProjectFiles = z.infer<typeof ProjectFiles>;

export const ManifestDependency = z.object({
  name: z.string(),
  /** As written, for showing: `1.0.0`, `git https://… tag v1`, `path ../x`. */
  requirement: z.string(),
  kind: z.enum(['constraint', 'index', 'git', 'path', 'invalid']),
  dev: z.boolean(),
  at: Place.optional(),
});
export type ManifestDependency = z.infer<typeof ManifestDependency>;

/** The manifest as it was understood. */
export const ManifestView = z.object({
  package: PackageRef.extend({ version: VersionText }).nullable(),
  authors: z.array(z.string()),
  description: z.string().optional(),
  homepage: z.string().optional(),
  repository: z.string().optional(),
  license: z.string().optional(),
  readme: z.string().optional(),
  keywords: z.array(z.string()),
  exclude: z.array(z.string()),
  dependencies: z.array(ManifestDependency),
  targets: z.array(
    z.object({
      kind: z.enum(['lib', 'bin', 'test']),
      name: z.string().optional(),
      path: z.string(),
      mods: z.array(z.string()),
    }),
  ),
  text: z.string(),
});
export type ManifestView = z.infer<typeof ManifestView>;

/**
 * What git says of a project's folder: the branch (null where none is checked out), the short name of the last commit (null before the
 * first), how many files of the package are not as in it (null where that is not known), and the tags of that commit.
 */
export const ProjectGit = z.object({
  branch: z.string().nullable(),
  head: z.string().nullable(),
  uncommitted: z.number().int().nullable(),
  tags: z.array(z.string()),
});
export type ProjectGit = z.infer<typeof ProjectGit>;

/** What a review shows of a project. `folder` is for reading only (`~/Projects/x`); calls name a project by its id. */
export const ProjectReport = z.object({
  projectId: ProjectId,
  /** Grows with every look at the folder; a report of a lower revision is stale, a later one of the same revision says more. */
  revision: z.number().int(),
  folder: z.string(),
  /** `archive`: a ready `.tar.gz`, whose bytes are what is sent; nothing of it can be changed. */
  origin: z.enum(['folder', 'staged', 'archive']),
  state: z.enum(['reading', 'ready', 'gone']),
  package: PackageRef.extend({ version: VersionText }).nullable(),
  manifest: ManifestView.nullable(),
  checks: z.array(Check),
  /** What is still being looked at, such as `Looking for secrets…`. Nothing can be published as long as there is something. */
  pending: z.array(z.string()).optional(),
  /** Absent where the folder is in no git repository. */
  git: ProjectGit.optional(),
  fileCount: z.number().int(),
  bytes: z.number(),
  leftOutCount: z.number().int(),
  biggest: z.array(z.object({ path: z.string(), bytes: z.number() })),
  /** Folders inside that have an elba.toml, offered when the dropped one has none; at most three. */
  suggestions: z.array(z.string()),
  readAt: Instant,
});
export type ProjectReport = z.infer<typeof ProjectReport>;

/**
 * The README that a registry would show. `text` is its beginning, empty where it is no UTF-8 text; `note` says what keeps a registry
 * from showing it.
 */
export const ShownReadme = z.object({
  path: z.string(),
  text: z.string(),
  truncated: z.boolean(),
  note: z.string().nullable(),
});
export type ShownReadme = z.infer<typeof ShownReadme>;

/** A project that was opened before. `registryIds` are the targets last chosen for it. */
export const RecentProject = z.object({
  folder: z.string(),
  package: PackageRef.extend({ version: VersionText }).nullable(),
  registryIds: z.array(RegistryId),
  openedAt: Instant,
  missing: z.boolean(),
});
export type RecentProject = z.infer<typeof RecentProject>;

/** The archive that was built for a revision: these bytes, and no others, are sent. Sizes in bytes. */
export const PreparedArchive = z.object({
  projectId: ProjectId,
  revision: z.number().int(),
  sha256: Sha256,
  bytes: z.number(),
  unpackedBytes: z.number(),
  fileCount: z.number().int(),
});
export type PreparedArchive = z.infer<typeof PreparedArchive>;

/** How far an archive is that is being built: bytes of the files' contents. */
export const PreparingArchive = z.object({
  projectId: ProjectId,
  revision: z.number().int(),
  doneBytes: z.number(),
  totalBytes: z.number(),
});
export type PreparingArchive = z.infer<typeof PreparingArchive>;
