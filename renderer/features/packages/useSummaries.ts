import { useCallback, useEffect, useMemo, useRef, useState } from 'react';
import type { PackageRow } from '../../../shared/catalog.ts';
import type { EventPayload } from '../../../shared/contract.ts';
import type { PackageRef, RegistryId } from '../../../shared/ids.ts';
import { useClient } from '../../bridge/BridgeProvider.tsx';
import { useEvent } from '../../bridge/queries.ts';
import { packageKey } from './packageKey.ts';
import { createVisibleLoader, type VisibleLoader } from './visibleLoader.ts';

/** The contract's limit for one call. */
const BATCH = 100;

export interface Summaries {
  /** Latest version and description by package key, as far as they were read. */
  readonly known: ReadonlyMap<string, PackageRow>;
  readonly loader: VisibleLoader<PackageRef>;
}

/**
 * What the list leaves out, read for the packages in view. `readAt` names the list: with another one everything is read
 * again, and what was known stays until then.
 */
export function useSummaries(registryId: RegistryId, readAt: string | undefined): Summaries {
  const client = useClient();
  const [known, setKnown] = useState<ReadonlyMap<string, PackageRow>>(new Map());
  const loader = useMemo(
    () =>
      createVisibleLoader<PackageRef>({
        max: BATCH,
        load: async (packages) => {
          const rows = await client.invoke('packages.summaries', { registryId, packages: [...packages] });
          setKnown((before) => new Map([...before, ...rows.map((row) => [packageKey(row), row] as const)]));
        },
      }),
    [client, registryId],
  );
  const lastRead = useRef(readAt);
  useEffect(() => {
    // A list that was read anew makes the summaries old; one whose time was not known before is no other list.
    if (lastRead.current !== undefined && lastRead.current !== readAt) loader.forget();
    lastRead.current = readAt;
  }, [loader, readAt]);
  useEvent(
    'catalog.changed',
    useCallback(
      (change: EventPayload<'catalog.changed'>) => {
        if (change.registryId !== registryId) return;
        if (change.package === undefined) loader.forget();
        else loader.forget(packageKey(change.package));
      },
      [loader, registryId],
    ),
  );
  return { known, loader };
}
