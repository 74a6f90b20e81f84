import { useQueries } from '@tanstack/react-query';
import type { PackageDetails } from '../../../shared/catalog.ts';
import type { PackageRef, RegistryId } from '../../../shared/ids.ts';
import type { Registry } from '../../../shared/registry.ts';
import { useClient } from '../../bridge/BridgeProvider.tsx';
import { keys } from '../../bridge/keys.ts';
import { errorOf } from '../../bridge/queries.ts';

/** What a registry has of the package under review. */
export type Published =
  | { readonly kind: 'reading' }
  | { readonly kind: 'nothing' }
  | { readonly kind: 'unreadable'; readonly message: string }
  | {
      readonly kind: 'latest';
      readonly version: string;
      readonly yanked: boolean;
      readonly publishedAt: string | null;
      /** The very version under review is there already. */
      readonly hasThis: boolean;
    };

function publishedOf(details: PackageDetails, version: string): Published {
  const latest = details.versions.find((row) => row.yanked !== true) ?? details.versions[0];
  if (latest === undefined) return { kind: 'nothing' };
  return {
    kind: 'latest',
    version: latest.version,
    yanked: latest.yanked === true,
    publishedAt: latest.publishedAt,
    hasThis: details.versions.some((row) => row.version === version),
  };
}

/** What each registry has of a package; asks nothing while the package is not known. */
export function usePublished(
  registries: readonly Registry[],
  ref: (PackageRef & { readonly version: string }) | null,
): ReadonlyMap<RegistryId, Published> {
  const client = useClient();
  const asked = ref === null ? null : { group: ref.group, name: ref.name };
  return useQueries({
    queries: registries.map((registry) => ({
      queryKey: keys.details(registry.id, asked ?? { group: '-', name: '-' }),
      queryFn: () =>
        client.invoke('packages.details', {
          registryId: registry.id,
          package: asked ?? { group: '-', name: '-' },
          refresh: false,
        }),
      enabled: asked !== null && registry.status.kind !== 'offline',
    })),
    combine: (results) =>
      new Map(
        registries.map((registry, at): [RegistryId, Published] => {
          const result = results[at];
          if (result?.data !== undefined) return [registry.id, publishedOf(result.data, ref?.version ?? '')];
          if (result?.isError !== true) return [registry.id, { kind: 'reading' }];
          const error = errorOf(result.error);
          return error.code === 'package_not_found' || error.code === 'not_found'
            ? [registry.id, { kind: 'nothing' }]
            : [registry.id, { kind: 'unreadable', message: error.message }];
        }),
      ),
  });
}
