import { skipToken, useQuery, useQueryClient } from '@tanstack/react-query';
import { useCallback, useEffect, useMemo, useState } from 'react';
import type { CallInput } from '../../../shared/contract.ts';
import type { JobId, PackageRef, RegistryId } from '../../../shared/ids.ts';
import { useClient } from '../../bridge/BridgeProvider.tsx';
import { keys } from '../../bridge/keys.ts';
import { errorOf } from '../../bridge/queries.ts';
import type { Operation, YankJob, YankOrder } from './operation.ts';

const inputOf = (
  registryId: RegistryId,
  ref: PackageRef,
  order: YankOrder,
  versions: readonly string[],
): CallInput<'versions.yank'> => ({
  registryId,
  package: ref,
  versions: [...versions],
  yanked: order.yanked,
  ...(order.note.trim() === '' ? {} : { note: order.note.trim() }),
  ...(order.confirmation === '' ? {} : { confirmation: order.confirmation }),
});

/** Names an order among those of this window. */
const newId = (): string => `${Date.now()}-${Math.random()}`;

type Edit = (before: Operation | null) => Operation | null;

/** The last order for a package. It outlives the page, so that a look at another one loses neither its rows nor its undo. */
function useLastOperation(registryId: RegistryId, ref: PackageRef) {
  const queries = useQueryClient();
  const { group, name } = ref;
  const queryKey = useMemo(() => keys.yankOrder(registryId, { group, name }), [registryId, group, name]);
  const { data = null } = useQuery<Operation | null>({
    queryKey,
    queryFn: skipToken,
    gcTime: Number.POSITIVE_INFINITY,
  });
  const edit = useCallback(
    (change: Edit) => void queries.setQueryData<Operation | null>(queryKey, (before) => change(before ?? null)),
    [queries, queryKey],
  );
  return { operation: data, edit };
}

export interface OperationHandle {
  readonly operation: Operation | null;
  /** Versions whose order is on its way to main, or was taken by a job that is not in the list yet. */
  readonly sending: ReadonlySet<string>;
  /** A new order, for all its versions. */
  start(order: YankOrder): void;
  /** Some versions of the last order once more. */
  again(versions: readonly string[]): void;
  putAway(): void;
}

/** What this window asked for last: sends it to main and keeps the jobs that it became. */
export function useOperation(
  registryId: RegistryId,
  ref: PackageRef,
  jobs: readonly YankJob[],
  reread: (versions: readonly string[]) => Promise<void>,
): OperationHandle {
  const client = useClient();
  const { operation, edit } = useLastOperation(registryId, ref);
  const [sending, setSending] = useState<ReadonlyMap<string, JobId | null>>(new Map());
  useEffect(() => {
    const isListed = ([, jobId]: readonly [string, JobId | null]): boolean => jobs.some(({ id }) => id === jobId);
    if ([...sending].some(isListed)) setSending((before) => new Map([...before].filter((one) => !isListed(one))));
  }, [jobs, sending]);

  const send = useCallback(
    (id: string, order: YankOrder, versions: readonly string[]): void => {
      const mark = (jobId: JobId | null): void =>
        setSending((before) => new Map([...before, ...versions.map((version) => [version, jobId] as const)]));
      const change = (more: (before: Operation) => Partial<Operation>): void =>
        edit((before) => (before?.id === id ? { ...before, ...more(before) } : before));
      mark(null);
      client.invoke('versions.yank', inputOf(registryId, ref, order, versions)).then(
        (jobId) => {
          change((before) => ({ isSending: false, jobIds: [...before.jobIds, jobId] }));
          mark(jobId);
        },
        async (thrown: unknown) => {
          await reread(versions);
          setSending((before) => new Map([...before].filter(([version]) => !versions.includes(version))));
          change(() => ({ isSending: false, refused: { versions, error: errorOf(thrown) } }));
        },
      );
    },
    [client, registryId, ref, reread, edit],
  );
  const start = useCallback(
    (order: YankOrder): void => {
      const id = newId();
      edit(() => ({ id, order, jobIds: [], isSending: true, refused: null }));
      send(id, order, order.versions);
    },
    [edit, send],
  );
  return {
    operation,
    sending: useMemo(() => new Set(sending.keys()), [sending]),
    start,
    again: (versions) => {
      if (operation === null) return;
      edit(() => ({ ...operation, isSending: true, refused: null }));
      send(operation.id, operation.order, versions);
    },
    putAway: useCallback(() => edit(() => null), [edit]),
  };
}
