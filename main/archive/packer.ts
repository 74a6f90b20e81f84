import { randomBytes } from 'node:crypto';
import { rm } from 'node:fs/promises';
import { Worker } from 'node:worker_threads';
import { type Failure, failure } from '../failure.ts';
import { toColumns, WorkerAnswer, type WorkerRequest } from './messages.ts';
import type { PackedArchive, PackInput } from './pack.ts';

/** Packs archives in a thread of its own, which is started when there is work and let go after a while without. */
export type Packer = {
  /** The same as `packArchive`, with the same failures; an unexpected end of the thread is `internal`. */
  pack(input: Omit<PackInput, 'partFile' | 'parallel'>): Promise<PackedArchive>;
  /** Starts the thread, so that it is there when an archive is asked for in the next seconds. */
  ready(): void;
  /** Stops what is under way (it fails with `cancelled`) and ends the thread. */
  close(): Promise<void>;
};

/** How long a cancelled thread may take to clean up before it is ended: only a disk that hangs needs so long. */
const abortGraceMs = 2000;
const idleMs = 10_000;

type Order = Omit<Extract<WorkerRequest, { kind: 'pack' }>, 'kind' | 'id'>;

type Task = {
  readonly partFile: string;
  readonly onProgress: PackInput['onProgress'];
  readonly resolve: (archive: PackedArchive) => void;
  readonly reject: (reason: Failure) => void;
};

const cancelled = (): Failure => failure('cancelled', 'The archive was not built, because it was cancelled.');

const died = (reason: string): Failure =>
  failure('internal', `The part of the program that builds archives stopped unexpectedly (${reason}). Try it again.`);

const reasonOf = (error: unknown): string => (error instanceof Error ? error.message : String(error));

/** One thread and the tasks that it works on. `onIdle` follows its last task, `onGone` its end. */
const startThread = (url: URL, on: { idle: () => void; gone: () => void }) => {
  // A small young generation keeps the memory of many thousands of short-lived headers from piling up.
  const worker = new Worker(url, { resourceLimits: { maxYoungGenerationSizeMb: 8 } });
  const tasks = new Map<number, Task>();
  let lastId = 0;

  const settle = (id: number, tell: (task: Task) => void): void => {
    const task = tasks.get(id);
    tasks.delete(id);
    if (task !== undefined) tell(task);
    if (tasks.size > 0) return;
    // An idle thread must not keep the process alive.
    worker.unref();
    on.idle();
  };

  const end = async (reason: Failure): Promise<void> => {
    on.gone();
    const left = [...tasks.values()];
    tasks.clear();
    await worker.terminate();
    await Promise.all(left.map(({ partFile }) => rm(partFile, { force: true }).catch(() => undefined)));
    for (const task of left) task.reject(reason);
  };

  const hear = (message: unknown): void => {
    const answer = WorkerAnswer.safeParse(message);
    if (!answer.success) void end(died('it answered in a form that nobody knows'));
    else if (answer.data.kind === 'progress')
      tasks.get(answer.data.id)?.onProgress?.(answer.data.done, answer.data.total);
    else if (answer.data.kind === 'packed') {
      const { archive } = answer.data;
      settle(answer.data.id, (task) => task.resolve(archive));
    } else {
      const { code, message: sentence } = answer.data.error;
      settle(answer.data.id, (task) => task.reject(failure(code, sentence)));
    }
  };

  worker.on('message', hear);
  worker.on('error', (error) => void end(died(reasonOf(error))));
  worker.on('exit', (code) => void end(died(`exit code ${code}`)));

  const send = (request: WorkerRequest): void => worker.postMessage(request);
  worker.unref();
  return {
    end,
    isIdle: (): boolean => tasks.size === 0,
    start(order: Order, task: Task): number {
      const id = ++lastId;
      tasks.set(id, task);
      worker.ref();
      send({ kind: 'pack', id, ...order });
      return id;
    },
    abort(id: number): void {
      if (!tasks.has(id)) return;
      send({ kind: 'abort', id });
      setTimeout(() => tasks.has(id) && void end(cancelled()), abortGraceMs).unref();
    },
  };
};

type Thread = ReturnType<typeof startThread>;

const orderFor = ({ folder, files, first, outFile }: PackInput): Order => ({
  folder,
  files: toColumns(files),
  ...(first === undefined ? {} : { first: [...first] }),
  outFile,
  partFile: `${outFile}.${randomBytes(6).toString('hex')}.part`,
});

/** Makes a packer whose thread runs the module at `workerUrl` (`archiveWorker.ts`, or what it was built into). */
export const createPacker = (workerUrl: URL): Packer => {
  let thread: Thread | null = null;
  let idle: NodeJS.Timeout | null = null;

  const letGo = (after: Thread): void => {
    idle = setTimeout(() => void after.end(cancelled()), idleMs).unref();
  };

  const current = (): Thread => {
    if (idle !== null) clearTimeout(idle);
    if (thread !== null) return thread;
    const started = startThread(workerUrl, {
      idle: () => letGo(started),
      gone: () => {
        if (thread === started) thread = null;
      },
    });
    thread = started;
    return started;
  };

  return {
    pack: ({ signal, onProgress, ...input }) =>
      new Promise((resolve, reject) => {
        if (signal?.aborted === true) return reject(cancelled());
        const order = orderFor(input);
        const on = current();
        const abort = (): void => on.abort(id);
        const done = (): void => signal?.removeEventListener('abort', abort);
        const id = on.start(order, {
          partFile: order.partFile,
          onProgress,
          resolve: (archive) => {
            done();
            resolve(archive);
          },
          reject: (reason) => {
            done();
            reject(reason);
          },
        });
        signal?.addEventListener('abort', abort, { once: true });
      }),
    ready() {
      const on = current();
      if (on.isIdle()) letGo(on);
    },
    async close() {
      if (idle !== null) clearTimeout(idle);
      await thread?.end(cancelled());
    },
  };
};
