import type { PackageRef } from '../../shared/ids.ts';

/** What a registry says of one version. `publishedAt` is RFC 3339; `owners` are names. */
export interface VersionFacts {
  readonly version: string;
  readonly yanked: boolean;
  readonly publishedAt: string | null;
  readonly description: string | null;
  readonly homepage: string | null;
  readonly repository: string | null;
  readonly license: string | null;
  readonly keywords: readonly string[];
  readonly owners: readonly string[];
}

/**
 * The read endpoints of the packages family as the catalog needs them. Every call throws a `Failure`; `package_not_found`
 * where the registry does not have what was asked for.
 */
export interface ReadApi {
  /** Null where it could not be told; the documented family has no read endpoints. */
  family(): Promise<'documented' | 'packages' | null>;
  groups(): Promise<readonly string[]>;
  packagesOf(group: string): Promise<readonly PackageRef[]>;
  package(ref: PackageRef): Promise<{ readonly ref: PackageRef; readonly latest: VersionFacts | null }>;
  versions(ref: PackageRef): Promise<{ readonly ref: PackageRef; readonly versions: readonly string[] }>;
  version(ref: PackageRef, version: string): Promise<VersionFacts>;
  dependencies(ref: PackageRef, version: string): Promise<readonly { name: string; requirement: string }[]>;
  downloads(ref: PackageRef, version: string): Promise<number | null>;
  /** Downloads day by day (`YYYY-MM-DD`), in no order; a day can be there twice. */
  downloadDays(ref: PackageRef, version: string): Promise<readonly { date: string; downloads: number }[]>;
  /** Null where the version has no README. */
  readme(ref: PackageRef, version: string): Promise<{ readonly text: string; readonly truncated: boolean } | null>;
}
