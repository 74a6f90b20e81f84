import type { SourceReport, SourceState } from '../../shared/catalog.ts';
import { Failure, failure } from '../failure.ts';
import type { TableSummary } from './tableReads.ts';

/** What a reading is given to work with and to tell how it goes. */
export interface SourceControl {
  readonly signal: AbortSignal;
  /** The names can be listed, while the rest is still being read. */
  onNames(summary: TableSummary): void;
  onProgress(done: number, total: number | null, what: string): void;
}

export interface SourceParts {
  readonly kind: SourceReport['kind'];
  readonly where: string;
  /** Opens what an earlier run kept; null where that is nothing. */
  open(): Promise<TableSummary | null>;
  /** Reads the source and keeps it. Throws a coded failure; `before` is what is known. */
  read(before: TableSummary | null, control: SourceControl): Promise<TableSummary>;
  now(): Date;
  /** Told of every change; `isNew` where the packages may be others than before. */
  changed(isNew: boolean): void;
  /** What was thrown and is no `Failure`, for the log. */
  report(thrown: unknown): void;
}

/** One place that a registry is read from. */
export interface Source {
  /** Gives what can be shown: from an earlier run at once, else as soon as names are known. Throws why there is nothing. */
  ready(): Promise<TableSummary>;
  /** Reads anew; a reading that is under way is joined. Throws why it failed. */
  refresh(): Promise<TableSummary>;
  /** Reads anew once what is under way is over: something changed that it may have passed already. */
  refreshAfter(): Promise<TableSummary>;
  stop(): void;
  report(): SourceReport;
  summary(): TableSummary | null;
  /** Why the last reading failed; null where none did, or one succeeded since. */
  failure(): Failure | null;
  /** Begins with the failure of the source whose place it takes, so that it is not asked again at once. */
  recall(failure: Failure | null): void;
  /** What is known was put right by hand. */
  patched(summary: TableSummary): void;
  /** Ends what is under way. */
  close(): Promise<void>;
}

/** A source that failed is not asked again by itself within this time. */
const PATIENCE_MS = 10_000;
/** Between two reports of progress; the screen does not show more. */
const PROGRESS_MS = 100;
/** How long after its beginning a reading holds the names alone back, because the whole may follow at once. */
const NAMES_MS = 250;

const UNFORESEEN = 'The packages could not be read. The log has the details.';

const stopped = (): Failure => failure('cancelled', 'Reading the packages was stopped. What was read before is shown.');

interface Memory {
  summary: TableSummary | null;
  state: SourceState;
  /** Why the last reading failed, until one succeeds. */
  failure: Failure | null;
  failedAt: number;
  opening: Promise<void> | null;
  reading: Promise<TableSummary> | null;
  abort: AbortController | null;
  closed: boolean;
}

/** What a source remembers, and how that changes. */
function createMemory(parts: SourceParts) {
  const memory: Memory = {
    summary: null,
    state: { kind: 'never' },
    failure: null,
    failedAt: Number.NEGATIVE_INFINITY,
    opening: null,
    reading: null,
    abort: null,
    closed: false,
  };
  let first = Promise.withResolvers<TableSummary>();
  first.promise.catch(() => undefined);

  const turn = (state: SourceState, isNew: boolean): void => {
    memory.state = state;
    if (!memory.closed) parts.changed(isNew);
  };
  const learn = (summary: TableSummary, state: SourceState): void => {
    const isNew = memory.summary?.revision !== summary.revision;
    memory.summary = summary;
    memory.failure = null;
    first.resolve(summary);
    turn(state, isNew);
  };
  return {
    memory,
    turn,
    learn,
    /** The first thing that can be shown. */
    first: () => first.promise,
    fail(thrown: unknown, aborted: boolean): Failure {
      if (!(thrown instanceof Failure) && !aborted) parts.report(thrown);
      const known = thrown instanceof Failure ? thrown : failure('internal', UNFORESEEN);
      const reason = aborted ? stopped() : known;
      memory.failure = reason;
      memory.failedAt = parts.now().getTime();
      first.reject(reason);
      if (memory.summary === null) {
        first = Promise.withResolvers();
        first.promise.catch(() => undefined);
      }
      turn(aborted && memory.summary !== null ? { kind: 'stale' } : { kind: 'failed', error: reason.error }, false);
      return reason;
    },
    async open(): Promise<void> {
      const kept = await parts.open();
      if (kept !== null && memory.summary === null) learn(kept, { kind: 'stale' });
    },
  };
}
type SourceMemory = ReturnType<typeof createMemory>;

