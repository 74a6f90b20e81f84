import * as z from 'zod';
import { PackageRef, VersionText } from '../../shared/ids.ts';

const text = z
  .string()
  .max(10_000)
  .nullish()
  .transform((value) => value ?? null);

/** RFC 3339 with whatever offset and precision, as an instant in UTC; null where it is absent or no date. */
const instant = z
  .string()
  .nullish()
  .transform((value) => {
    const at = Date.parse(value ?? '');
    return Number.isNaN(at) ? null : new Date(at).toISOString();
  });

/** `{group, package}` as the registry writes it, `{group, name}` as this program does. */
const ref = z
  .object({ group: z.string(), package: z.string() })
  .transform(({ group, package: name }) => ({ group, name }))
  .pipe(PackageRef);

const list = <T extends z.ZodType>(item: T) => z.array(item).max(1_000_000);

/** Owners are names here: their mail addresses are not shown. The linked commit has no owners in a version's metadata. */
const owners = list(z.object({ name: z.string().max(500) }))
  .nullish()
  .transform((value) => (value ?? []).map((owner) => owner.name));

const versionFields = z.object({
  group: z.string(),
  package: z.string(),
  version: VersionText,
  yanked: z.boolean(),
  description: text,
  homepage: text,
  repository: text,
  license: text,
  keywords: list(z.string().max(200))
    .nullish()
    .transform((value) => value ?? []),
  owners,
  created_at: instant,
});

const version = versionFields.transform(({ group, package: name, created_at, ...rest }) => ({
  ref: { group, name },
  ...rest,
  publishedAt: created_at,
}));

/** A version as its metadata gives it, in the spelling it was published with. */
export type VersionMetadata = z.infer<typeof version>;

const packageMetadata = z
  .object({ group: z.string(), package: z.string(), latest_version: version, updated_at: instant, created_at: instant })
  .transform((read) => ({
    ref: { group: read.group, name: read.package },
    latest: read.latest_version,
    updatedAt: read.updated_at,
    createdAt: read.created_at,
  }));
export type PackageMetadata = z.infer<typeof packageMetadata>;

const dependency = z
  .object({ group: z.string(), package: z.string(), version_req: z.string().max(1000) })
  .transform((read) => ({ ref: { group: read.group, name: read.package }, requirement: read.version_req }));
export type Dependency = z.infer<typeof dependency>;

/** The bodies of the read endpoints (registry-api, "Read endpoints of the packages family"). */
export const schemas = {
  stats: z
    .object({ global_stats: z.object({ package_count: z.number(), download_count: z.number() }) })
    .transform(({ global_stats }) => ({
      packages: global_stats.package_count,
      downloads: global_stats.download_count,
    })),
  groups: z
    .object({ groups: list(z.object({ group: z.string().min(1).max(200) })) })
    .transform(({ groups }) => groups.map((row) => row.group)),
  group: z.object({ packages: list(ref) }).transform(({ packages }) => packages),
  package: z.object({ package: packageMetadata }).transform((read) => read.package),
  versions: z
    .object({ versions: list(z.object({ version: VersionText })) })
    .transform(({ versions }) => versions.map((row) => row.version)),
  version: z.object({ version }).transform((read) => read.version),
  dependencies: z.object({ dependencies: list(dependency) }).transform((read) => read.dependencies),
  download_stats: z
    .object({ download_stats: z.object({ total: z.number(), season: z.number() }) })
    .transform((read) => read.download_stats),
  download_graph: z
    .object({ download_graph: list(z.object({ date: instant, downloads: z.number() })) })
    .transform((read) => read.download_graph),
} as const;
