import { useCallback, useEffect, useMemo, useRef, useState } from 'react';
import type { CallInput } from '../../../shared/contract.ts';
import type { AppError } from '../../../shared/errors.ts';
import type { EntryId, JobId, PackageRef, RegistryId } from '../../../shared/ids.ts';
import type { Job, Outcome, Target } from '../../../shared/job.ts';
import { useClient } from '../../bridge/BridgeProvider.tsx';
import { errorOf } from '../../bridge/queries.ts';
import { useJobs } from '../../bridge/useAppState.ts';

/** What a person asked for, once it was confirmed. */
export interface YankOrder {
  readonly version: string;
  readonly yanked: boolean;
  readonly note: string;
  /** What was typed where a production registry asks for the name. */
  readonly confirmation: string;
}

/** How the last order ended: with an outcome of the registry, or with a failure before anything was asked. */
export interface YankResult {
  readonly version: string;
  readonly yanked: boolean;
  readonly outcome: Outcome;
  readonly entryId?: EntryId;
}

export interface Yanking {
  /** Versions whose switch shows what was, because what is becomes known only now. */
  readonly busy: ReadonlySet<string>;
  readonly result: YankResult | null;
  start(order: YankOrder): void;
  /** Takes a result that was seen elsewhere, or null to put the last one away. */
  show(result: YankResult | null): void;
}

type YankJob = Extract<Job, { kind: 'yank' }>;

const notSent = (order: YankOrder, error: AppError): YankResult => ({
  version: order.version,
  yanked: order.yanked,
  outcome: { kind: 'not_sent', error, evidence: [] },
});

const INTERRUPTED: AppError = {
  code: 'internal',
  message: 'The work was ended before there was an answer. Look at the version again before the next try.',
};

/** The outcome of a target that can have none any more. */
const endOf = (job: YankJob, target: Target): Outcome =>
  target.outcome ?? { kind: 'unknown', error: job.error ?? INTERRUPTED, evidence: [] };

const resultOf = (job: YankJob, target: Target): YankResult => ({
  version: target.version,
  yanked: job.yanked,
  outcome: endOf(job, target),
  ...(target.entryId === undefined ? {} : { entryId: target.entryId }),
});

interface Settled {
  readonly jobId: JobId;
  readonly result: YankResult;
}

const idOf = (job: YankJob, target: Target): string => `${job.id} ${target.id}`;

const inputOf = (registryId: RegistryId, ref: PackageRef, order: YankOrder): CallInput<'versions.yank'> => ({
  registryId,
  package: ref,
  versions: [order.version],
  yanked: order.yanked,
  ...(order.note.trim() === '' ? {} : { note: order.note.trim() }),
  ...(order.confirmation === '' ? {} : { confirmation: order.confirmation }),
});

const isOver = (job: YankJob, target: Target): boolean => target.outcome !== undefined || job.state !== 'running';

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
 * Yanks and unyanks versions of one package. A version is busy from the press until it was read again after the answer, so
 * that its switch never shows more than is known. `reread` reads versions and resolves when they are shown.
 */
export function useYank(
  registryId: RegistryId,
  ref: PackageRef,
  reread: (versions: readonly string[]) => Promise<void>,
): Yanking {
  const client = useClient();
  const jobs = useYankJobs(registryId, ref);
  /** Versions whose order is on its way to main, or was taken by a job that is not in the list yet. */
  const [sending, setSending] = useState<ReadonlyMap<string, JobId | null>>(new Map());
  /** Targets that are over and were read again. Their job may be over before main has told which job an order became. */
  const [settled, setSettled] = useState<ReadonlyMap<string, Settled>>(new Map());
  const [result, setResult] = useState<YankResult | null>(null);
  const [own, setOwn] = useState<ReadonlySet<JobId>>(new Set());
  const watched = useRef(new Set<string>());
  const rereading = useRef(new Set<string>());
  const announced = useRef(new Set<string>());

  useEffect(() => {
    for (const job of jobs) {
      for (const target of job.targets) {
        const id = idOf(job, target);
        if (!isOver(job, target)) watched.current.add(id);
        else if ((watched.current.has(id) || own.has(job.id)) && !rereading.current.has(id)) {
          rereading.current.add(id);
          const end = { jobId: job.id, result: resultOf(job, target) };
          void reread([target.version]).then(() => setSettled((before) => new Map([...before, [id, end] as const])));
        }
      }
    }
  }, [jobs, own, reread]);

  useEffect(() => {
    for (const [id, end] of settled) {
      if (!own.has(end.jobId) || announced.current.has(id)) continue;
      announced.current.add(id);
      setResult(end.result);
    }
  }, [settled, own]);

  const busy = useMemo(() => {
    const versions = new Set<string>();
    for (const [version, jobId] of sending) if (!jobs.some((job) => job.id === jobId)) versions.add(version);
    for (const job of jobs)
      for (const target of job.targets) {
        const known = watched.current.has(idOf(job, target)) || own.has(job.id);
        if (!isOver(job, target) || (known && !settled.has(idOf(job, target)))) versions.add(target.version);
      }
    return versions;
  }, [jobs, sending, settled, own]);

  const start = useCallback(
    (order: YankOrder): void => {
      setResult(null);
      const send = (jobId: JobId | null): void =>
        setSending((before) => new Map([...before, [order.version, jobId] as const]));
      const drop = (): void =>
        setSending((before) => new Map([...before].filter(([version]) => version !== order.version)));
      send(null);
      client.invoke('versions.yank', inputOf(registryId, ref, order)).then(
        (jobId) => {
          setOwn((before) => new Set([...before, jobId]));
          send(jobId);
        },
        async (thrown: unknown) => {
          await reread([order.version]);
          drop();
          setResult(notSent(order, errorOf(thrown)));
        },
      );
    },
    [client, registryId, ref, reread],
  );

  return { busy, result, start, show: setResult };
}
