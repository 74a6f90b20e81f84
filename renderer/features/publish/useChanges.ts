import { type UseQueryResult, useQuery } from '@tanstack/react-query';
import type { PublishChanges } from '../../../shared/changes.ts';
import type { RegistryId } from '../../../shared/ids.ts';
import type { ProjectReport } from '../../../shared/project.ts';
import type { Registry } from '../../../shared/registry.ts';
import { useClient } from '../../bridge/BridgeProvider.tsx';
import { keys } from '../../bridge/keys.ts';
import type { TargetReports } from './targetReports.ts';

/** The registry to compare with, and its version of the package. */
export interface ChangesBase {
  readonly registry: Registry;
  readonly version: string;
}

/** The first chosen registry that has the package, else the first that has it at all; null where none is known to have it. */
export function baseOf(
  registries: readonly Registry[],
  chosen: ReadonlySet<RegistryId>,
  reports: TargetReports,
): ChangesBase | null {
  const bases = registries.flatMap((registry) => {
    const latest = reports.get(registry.id)?.latest ?? null;
    return latest === null ? [] : [{ registry, version: latest.version }];
  });
  return bases.find(({ registry }) => chosen.has(registry.id)) ?? bases[0] ?? null;
}

/** What differs from the published version. It is downloaded for this, so only once `isOpen`. */
export function useChanges(
  { projectId, revision }: ProjectReport,
  base: ChangesBase | null,
  isOpen: boolean,
): UseQueryResult<PublishChanges> {
  const client = useClient();
  const registryId = base?.registry.id;
  return useQuery({
    queryKey: [...keys.project(projectId), 'changes', registryId, base?.version, revision],
    queryFn: async () => {
      if (registryId === undefined) throw new Error('There is no registry to compare with.');
      return client.invoke('publish.changes', { projectId, registryId });
    },
    enabled: isOpen && registryId !== undefined,
  });
}

type Compared = Extract<PublishChanges, { kind: 'compared' }>;

export interface ChangedRow {
  readonly path: string;
  readonly kind: 'A' | 'M' | 'D';
  /** Its sizes, or what else differs. */
  readonly before: number | null;
  readonly after: number | null;
  readonly executable: boolean | null;
}

/** Every file that differs, by path; one that is only executable on one side counts as modified. */
export function rowsOf(changes: Compared): ChangedRow[] {
  const modeOf = new Map(changes.mode.map(({ path, executable }) => [path, executable]));
  const row = (path: string, kind: ChangedRow['kind'], before: number | null, after: number | null): ChangedRow => ({
    path,
    kind,
    before,
    after,
    executable: modeOf.get(path) ?? null,
  });
  const known = new Set(changes.modified.map(({ path }) => path));
  return [
    ...changes.added.map(({ path, bytes }) => row(path, 'A', null, bytes)),
    ...changes.removed.map(({ path, bytes }) => row(path, 'D', bytes, null)),
    ...changes.modified.map(({ path, bytesBefore, bytesAfter }) => row(path, 'M', bytesBefore, bytesAfter)),
    ...changes.mode.filter(({ path }) => !known.has(path)).map(({ path }) => row(path, 'M', null, null)),
  ].sort((a, b) => (a.path < b.path ? -1 : 1));
}
