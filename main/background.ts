/** Work that nobody waits for until the program ends. */
export interface Background {
  /** Starts it; what it throws is logged under `what`. */
  start(what: string, run: () => Promise<unknown>): void;
  /** Resolves when nothing of it runs any more. */
  idle(): Promise<void>;
}

/** Makes it. After `signal` is aborted nothing is started, and what was cut off by that is not logged. */
export function createBackground(log: (line: string) => void, signal: AbortSignal): Background {
  const running = new Set<Promise<void>>();
  const watch = async (what: string, run: () => Promise<unknown>): Promise<void> => {
    try {
      await run();
    } catch (thrown) {
      if (signal.aborted) return;
      log(`${what} failed: ${thrown instanceof Error ? (thrown.stack ?? thrown.message) : String(thrown)}`);
    }
  };
  return {
    start: (what, run) => {
      if (signal.aborted) return;
      const work = watch(what, run).finally(() => running.delete(work));
      running.add(work);
    },
    idle: async () => {
      while (running.size > 0) await Promise.all(running);
    },
  };
}
