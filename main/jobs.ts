import type { AppError } from '../shared/errors.ts';
import { JobId, type RegistryId } from '../shared/ids.ts';
import type { Job, LogLine, Outcome, Step, Target } from '../shared/job.ts';
import { Failure, failure } from './failure.ts';

type SeedOf<J extends Job> = J extends Job
  ? Omit<J, 'id' | 'state' | 'error' | 'startedAt' | 'endedAt' | 'revision'>
  : never;

/** What a job starts from: its kind, title, steps and subject. Ids, times and the state are given by the list. */
export type JobSeed = SeedOf<Job>;

/** What a running job holds to tell how it goes and to learn that it is to stop. */
export interface JobControl {
  readonly id: JobId;
  /** Aborted by Cancel on the whole job. */
  readonly signal: AbortSignal;
  /** Aborted by Cancel on the whole job or on this target alone. */
  signalFor(targetId: string): AbortSignal;
  update(change: (draft: Job) => Job): void;
  /** Changes one step. Where only figures move, listeners hear of it at most ten times a second. */
  setStep(stepId: string, patch: Partial<Omit<Step, 'id'>>): void;
  setOutcome(targetId: string, outcome: Outcome): void;
  /** Ties a target to its row in the journal. */
  setEntry(targetId: string, entryId: NonNullable<Target['entryId']>): void;
  /** Adds a line; the caller has redacted it. */
  log(text: string, registryId?: RegistryId): void;
}

/** The one list of long operations. */
export interface Jobs {
  list(): Job[];
  /** Puts a job on the list and runs it. A `Failure` that `run` throws becomes the job's error. */
  start(seed: JobSeed, run: (control: JobControl) => Promise<void>): JobId;
  /** Asks a job, or one target of it, to stop; nothing happens where it is over or unknown. */
  cancel(id: JobId, targetId?: string): void;
  cancelAll(): void;
  /** Takes a finished job off the list. Throws `busy` while it runs, `not_found` where there is none. */
  dismiss(id: JobId): void;
  /** Resolves when no job runs. */
  idle(): Promise<void>;
}

interface Options {
  /** Hears of every change with the whole job; a higher `revision` is newer. */
  emit(job: Job): void;
  emitRemoved(jobId: JobId): void;
  now(): string;
  newId(): string;
  /** Where what was thrown and is not a `Failure` goes, for the host's log. */
  report?(thrown: unknown): void;
}

interface Running {
  job: Job;
  readonly abort: AbortController;
  readonly targets: Map<string, AbortController>;
  flush: NodeJS.Timeout | undefined;
}

const THROTTLE_MS = 100;
const MOST_LOG_LINES = 1000;
const MOST_FINISHED = 50;
const INTERNAL: AppError = {
  code: 'internal',
  message: 'Something went wrong inside the program, and this stopped. The log has the details.',
};

const onlyFigures = (patch: Partial<Step>): boolean =>
  Object.keys(patch).every((key) => key === 'done' || key === 'total' || key === 'unit');

const withTarget = (job: Job, targetId: string, patch: Partial<Target>): Job =>
  job.kind === 'publish' || job.kind === 'yank'
    ? { ...job, targets: job.targets.map((target) => (target.id === targetId ? { ...target, ...patch } : target)) }
    : job;

const withLine = (job: Job, line: LogLine): Job =>
  job.kind === 'publish' || job.kind === 'yank' ? { ...job, log: [...job.log, line].slice(-MOST_LOG_LINES) } : job;

/** A step that a stopped job left behind: what ran is over, what waited will not come. */
function closeStep(step: Step, end: 'failed' | 'cancelled'): Step {
  if (step.state === 'running') return { ...step, state: end };
  return step.state === 'waiting' ? { ...step, state: 'cancelled' } : step;
}

function ended(job: Job, thrown: unknown, aborted: boolean, at: string): Job {
  if (thrown === undefined) return { ...job, state: 'done', endedAt: at };
  const error = thrown instanceof Failure ? thrown.error : INTERNAL;
  const state = aborted && (error.code === 'cancelled' || !(thrown instanceof Failure)) ? 'cancelled' : 'failed';
  const steps = job.steps.map((step) => closeStep(step, state));
  return state === 'cancelled' ? { ...job, steps, state, endedAt: at } : { ...job, steps, state, endedAt: at, error };
}

