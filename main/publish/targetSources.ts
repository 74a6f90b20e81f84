import type { PackageRef, RegistryId } from '../../shared/ids.ts';
import type { Client } from '../api/client.ts';
import type { Catalog } from '../catalog/catalog.ts';
import { orAbsent, settle } from '../catalog/settle.ts';
import { normaliseName } from '../elba/packageName.ts';
import type { TargetSources } from './targetReads.ts';

export interface TargetSourcesParts {
  readonly catalog: Pick<Catalog, 'details' | 'packagesOf' | 'lookInIndex'>;
  clientFor(registryId: RegistryId): Pick<Client, 'download' | 'groupPackages'>;
  accountOf(registryId: RegistryId): string | null;
  now(): Date;
}

const groupOf = (group: string): string => normaliseName({ group, name: '' });

/**
 * The reads that targets are checked by. A hash is the index's, else that of the bytes themselves, which counts as one download on
 * the registry; it is remembered, because a version is never replaced.
 */
export function createTargetSources({ catalog, clientFor, accountOf, now }: TargetSourcesParts): TargetSources {
  const hashes = new Map<string, string>();
  const findHash = async (registryId: RegistryId, ref: PackageRef, version: string, signal: AbortSignal) => {
    const indexed = await settle(catalog.lookInIndex(registryId, ref, version));
    if (indexed.ok && indexed.value?.sha256 != null) return indexed.value.sha256;
    const downloaded = await settle(clientFor(registryId).download(ref, version, signal));
    return downloaded.ok ? downloaded.value.sha256 : null;
  };
  return {
    details: catalog.details,
    async packagesOf(registryId, group) {
      const wanted = groupOf(group);
      const name = wanted.slice(0, -1);
      const asked = await settle(orAbsent(clientFor(registryId).groupPackages(name)));
      if (asked.ok) return asked.value ?? [];
      return catalog.packagesOf(registryId, name);
    },
    async hashOf(registryId, ref, version, signal) {
      const key = `${registryId} ${normaliseName(ref)} ${version}`;
      const known = hashes.get(key);
      if (known !== undefined) return known;
      const found = await findHash(registryId, ref, version, signal);
      if (found !== null) hashes.set(key, found);
      return found;
    },
    accountOf,
    now,
  };
}
