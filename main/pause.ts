import { setTimeout as wait } from 'node:timers/promises';
import { failure } from './failure.ts';

/** Waits. Throws `cancelled` as soon as the signal aborts. */
export type Pause = (milliseconds: number, signal?: AbortSignal) => Promise<void>;

export const pause: Pause = async (milliseconds, signal) => {
  try {
    await wait(milliseconds, undefined, signal === undefined ? {} : { signal });
  } catch {
    throw failure('cancelled', 'Cancelled while it waited.');
  }
};