/** One reading from its beginning to its end. */
async function readOnce(parts: SourceParts, all: SourceMemory, abort: AbortController): Promise<TableSummary> {
  const { memory, turn } = all;
  memory.opening ??= all.open();
  await memory.opening;
  turn({ kind: 'reading', done: 0, total: null, what: 'packages' }, false);
  const before = memory.summary;
  const since = performance.now();
  let told = 0;
  let names: NodeJS.Timeout | undefined;
  try {
    const read = await parts.read(before, {
      signal: abort.signal,
      onNames: (summary) => {
        // What is read in a moment is not shown twice, first without its versions.
        const held = Math.max(0, NAMES_MS - (performance.now() - since));
        names = setTimeout(() => all.learn(summary, memory.state), held);
      },
      onProgress: (done, total, what) => {
        if (performance.now() - told < PROGRESS_MS) return;
        told = performance.now();
        turn({ kind: 'reading', done, total, what }, false);
      },
    });
    clearTimeout(names);
    all.learn(read, { kind: 'fresh' });
    return read;
  } catch (thrown) {
    // Of a reading that broke off, names alone are not kept.
    memory.summary = before;
    throw all.fail(thrown, abort.signal.aborted);
  } finally {
    clearTimeout(names);
    memory.reading = null;
    memory.abort = null;
  }
}

/** Makes a source, which reads nothing until it is asked. */
export function createSource(parts: SourceParts): Source {
  const all = createMemory(parts);
  const { memory } = all;
  const refresh = (): Promise<TableSummary> => {
    if (memory.closed) return Promise.reject(stopped());
    if (memory.reading !== null) return memory.reading;
    const abort = new AbortController();
    memory.abort = abort;
    const reading = readOnce(parts, all, abort);
    reading.catch(() => undefined);
    memory.reading = reading;
    return reading;
  };
  return {
    async ready() {
      if (memory.opening === null) {
        const isRecalled = memory.failure !== null;
        memory.opening = all.open();
        await memory.opening;
        if (!isRecalled) refresh().catch(() => undefined);
      }
      await memory.opening;
      if (memory.summary !== null) return memory.summary;
      const isTooSoon = parts.now().getTime() - memory.failedAt < PATIENCE_MS;
      if (memory.failure !== null) {
        // Nobody waits a second time for what failed before; that it works again is told.
        if (!isTooSoon) refresh().catch(() => undefined);
        throw memory.failure;
      }
      const first = all.first();
      refresh().catch(() => undefined);
      return first;
    },
    refresh,
    refreshAfter: async () => {
      await memory.reading?.catch(() => undefined);
      return refresh();
    },
    stop: () => memory.abort?.abort(),
    report: () => ({
      kind: parts.kind,
      where: parts.where,
      state: memory.state,
      readAt: memory.summary?.readAt ?? null,
    }),
    summary: () => memory.summary,
    failure: () => memory.failure,
    recall(failure) {
      if (failure === null) return;
      memory.failure = failure;
      memory.failedAt = parts.now().getTime();
      memory.state = { kind: 'failed', error: failure.error };
    },
    patched: (summary) => all.learn(summary, memory.state),
    async close() {
      memory.closed = true;
      memory.abort?.abort();
      await memory.reading?.catch(() => undefined);
    },
  };
}
