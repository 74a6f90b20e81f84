import type { AppError } from '../../shared/errors.ts';
import { Failure } from '../failure.ts';
import { createTurns, type InTurn } from '../turns.ts';

/**
 * Lets one write at a time go to each registry, across all jobs: two at once, even of different people, usually make the reference
 * registry answer 500 (registry-api, "What a client must know").
 */
export interface OneAtATime {
  /** Runs `work` when its turn has come. Throws `cancelled` where the signal aborts before that; then `work` never runs. */
  run<T>(registry: string, signal: AbortSignal, work: () => Promise<T>): Promise<T>;
  /** Whether somebody else is writing to this registry now. */
  isBusy(registry: string): boolean;
}

/** What a write ends with that was cancelled before its first byte. */
export const CANCELLED: AppError = { code: 'cancelled', message: 'Cancelled before anything was sent.' };

export function createOneAtATime(): OneAtATime {
  const queues = new Map<string, { inTurn: InTurn; waiting: number }>();
  const queueOf = (registry: string) => {
    const queue = queues.get(registry) ?? { inTurn: createTurns(), waiting: 0 };
    queues.set(registry, queue);
    return queue;
  };
  return {
    isBusy: (registry) => (queues.get(registry)?.waiting ?? 0) > 0,
    async run(registry, signal, work) {
      const queue = queueOf(registry);
      const gaveUp = Promise.withResolvers<never>();
      const giveUp = (): void => gaveUp.reject(new Failure(CANCELLED));
      signal.addEventListener('abort', giveUp);
      queue.waiting += 1;
      const turn = queue.inTurn(async () => {
        signal.removeEventListener('abort', giveUp);
        try {
          if (signal.aborted) throw new Failure(CANCELLED);
          return await work();
        } finally {
          queue.waiting -= 1;
          if (queue.waiting === 0) queues.delete(registry);
        }
      });
      return Promise.race([turn, gaveUp.promise]);
    },
  };
}
