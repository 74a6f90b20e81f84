import { useQueries } from '@tanstack/react-query';
import type { PackageRow } from '../../../shared/catalog.ts';
import type { AppError } from '../../../shared/errors.ts';
import type { PackageRef, RegistryId } from '../../../shared/ids.ts';
import type { Registry } from '../../../shared/registry.ts';
import { useClient } from '../../bridge/BridgeProvider.tsx';
import { keys } from '../../bridge/keys.ts';
import { errorOf } from '../../bridge/queries.ts';

/** What one registry says of the projects. `none` is a registry that there is nothing to read from. */
export type Column =
  | { readonly kind: 'reading' }
  | { readonly kind: 'read'; readonly latest: ReadonlyMap<string, string> }
  | { readonly kind: 'failed'; readonly error: AppError };

const MOST = 100;

/** A package's name for comparing: registries tell `_` and `-`, upper and lower case not apart. */
export const sameNameKey = (ref: PackageRef): string => `${ref.group}/${ref.name}`.toLowerCase().replaceAll('_', '-');

function latestOf(rows: readonly PackageRow[]): ReadonlyMap<string, string> {
  return new Map(rows.flatMap((row) => (row.latest === null ? [] : [[sameNameKey(row), row.latest.version] as const])));
}

/** The latest version of each package on each registry; every registry is a column that fills in by itself. */
export function useLatestVersions(
  registries: readonly Registry[],
  packages: readonly PackageRef[],
): ReadonlyMap<RegistryId, Column> {
  const client = useClient();
  const asked = packages.slice(0, MOST);
  return useQueries({
    queries: registries.map((registry) => ({
      queryKey: keys.summaries(registry.id, asked),
      queryFn: () => client.invoke('packages.summaries', { registryId: registry.id, packages: [...asked] }),
      enabled: asked.length > 0,
    })),
    combine: (results) =>
      new Map(
        registries.map((registry, at): [RegistryId, Column] => {
          const result = results[at];
          if (result?.data !== undefined) return [registry.id, { kind: 'read', latest: latestOf(result.data) }];
          if (result?.isError === true) return [registry.id, { kind: 'failed', error: errorOf(result.error) }];
          return [registry.id, { kind: 'reading' }];
        }),
      ),
  });
}
