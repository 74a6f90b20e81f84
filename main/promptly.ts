import { setImmediate as nextTurn } from 'node:timers/promises';

/** After so many milliseconds of work the thread's other tasks get a turn. */
const sliceMs = 8;

/** A disk that once took longer than this is asked in the background from then on. */
const slowMs = 50;

/** Many small questions to the file system. */
export interface Promptly<Q, A> {
  /** The answer, or the promise of one where the disk is slow. */
  ask(question: Q): A | Promise<A>;
  /** A turn for the thread's other tasks where one is due; null where none is. */
  breathe(): Promise<void> | null;
}

/**
 * Asks on this very thread as long as the answers come at once, which takes a quarter of the time that asking by Node's thread pool
 * takes: of 50,000 files, 100 ms instead of 400. The first slow answer ends that, so a disk or a network that hangs holds nothing up.
 */
export const createPromptly = <Q, A>(
  now: (question: Q) => A,
  later: (question: Q) => Promise<A>,
  clock: () => number = () => performance.now(),
): Promptly<Q, A> => {
  let isSlow = false;
  let sliceStart = clock();
  return {
    ask(question) {
      if (isSlow) return later(question);
      const before = clock();
      const answer = now(question);
      isSlow = clock() - before > slowMs;
      return answer;
    },
    breathe() {
      if (clock() - sliceStart < sliceMs) return null;
      return nextTurn().then(() => {
        sliceStart = clock();
      });
    },
  };
};
