import { skipToken, useQuery } from '@tanstack/react-query';
import { useDeferredValue } from 'react';
import type { Registry } from '../../../shared/registry.ts';
import { useClient } from '../../bridge/BridgeProvider.tsx';
import type { Client } from '../../bridge/client.ts';
import type { FoundPackage } from './paletteEntries.ts';

const SHORTEST = 2;
const MOST_EACH = 6;
const ALL = { mine: false, hasYanked: false, prerelease: false };

/** Asks only a registry whose packages were read before: a palette begins no reading. One that fails has nothing to offer. */
async function findIn(client: Client, { id: registryId }: Registry, text: string): Promise<FoundPackage[]> {
  try {
    const { sources } = await client.invoke('catalog.state', { registryId });
    if (!sources.some(({ readAt }) => readAt !== null)) return [];
    const page = await client.invoke('packages.query', { registryId, text, filter: ALL, offset: 0, limit: MOST_EACH });
    return page.rows.map(({ group, name }) => ({ registryId, ref: { group, name } }));
  } catch {
    return [];
  }
}

/** The packages that fit, the best of each registry, in the person's order of registries. */
export function usePalettePackages(text: string, registries: readonly Registry[]): readonly FoundPackage[] {
  const client = useClient();
  const asked = useDeferredValue(text.trim());
  const { data } = useQuery({
    queryKey: ['palette', asked, registries.map(({ id }) => id)],
    queryFn:
      asked.length < SHORTEST
        ? skipToken
        : async () => (await Promise.all(registries.map((registry) => findIn(client, registry, asked)))).flat(),
    gcTime: 0,
  });
  return asked.length < SHORTEST ? [] : (data ?? []);
}
