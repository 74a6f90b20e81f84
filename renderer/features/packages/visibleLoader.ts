/**
 * Fetches details of rows while they are on screen. Rows say when they come into view and when they leave; whoever is in
 * view while no request is under way goes into the next one, so that fast scrolling asks for nothing that has gone by.
 */
export interface VisibleLoader<T> {
  /** `key` is in view. */
  enter(key: string, item: T): void;
  /** `key` is out of view; it is not asked for unless it already was. */
  leave(key: string): void;
  /** Forgets what was asked for, so that rows in view are asked for again; with `key` only that one. */
  forget(key?: string): void;
}

/** What a loader needs. `load` asks for up to `max` items; what it throws counts as an answer, so a failure is not repeated. */
export interface LoaderNeeds<T> {
  readonly max: number;
  load(items: readonly T[]): Promise<void>;
}

export function createVisibleLoader<T>(needs: LoaderNeeds<T>): VisibleLoader<T> {
  const visible = new Map<string, T>();
  const asked = new Set<string>();
  let busy = false;
  let planned = false;

  const next = async (): Promise<void> => {
    planned = false;
    const batch = [...visible].filter(([key]) => !asked.has(key)).slice(0, needs.max);
    if (batch.length === 0) return;
    busy = true;
    for (const [key] of batch) asked.add(key);
    try {
      await needs.load(batch.map(([, item]) => item));
    } catch {
      // The rows keep saying that this is not known; reading again asks anew.
    }
    busy = false;
    plan();
  };

  /** All rows of one frame come and go in one task, so one microtask later the list of who is in view is complete. */
  const plan = (): void => {
    if (busy || planned) return;
    planned = true;
    queueMicrotask(() => void next());
  };

  return {
    enter(key, item) {
      visible.set(key, item);
      if (!asked.has(key)) plan();
    },
    leave(key) {
      visible.delete(key);
    },
    forget(key) {
      if (key === undefined) asked.clear();
      else asked.delete(key);
      plan();
    },
  };
}
