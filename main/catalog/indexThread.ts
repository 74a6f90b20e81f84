import { Worker } from 'node:worker_threads';
import { type Failure, failure } from '../failure.ts';
import type { ReadControl, TableSummary } from './tableReads.ts';
import type { Tables } from './tables.ts';
import { type AskName, ThreadAnswer, type ThreadRequest } from './threadMessages.ts';

/** The tables as they are asked from the main thread. `lost` counts how often the thread ended and took its tables with it. */
export interface IndexThread extends Tables {
  readonly lost: () => number;
  close(): Promise<void>;
}

/** An index that needs more than this beside its columns is hostile; the thread ends then, and nothing else. */
const HEAP_MB = 768;
/** Columns lie outside the heap; a small young generation keeps the garbage of parsing from piling up. */
const YOUNG_MB = 16;

interface Waiting {
  readonly control: ReadControl | undefined;
  resolve(value: unknown): void;
  reject(reason: Failure): void;
}

const ended = (why: string): Failure =>
  failure('internal', `The part of the program that reads indices stopped unexpectedly (${why}). Read it again.`);

const stopped = (): Failure => failure('cancelled', 'Reading the packages was stopped. What was read before is shown.');

const tooLarge = (): Failure =>
  failure('index_unreadable', 'This index needs more memory than the program gives it, so it was not read.');

function startWorker(url: URL, heapMb: number, gone: (reason: Failure) => void) {
  const worker = new Worker(url, {
    resourceLimits: { maxOldGenerationSizeMb: heapMb, maxYoungGenerationSizeMb: YOUNG_MB },
  });
  const waiting = new Map<number, Waiting>();
  let lastId = 0;

  const settle = (id: number): Waiting | undefined => {
    const found = waiting.get(id);
    waiting.delete(id);
    // A thread that nobody waits for must not keep the process alive.
    if (waiting.size === 0) worker.unref();
    return found;
  };
  const end = (reason: Failure): void => {
    gone(reason);
    for (const one of waiting.values()) one.reject(reason);
    waiting.clear();
  };
  const hear = (message: unknown): void => {
    const answer = ThreadAnswer.parse(message);
    if (answer.kind === 'answer') settle(answer.id)?.resolve(answer.value);
    else if (answer.kind === 'failed') {
      const { code, message: sentence, ...more } = answer.error;
      settle(answer.id)?.reject(failure(code, sentence, more));
    } else if (answer.kind === 'progress') waiting.get(answer.id)?.control?.onProgress(answer.done, answer.total);
    // The thread is this program's own; what it tells of names has the type that `read` gives it.
    else waiting.get(answer.id)?.control?.onNames(answer.summary as TableSummary);
  };
  worker.on('message', hear);
  worker.on('error', (error) => {
    const isMemory = 'code' in error && error.code === 'ERR_WORKER_OUT_OF_MEMORY';
    end(isMemory ? tooLarge() : ended(error.message));
  });
  worker.on('exit', (code) => end(ended(`exit code ${code}`)));
  worker.unref();

  const send = (request: ThreadRequest): void => worker.postMessage(request);
  return {
    ask(name: AskName, input: unknown, control: ReadControl | undefined): Promise<unknown> {
      if (control?.signal.aborted === true) return Promise.reject(stopped());
      return new Promise((resolve, reject) => {
        const id = ++lastId;
        const abort = (): void => send({ kind: 'abort', id });
        const done = (): void => control?.signal.removeEventListener('abort', abort);
        waiting.set(id, {
          control,
          resolve: (value) => {
            done();
            resolve(value);
          },
          reject: (reason) => {
            done();
            reject(reason);
          },
        });
        worker.ref();
        send({ kind: 'ask', id, name, input });
        control?.signal.addEventListener('abort', abort, { once: true });
      });
    },
    async end(): Promise<void> {
      end(failure('cancelled', 'The program is closing.'));
      await worker.terminate();
    },
  };
}

const NAMES: readonly AskName[] = [
  ...(['open', 'read', 'names', 'confirm', 'patch', 'fresh', 'hasConfig', 'query', 'rows'] as const),
  ...(['package', 'versions', 'dependents', 'requirers', 'group', 'problems', 'said', 'drop'] as const),
];

/**
 * The tables in a thread of their own, which runs the module at `workerUrl` (`catalogWorker.ts`, or what it was built into) and is
 * started by the first question. After an unexpected end the next question starts another one, with no tables in it.
 */
export function createIndexThread(workerUrl: URL, { heapMb = HEAP_MB } = {}): IndexThread {
  let running: ReturnType<typeof startWorker> | null = null;
  let lost = 0;
  const current = (): ReturnType<typeof startWorker> => {
    if (running !== null) return running;
    const started = startWorker(workerUrl, heapMb, () => {
      if (running !== started) return;
      running = null;
      lost += 1;
    });
    running = started;
    return started;
  };
  const asks = NAMES.map((name) => [
    name,
    (input: unknown, control?: ReadControl) => current().ask(name, input, control),
  ]);
  // Each function of the thread's tables under its own name, and the answer is what that function gave; the type says both.
  const tables = Object.fromEntries(asks) as Tables;
  return {
    ...tables,
    lost: () => lost,
    async close() {
      const last = running;
      running = null;
      await last?.end();
    },
  };
}
