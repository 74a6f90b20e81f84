import { useCallback, useEffect, useMemo, useState } from 'react';
import type { PackageRef, RegistryId } from '../../../shared/ids.ts';
import { useClient } from '../../bridge/BridgeProvider.tsx';
import type { VersionNews } from './mergeVersions.ts';
import { createVisibleLoader, type VisibleLoader } from './visibleLoader.ts';

/** Versions asked for in one call: a screenful, so that the first rows do not wait for the last. */
const BATCH = 50;

export interface VersionDetailsOnDemand {
  readonly news: ReadonlyMap<string, VersionNews>;
  /** Versions whose question was answered, be it with a failure; what is still missing then is not known. */
  readonly answered: ReadonlySet<string>;
  readonly loader: VisibleLoader<string>;
  /** Reads some versions now, whether in view or not. Resolves when they are shown, also after a failure. */
  reread(versions: readonly string[]): Promise<void>;
}

/**
 * What a list of versions leaves out, read for the rows in view. `listAt` names the list; with another one the rows in view
 * are read again, and what was known stays until then.
 */
export function useVersionNews(registryId: RegistryId, ref: PackageRef, listAt: number): VersionDetailsOnDemand {
  const client = useClient();
  const { group, name } = ref;
  const [news, setNews] = useState<ReadonlyMap<string, VersionNews>>(new Map());
  const [answered, setAnswered] = useState<ReadonlySet<string>>(new Set());

  const read = useCallback(
    async (versions: readonly string[]): Promise<void> => {
      try {
        const input = { registryId, package: { group, name }, versions: [...versions] };
        const rows = await client.invoke('versions.details', input);
        const at = Date.now();
        setNews((before) => new Map([...before, ...rows.map((row) => [row.version, { row, at }] as const)]));
      } catch {
        // Nothing is known that was not known before; the rows say so.
      }
      setAnswered((before) => new Set([...before, ...versions]));
    },
    [client, registryId, group, name],
  );

  const loader = useMemo(() => createVisibleLoader<string>({ max: BATCH, load: read }), [read]);
  // biome-ignore lint/correctness/useExhaustiveDependencies: a list that was read anew makes the details old.
  useEffect(() => {
    setAnswered(new Set());
    loader.forget();
  }, [loader, listAt]);
  return { news, answered, loader, reread: read };
}
