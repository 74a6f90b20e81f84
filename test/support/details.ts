import { parsePackageName } from '../../main/elba/packageName.ts';
import { isPrerelease, newestFirst } from '../../main/elba/version.ts';
import type { PackageDetails } from '../../shared/catalog.ts';
import { RegistryId } from '../../shared/ids.ts';

/** A package as the catalog gives it: its versions with whether they are yanked. */
export function detailsOf(
  name: string,
  versions: Readonly<Record<string, boolean>>,
  more: Partial<PackageDetails> = {},
): PackageDetails {
  const parsed = parsePackageName(name);
  if (!parsed.ok) throw new Error(parsed.reason);
  return {
    ...parsed.ref,
    registryId: RegistryId.parse('lab'),
    source: 'api',
    readAt: '2030-01-01T00:00:00.000Z',
    description: null,
    homepage: null,
    repository: null,
    license: null,
    keywords: [],
    owners: [],
    versions: Object.keys(versions)
      .sort(newestFirst)
      .map((version) => ({
        version,
        prerelease: isPrerelease(version),
        yanked: versions[version] ?? null,
        publishedAt: null,
        downloads: null,
        dependencies: null,
      })),
    incomplete: null,
    ...more,
  };
}
