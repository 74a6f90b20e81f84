import { parentPort } from 'node:worker_threads';
import type { AppError } from '../../shared/errors.ts';
import { Failure } from '../failure.ts';
import type { ReadControl } from './tableReads.ts';
import { createTables } from './tables.ts';
import { type ThreadAnswer, ThreadRequest } from './threadMessages.ts';

/** Between two reports of progress; the screen does not show more. */
const progressEveryMs = 100;

const asError = (thrown: unknown, aborted: boolean): AppError => {
  if (thrown instanceof Failure) return thrown.error;
  if (aborted)
    return { code: 'cancelled', message: 'Reading the packages was stopped. What was read before is shown.' };
  const why = thrown instanceof Error ? thrown.message : String(thrown);
  return { code: 'internal', message: `The packages could not be read (${why}).` };
};

/** The thread that keeps the tables: one answer to each question, and a reading can be aborted. */
function serve(port: NonNullable<typeof parentPort>): void {
  // Which function a name is and what it takes are tied together on the other side, in `createIndexThread`.
  const tables = createTables() as unknown as Record<
    string,
    (input: unknown, control: ReadControl) => Promise<unknown>
  >;
  const underWay = new Map<number, AbortController>();
  const tell = (answer: ThreadAnswer): void => port.postMessage(answer);

  const ask = async (id: number, name: string, input: unknown): Promise<void> => {
    const controller = new AbortController();
    underWay.set(id, controller);
    let told = 0;
    const control: ReadControl = {
      signal: controller.signal,
      onNames: (summary) => tell({ kind: 'names', id, summary }),
      onProgress: (done, total) => {
        const now = performance.now();
        if (now - told < progressEveryMs) return;
        told = now;
        tell({ kind: 'progress', id, done, total });
      },
    };
    try {
      tell({ kind: 'answer', id, value: await tables[name]?.(input, control) });
    } catch (thrown) {
      tell({ kind: 'failed', id, error: asError(thrown, controller.signal.aborted) });
    } finally {
      underWay.delete(id);
    }
  };

  port.on('message', (message: unknown) => {
    const request = ThreadRequest.parse(message);
    if (request.kind === 'abort') underWay.get(request.id)?.abort();
    else void ask(request.id, request.name, request.input);
  });
}

if (parentPort !== null) serve(parentPort);
