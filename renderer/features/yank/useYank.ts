import { useCallback, useEffect, useMemo, useRef, useState } from 'react';
import type { EntryId, JobId, PackageRef, RegistryId } from '../../../shared/ids.ts';
import type { Outcome, Target } from '../../../shared/job.ts';
import { useClient } from '../../bridge/BridgeProvider.tsx';
import { useJobs } from '../../bridge/useAppState.ts';
import { isOver, type OperationRow, rowsOf, type YankJob, type YankOrder } from './operation.ts';
import { useOperation } from './useOperation.ts';

export interface Yanking {
  /** Versions whose switch shows what was, because what is becomes known only now. */
  readonly busy: ReadonlySet<string>;
  /** The last order and how it stands; null before the first one, and once it was put away. */
  readonly last: {
    readonly order: YankOrder;
    readonly rows: readonly OperationRow[];
    readonly isRunning: boolean;
  } | null;
  start(order: YankOrder): void;
  /** Sends some versions of the last order once more: those that failed, or were left alone when it was stopped. */
  again(versions: readonly string[]): void;
  /** Stops the last order; what is under way is looked at, the rest is left alone. */
  stop(): void;
  /** Takes what a look at a version found. */
  looked(version: string, outcome: Outcome): void;
  putAway(): void;
}

const idOf = (job: YankJob, target: Target): string => `${job.id} ${target.id}`;

/** The yank jobs of one package on one registry, whoever started them. */
function useYankJobs(registryId: RegistryId, ref: PackageRef): readonly YankJob[] {
  const jobs = useJobs();
  const { group, name } = ref;
  return useMemo(
    () =>
      jobs.filter(
        (job): job is YankJob =>
          job.kind === 'yank' &&
          job.package.group === group &&
          job.package.name === name &&
          job.targets.some((target) => target.registryId === registryId),
      ),
    [jobs, registryId, group, name],
  );
}

/**
 * Which targets are over and were read again since, and which are still between the two. Jobs that were over before this page
 * was there count only where they are its `own`.
 */
function useSettled(
  jobs: readonly YankJob[],
  own: ReadonlySet<JobId>,
  reread: (versions: readonly string[]) => Promise<void>,
): { readonly settled: ReadonlySet<string>; readonly isWatched: (id: string) => boolean } {
  const [settled, setSettled] = useState<ReadonlySet<string>>(new Set());
  const watched = useRef(new Set<string>());
  const rereading = useRef(new Set<string>());
  useEffect(() => {
    const over = new Map<string, string>();
    for (const job of jobs) {
      for (const target of job.targets) {
        const id = idOf(job, target);
        if (!isOver(job, target)) watched.current.add(id);
        else if ((watched.current.has(id) || own.has(job.id)) && !rereading.current.has(id))
          over.set(id, target.version);
      }
    }
    if (over.size === 0) return;
    for (const id of over.keys()) rereading.current.add(id);
    void reread([...new Set(over.values())]).then(() => setSettled((before) => new Set([...before, ...over.keys()])));
  }, [jobs, own, reread]);
  return { settled, isWatched: useCallback((id) => watched.current.has(id), []) };
}

/**
 * Yanks and unyanks versions of one package, one or many. A version is busy from the press until it was read again after the
 * answer, so that its switch never shows more than is known. `reread` reads versions and resolves when they are shown.
 */
export function useYank(
  registryId: RegistryId,
  ref: PackageRef,
  reread: (versions: readonly string[]) => Promise<void>,
): Yanking {
  const client = useClient();
  const jobs = useYankJobs(registryId, ref);
  const { operation, sending, start, again, putAway } = useOperation(registryId, ref, jobs, reread);
  const own = useMemo(() => new Set(operation?.jobIds), [operation]);
  const { settled, isWatched } = useSettled(jobs, own, reread);
  const [looked, setLooked] = useState<ReadonlyMap<EntryId, Outcome>>(new Map());

  const busy = useMemo(() => {
    const versions = new Set<string>(sending);
    for (const job of jobs)
      for (const target of job.targets) {
        const id = idOf(job, target);
        const isKnown = isWatched(id) || own.has(job.id);
        if (!isOver(job, target) || (isKnown && !settled.has(id))) versions.add(target.version);
      }
    return versions;
  }, [jobs, sending, settled, own, isWatched]);

  const last = useMemo(() => {
    if (operation === null) return null;
    const { order, isSending, jobIds } = operation;
    const isTold = (row: OperationRow): boolean => row.state !== 'over' || !busy.has(row.version);
    const rows = rowsOf(operation, jobs, looked).map(
      (row): OperationRow =>
        // An outcome is told when the version was read again, so that it never contradicts the switch.
        isTold(row) ? row : { version: row.version, state: 'running', detail: 'Reading it again' },
    );
    const isOpen = jobs.some(({ id, state }) => state === 'running' && jobIds.includes(id));
    return { order, rows, isRunning: isSending || isOpen || rows.some(({ state }) => state === 'running') };
  }, [operation, jobs, looked, busy]);

  const stop = useCallback((): void => {
    for (const { id, state } of jobs)
      if (state === 'running' && operation?.jobIds.includes(id) === true)
        client.invoke('jobs.cancel', { jobId: id }).catch(() => {
          // It is over already.
        });
  }, [client, jobs, operation]);
  return {
    busy,
    last,
    start,
    again,
    stop,
    looked: (version, outcome) => {
      const entryId = last?.rows.find((row) => row.version === version)?.entryId;
      if (entryId !== undefined) setLooked((before) => new Map([...before, [entryId, outcome]]));
    },
    putAway,
  };
}