const targetAbort = (row: Running, targetId: string): AbortController => {
  const abort = row.targets.get(targetId) ?? new AbortController();
  row.targets.set(targetId, abort);
  return abort;
};

type Change = (row: Running, next: Job, when: 'now' | 'soon') => void;

/** Applies changes to a row and tells of them: at once, or bundled where only figures moved. */
function changing(emit: Options['emit']): Change {
  const tell = (row: Running): void => {
    clearTimeout(row.flush);
    row.flush = undefined;
    emit(row.job);
  };
  return (row, next, when) => {
    row.job = { ...next, id: row.job.id, revision: row.job.revision + 1 };
    if (when === 'now') tell(row);
    else row.flush ??= setTimeout(() => tell(row), THROTTLE_MS);
  };
}

const controlOf = (row: Running, change: Change, now: Options['now']): JobControl => ({
  id: row.job.id,
  signal: row.abort.signal,
  signalFor: (targetId) => AbortSignal.any([row.abort.signal, targetAbort(row, targetId).signal]),
  update: (edit) => change(row, edit(row.job), 'now'),
  setStep(stepId, patch) {
    const steps = row.job.steps.map((step) => (step.id === stepId ? { ...step, ...patch } : step));
    change(row, { ...row.job, steps }, onlyFigures(patch) ? 'soon' : 'now');
  },
  setOutcome: (targetId, outcome) => change(row, withTarget(row.job, targetId, { outcome }), 'now'),
  setEntry: (targetId, entryId) => change(row, withTarget(row.job, targetId, { entryId }), 'now'),
  log(text, registryId) {
    const line = { at: now(), text, ...(registryId === undefined ? {} : { registryId }) };
    change(row, withLine(row.job, line), 'now');
  },
});

/** Resolves its waiters whenever no row is running. */
function idleness(running: () => boolean) {
  const waiting: (() => void)[] = [];
  return {
    wait: (): Promise<void> => (running() ? new Promise((resolve) => waiting.push(resolve)) : Promise.resolve()),
    check(): void {
      if (!running()) for (const resolve of waiting.splice(0)) resolve();
    },
  };
}

/**
 * Makes the list of jobs. It owns every AbortController; the functions that do the work get signals and know nothing of jobs.
 * The last fifty finished jobs are kept until somebody dismisses them.
 */
export function createJobs(options: Options): Jobs {
  const all = new Map<JobId, Running>();
  const idle = idleness(() => [...all.values()].some((row) => row.job.state === 'running'));
  const change = changing(options.emit);

  const remove = (id: JobId): void => {
    all.delete(id);
    options.emitRemoved(id);
  };
  const finish = (row: Running, thrown: unknown): void => {
    if (thrown !== undefined && !(thrown instanceof Failure)) options.report?.(thrown);
    change(row, ended(row.job, thrown, row.abort.signal.aborted, options.now()), 'now');
    const finished = [...all.values()].filter((other) => other.job.state !== 'running');
    for (const old of finished.slice(0, Math.max(0, finished.length - MOST_FINISHED))) remove(old.job.id);
    idle.check();
  };
  const begin: Jobs['start'] = (seed, run) => {
    const id = JobId.parse(options.newId());
    const job: Job = { ...seed, id, state: 'running', startedAt: options.now(), revision: 1 };
    const row: Running = { job, abort: new AbortController(), targets: new Map(), flush: undefined };
    all.set(id, row);
    options.emit(job);
    Promise.resolve()
      .then(() => run(controlOf(row, change, options.now)))
      .then(
        () => finish(row, undefined),
        (thrown: unknown) => finish(row, thrown ?? new Error('A job was rejected without a reason.')),
      );
    return id;
  };

  return {
    list: () => [...all.values()].map((row) => row.job),
    start: begin,
    cancel(id, targetId) {
      const row = all.get(id);
      if (row?.job.state !== 'running') return;
      (targetId === undefined ? row.abort : targetAbort(row, targetId)).abort();
    },
    cancelAll() {
      for (const row of all.values()) row.abort.abort();
    },
    dismiss(id) {
      const row = all.get(id);
      if (row === undefined) throw failure('not_found', 'This job is no longer in the list.');
      if (row.job.state === 'running') throw failure('busy', 'This is still running. Cancel it before dismissing it.');
      remove(id);
    },
    idle: idle.wait,
  };
}
