import type { AppError } from '../../../shared/errors.ts';
import type { EntryId, JobId } from '../../../shared/ids.ts';
import type { Job, Outcome, Target } from '../../../shared/job.ts';

/** What a person asked for, once it was confirmed. */
export interface YankOrder {
  readonly versions: readonly string[];
  readonly yanked: boolean;
  readonly note: string;
  /** What was typed where the name is asked for. */
  readonly confirmation: string;
}

/** An order with the jobs it became: one at first, another one for each Resume or Retry. */
export interface Operation {
  readonly id: string;
  readonly order: YankOrder;
  readonly jobIds: readonly JobId[];
  /** Set while a job is on its way to main. */
  readonly isSending: boolean;
  /** Why main took no job; nothing was sent then. */
  readonly refused: { readonly versions: readonly string[]; readonly error: AppError } | null;
}

export type YankJob = Extract<Job, { kind: 'yank' }>;

/** One version of an operation. `outcome` is absent while it waits or is under way; `detail` says what it is doing. */
export interface OperationRow {
  readonly version: string;
  readonly state: 'waiting' | 'running' | 'over';
  readonly detail: string;
  readonly outcome?: Outcome;
  readonly entryId?: EntryId;
}

const INTERRUPTED: AppError = {
  code: 'internal',
  message: 'The work was ended before there was an answer. Look at the version again before the next try.',
};

/** Whether a target has an outcome, or can have none any more. */
export const isOver = (job: YankJob, target: Target): boolean =>
  target.outcome !== undefined || job.state !== 'running';

/** The outcome of a target that is over. */
const endOf = (job: YankJob, target: Target): Outcome =>
  target.outcome ?? { kind: 'unknown', error: job.error ?? INTERRUPTED, evidence: [] };

function rowOfTarget(job: YankJob, target: Target): OperationRow {
  const { version, entryId } = target;
  const entry = entryId === undefined ? {} : { entryId };
  if (isOver(job, target)) return { version, state: 'over', detail: '', outcome: endOf(job, target), ...entry };
  const step = job.steps.find(({ id }) => target.stepIds.includes(id));
  return { version, state: step?.state === 'running' ? 'running' : 'waiting', detail: step?.detail ?? '', ...entry };
}

/**
 * The versions of an operation as they stand: each as the last job that had it tells it, or with what a later look at it found.
 * `jobs` are all that are known.
 */
export function rowsOf(
  { order, jobIds, refused }: Operation,
  jobs: readonly YankJob[],
  looked: ReadonlyMap<EntryId, Outcome>,
): OperationRow[] {
  const rows = new Map<string, OperationRow>();
  for (const version of order.versions) rows.set(version, { version, state: 'waiting', detail: '' });
  for (const jobId of jobIds) {
    const job = jobs.find(({ id }) => id === jobId);
    if (job === undefined) continue;
    for (const target of job.targets) rows.set(target.version, rowOfTarget(job, target));
  }
  for (const version of refused?.versions ?? [])
    if (refused !== null)
      rows.set(version, {
        version,
        state: 'over',
        detail: '',
        outcome: { kind: 'not_sent', error: refused.error, evidence: [] },
      });
  return [...rows.values()].map((row) => {
    const found = row.entryId === undefined ? undefined : looked.get(row.entryId);
    return found !== undefined && row.outcome?.kind === 'unknown' ? { ...row, outcome: found } : row;
  });
}

const isReached = ({ outcome }: OperationRow): boolean => outcome?.kind === 'yanked' || outcome?.kind === 'unyanked';

const isStopped = ({ outcome }: OperationRow): boolean =>
  outcome?.kind === 'not_sent' && outcome.error.code === 'cancelled';

/** The rows by what can be done about them. `undoable` were changed by this operation and nothing else. */
export interface Sorted {
  readonly reached: readonly OperationRow[];
  readonly undoable: readonly OperationRow[];
  /** Refused, or not sent for a reason: they can be tried again. */
  readonly failed: readonly OperationRow[];
  /** Left alone when it was stopped. */
  readonly stopped: readonly OperationRow[];
  readonly unknown: readonly OperationRow[];
  readonly open: readonly OperationRow[];
}

/** Sorts the rows of an operation. */
export function sortRows(rows: readonly OperationRow[]): Sorted {
  const reached = rows.filter(isReached);
  return {
    reached,
    undoable: reached.filter(({ outcome }) => !(outcome !== undefined && 'already' in outcome && outcome.already)),
    stopped: rows.filter(isStopped),
    failed: rows.filter(
      (row) => !isStopped(row) && (row.outcome?.kind === 'rejected' || row.outcome?.kind === 'not_sent'),
    ),
    unknown: rows.filter(({ outcome }) => outcome?.kind === 'unknown'),
    open: rows.filter(({ state }) => state !== 'over'),
  };
}
