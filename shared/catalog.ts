import * as z from 'zod';
import { AppError } from './errors.ts';
import { Instant, PackageRef, RegistryId, VersionText } from './ids.ts';

/** Where a list was read from. */
export const CatalogSource = z.enum(['api', 'index']);
export type CatalogSource = z.infer<typeof CatalogSource>;

/** A row of the package list. What a source does not say without a further request is null until it was asked for. */
export const PackageRow = PackageRef.extend({
  latest: z.object({ version: VersionText, yanked: z.boolean() }).nullable(),
  description: z.string().nullable(),
});
export type PackageRow = z.infer<typeof PackageRow>;

/** All packages of a registry. `problems` are files of the index that elba would refuse. */
export const PackageList = z.object({
  registryId: RegistryId,
  source: CatalogSource,
  readAt: Instant,
  packages: z.array(PackageRow),
  problems: z.array(z.object({ file: z.string(), line: z.number().int().optional(), text: z.string() })),
});
export type PackageList = z.infer<typeof PackageList>;

/** A version as far as it is known; `yanked` is null while nobody has said. */
export const VersionRow = z.object({
  version: VersionText,
  prerelease: z.boolean(),
  yanked: z.boolean().nullable(),
  publishedAt: Instant.nullable(),
  downloads: z.number().nullable(),
  dependencies: z.array(z.object({ name: z.string(), requirement: z.string() })).nullable(),
});
export type VersionRow = z.infer<typeof VersionRow>;

/** One package with all its versions, newest first by SemVer. `group` and `name` are the published spelling. */
export const PackageDetails = PackageRef.extend({
  registryId: RegistryId,
  source: CatalogSource,
  readAt: Instant,
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
