import { Worker } from 'node:worker_threads';
import * as z from 'zod';
import type { Entry } from './entries.ts';
import { type FolderColumns, fromColumns } from './folderColumns.ts';

/** The entries of each of some folders, files looked at; null for a folder that has to be read in another way. It never throws. */
export type ReadFolders = (folders: readonly string[]) => Promise<readonly (Entry[] | null)[]>;

/** Reads folders and looks at the files in them in a thread of its own, which is let go after a while without work. */
export type FolderReader = {
  /**
   * Has the thread to oneself until `giveBack`. Null while another walk has it (which may wait for a disk that does not answer) and
   * while it starts, for which this is the sign.
   */
  borrow(): { readonly read: ReadFolders; giveBack(): void } | null;
  close(): void;
};

const idleMs = 10_000;

const Answer = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('up') }),
  z.object({
    kind: z.literal('read'),
    columns: z.object({
      counts: z.instanceof(Int32Array<ArrayBuffer>),
      names: z.string(),
      kinds: z.instanceof(Uint8Array<ArrayBuffer>),
      sizes: z.instanceof(Float64Array<ArrayBuffer>),
      modes: z.instanceof(Uint32Array<ArrayBuffer>),
      owners: z.instanceof(Float64Array<ArrayBuffer>),
      stamps: z.string(),
    }) satisfies z.ZodType<FolderColumns>,
  }),
]);

type Asked = { readonly folders: readonly string[]; readonly resolve: (listed: readonly (Entry[] | null)[]) => void };

const inAnotherWay = ({ folders, resolve }: Asked): void => resolve(folders.map(() => null));

/** One thread. It answers in the order in which it is asked. `quiet` follows the last answer, `gone` its end. */
const startThread = (url: URL, on: { quiet: () => void; gone: (wasUp: boolean) => void }) => {
  const worker = new Worker(url);
  const asked: Asked[] = [];
  let isUp = false;
  let isOver = false;
  const end = (): void => {
    if (isOver) return;
    isOver = true;
    on.gone(isUp);
    void worker.terminate();
    asked.splice(0).forEach(inAnotherWay);
  };
  worker.on('message', (message: unknown) => {
    const answer = Answer.safeParse(message);
    if (!answer.success) return end();
    if (answer.data.kind === 'up') isUp = true;
    else {
      const first = asked.shift();
      first?.resolve(fromColumns(first.folders, answer.data.columns));
    }
    if (asked.length > 0) return;
    // A thread without work must not keep the process alive.
    worker.unref();
    on.quiet();
  });
  worker.on('error', end);
  worker.on('exit', end);
  worker.unref();
  return {
    end,
    isUp: (): boolean => isUp,
    isQuiet: (): boolean => asked.length === 0,
    read: (folders: readonly string[]): Promise<readonly (Entry[] | null)[]> =>
      new Promise((resolve) => {
        if (isOver) return inAnotherWay({ folders, resolve });
        asked.push({ folders, resolve });
        worker.ref();
        worker.postMessage(folders);
      }),
  };
};

/** Makes a reader whose thread runs the module at `workerUrl` (`folderWorker.ts`, or what it was built into). */
export const createFolderReader = (workerUrl: URL): FolderReader => {
  let thread: ReturnType<typeof startThread> | null = null;
  let isLent = false;
  /** A thread that does not even start is not tried again and again. */
  let isOver = false;
  let idle: NodeJS.Timeout | undefined;

  const letGo = (): void => {
    clearTimeout(idle);
    if (!isLent) idle = setTimeout(() => thread?.end(), idleMs).unref();
  };
  const start = (): void => {
    thread = startThread(workerUrl, {
      quiet: letGo,
      gone: (wasUp) => {
        thread = null;
        isOver = !wasUp;
      },
    });
  };

  return {
    borrow() {
      if (thread === null && !isOver) start();
      const on = thread;
      if (on === null || isLent || !on.isUp() || !on.isQuiet()) return null;
      clearTimeout(idle);
      isLent = true;
      const giveBack = (): void => {
        isLent = false;
        if (on.isQuiet()) letGo();
      };
      return { read: on.read, giveBack };
    },
    close() {
      clearTimeout(idle);
      thread?.end();
      isOver = true;
    },
  };
};
