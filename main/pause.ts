import { setTimeout as wait } from 'node:timers/promises';

/** Waits. Answers true after the time, false as soon as the signal aborts. */
export type Pause = (milliseconds: number, signal?: AbortSignal) => Promise<boolean>;

export const pause: Pause = (milliseconds, signal) =>
  wait(milliseconds, undefined, signal === undefined ? {} : { signal }).then(
    () => true,
    () => false,
  );
