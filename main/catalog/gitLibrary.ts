import { rmSync } from 'node:fs';
import { Worker } from 'node:worker_threads';
import { failure } from '../failure.ts';
import type { GitFetch, GitFetched } from './gitFetch.ts';
import { type LibraryAnswer, LibraryMessage, type LibraryTask } from './gitLibraryMessages.ts';
import { explainGit, tooLarge, withoutLogin } from './gitWords.ts';

/** A request of git's protocol, over whatever way the program has to the network. */
export interface GitRequest {
  readonly method: 'GET' | 'POST';
  readonly url: URL;
  readonly headers: Readonly<Record<string, string>>;
  /** What is asked; empty for a GET. */
  readonly body: Uint8Array;
  readonly mostBytes: number;
  readonly signal: AbortSignal;
  /** Takes the body of a success, piece by piece. */
  sink(chunk: Uint8Array): void;
}

/** How it was answered. `cut`: it ended early, or was larger than asked for. */
export interface GitAnswer {
  readonly status: number;
  readonly contentType: string;
  readonly bytes: number;
  readonly cut: boolean;
}

/** Sends the requests of one fetch. Throws a coded failure where no answer came, the signal's reason when it is aborted. */
export type GitExchange = (request: GitRequest) => Promise<GitAnswer>;

/** Fetches in the place of git; see `fetchGit`. */
export type GitLibrary = (fetch: Omit<GitFetch, 'program'>) => Promise<Extract<GitFetched, { by: 'library' }>>;

/** The library has a pack in memory several times, so less is taken than by git. An index of a million versions takes 70 MiB. */
const MOST_BYTES = 128 * 1024 * 1024;
/** A pack that needs more for what is known of its objects is hostile; the thread ends then, and nothing else. */
const HEAP_MB = 768;
/** What the library leaves behind is cleared away often. */
const YOUNG_MB = 16;

/** Where a fetch puts what it gets until it is whole. */
export const unfinished = (repository: string): string => `${repository}.part`;

async function answer(
  { from, mostBytes: most = MOST_BYTES, onProgress }: Parameters<GitLibrary>[0],
  { method, url, headers, body }: Extract<LibraryMessage, { kind: 'request' }>,
  exchange: GitExchange,
  signal: AbortSignal,
  tell: (answer: LibraryAnswer) => void,
): Promise<void> {
  const mostBytes = Math.min(most, MOST_BYTES);
  let done = 0;
  const sink = (bytes: Uint8Array): void => {
    tell({ kind: 'chunk', bytes });
    done += bytes.length;
    if (method === 'POST') onProgress(done, null, 'bytes');
  };
  const answered = await exchange({ method, url: new URL(url), headers, body, mostBytes, signal, sink });
  if (answered.bytes >= mostBytes) throw tooLarge(from.url);
  if (answered.cut)
    throw failure(
      'connection_lost',
      `The connection to ${withoutLogin(from.url)} broke while the index was fetched. What was read before is shown.`,
    );
  tell({ kind: 'answered', status: answered.status, contentType: answered.contentType });
}

/**
 * Git's own work done by a library, for a computer without git: in a thread of its own, which runs the module at `workerUrl`
 * (`gitLibraryWorker.ts`, or what it was built into) and is ended with the fetch. The thread has no network; its requests are sent
 * from here.
 */
export const createGitLibrary =
  (workerUrl: URL, exchange: GitExchange): GitLibrary =>
  async (fetch) => {
    const { repository, from, signal, onProgress } = fetch;
    signal.throwIfAborted();
    const workerData: LibraryTask = { repository, ...from };
    const worker = new Worker(workerUrl, {
      workerData,
      resourceLimits: { maxOldGenerationSizeMb: HEAP_MB, maxYoungGenerationSizeMb: YOUNG_MB },
    });
    const { promise, resolve, reject } = Promise.withResolvers<Extract<GitFetched, { by: 'library' }>>();
    const over = new AbortController();
    const until = AbortSignal.any([signal, over.signal]);
    const abort = (): void => reject(signal.reason);
    const hear = (message: LibraryMessage): void => {
      if (message.kind === 'request')
        answer(fetch, message, exchange, until, (one) => worker.postMessage(one)).catch(reject);
      else if (message.kind === 'progress') onProgress(message.done, message.total, 'objects');
      else if (message.kind === 'done') resolve({ by: 'library', commit: message.commit, config: message.config });
      else {
        const { code, message: sentence, ...more } = message.error;
        reject(failure(code, sentence, more));
      }
    };
    signal.addEventListener('abort', abort, { once: true });
    worker.on('message', (message: unknown) => hear(LibraryMessage.parse(message)));
    // What the library stumbles over outside of its own promises is what the server sent.
    worker.on('error', (error) => {
      const isMemory = 'code' in error && error.code === 'ERR_WORKER_OUT_OF_MEMORY';
      reject(isMemory ? tooLarge(from.url) : explainGit(from, `corrupt: ${error.message}`));
    });
    worker.on('exit', () => reject(explainGit(from, 'corrupt: the answer has no end')));
    try {
      return await promise;
    } finally {
      signal.removeEventListener('abort', abort);
      over.abort();
      await worker.terminate();
      rmSync(unfinished(repository), { recursive: true, force: true });
    }
  };
