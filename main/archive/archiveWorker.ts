import { parentPort } from 'node:worker_threads';
import type { AppError } from '../../shared/errors.ts';
import { Failure } from '../failure.ts';
import { fromColumns, type WorkerAnswer, WorkerRequest } from './messages.ts';
import { packArchive } from './pack.ts';

/** Between two reports of progress; the screen does not show more. */
const progressEveryMs = 50;

const asError = (thrown: unknown): AppError =>
  thrown instanceof Failure
    ? thrown.error
    : {
        code: 'internal',
        message: `The archive could not be built (${thrown instanceof Error ? thrown.message : String(thrown)}).`,
      };

/** The thread that packs: one message in for each archive or abort, progress and one outcome out. */
const serve = (port: NonNullable<typeof parentPort>): void => {
  const underWay = new Map<number, AbortController>();
  const answer = (message: WorkerAnswer): void => port.postMessage(message);

  const pack = async ({
    kind: _,
    id,
    first,
    files,
    ...input
  }: Extract<WorkerRequest, { kind: 'pack' }>): Promise<void> => {
    const controller = new AbortController();
    underWay.set(id, controller);
    let told = 0;
    const onProgress = (done: number, total: number): void => {
      const now = performance.now();
      if (now - told < progressEveryMs && done < total) return;
      told = now;
      answer({ kind: 'progress', id, done, total });
    };
    try {
      // Before the list is put in order, so that the person sees at once that it began.
      onProgress(
        0,
        files.bytes.reduce((sum, bytes) => sum + bytes, 0),
      );
      const more = first === undefined ? {} : { first };
      const archive = await packArchive({
        ...input,
        ...more,
        files: fromColumns(files),
        signal: controller.signal,
        onProgress,
      });
      answer({ kind: 'packed', id, archive });
    } catch (thrown) {
      answer({ kind: 'failed', id, error: asError(thrown) });
    } finally {
      underWay.delete(id);
    }
  };

  port.on('message', (message: unknown) => {
    const request = WorkerRequest.parse(message);
    if (request.kind === 'abort') underWay.get(request.id)?.abort();
    else void pack(request);
  });
};

if (parentPort !== null) serve(parentPort);
