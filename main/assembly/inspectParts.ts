import type { Ground } from '../ground.ts';
import { createInspection } from '../inspect/inspection.ts';
import type { RegistryParts } from './registryParts.ts';

/** Looking into published archives. An index that cannot be read names no hash; the archive is shown all the same. */
export const buildInspection = ({ ending }: Ground, { archives, catalog }: RegistryParts) =>
  createInspection({
    archives,
    indexSha256: async (registryId, ref, version) => {
      const place = await catalog.placeOf(registryId, ref, version).catch(() => null);
      return place?.sha256 ?? null;
    },
    signal: ending.signal,
  });
