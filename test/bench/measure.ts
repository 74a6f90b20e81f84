import { spawn } from 'node:child_process';
import { accessSync, constants } from 'node:fs';
import { delimiter, join } from 'node:path';

export const median = (values: readonly number[]): number => {
  const sorted = [...values].sort((a, b) => a - b);
  const middle = sorted.length / 2;
  const [low, high] = [sorted[Math.ceil(middle) - 1] ?? Number.NaN, sorted[Math.floor(middle)] ?? Number.NaN];
  return (low + high) / 2;
};

/** Milliseconds that `work` took. */
export const timed = async (work: () => unknown): Promise<number> => {
  const start = performance.now();
  await work();
  return performance.now() - start;
};

/** The median of what `measure` answers, after one call that does not count. */
export const medianOf = async (runs: number, measure: () => Promise<number>): Promise<number> => {
  await measure();
  const values: number[] = [];
  for (let run = 0; run < runs; run++) values.push(await measure());
  return median(values);
};

/** What two ways to do the same took: medians, and the median of the ratios of each pair. */
export interface Compared {
  readonly ours: number;
  readonly theirs: number;
  readonly ratio: number;
}

/**
 * Measures two ways in turn, so that whatever else the computer does meets both, after one pair that does not count. The ratio is taken
 * pair by pair.
 */
export const compared = async (
  runs: number,
  ours: () => Promise<number>,
  theirs: () => Promise<number>,
): Promise<Compared> => {
  const pairs: { ours: number; theirs: number }[] = [];
  for (let run = 0; run <= runs; run++) {
    // Who begins changes, because the second one finds warmer caches.
    if (run % 2 === 0) pairs.push({ ours: await ours(), theirs: await theirs() });
    else pairs.push({ theirs: await theirs(), ours: await ours() });
  }
  const counted = pairs.slice(1);
  return {
    ours: median(counted.map((pair) => pair.ours)),
    theirs: median(counted.map((pair) => pair.theirs)),
    ratio: median(counted.map((pair) => pair.ours / pair.theirs)),
  };
};

/** Whether a program can be started here. */
export const hasProgram = (name: string): boolean =>
  (process.env.PATH ?? '').split(delimiter).some((folder) => {
    try {
      accessSync(join(folder, name), constants.X_OK);
      return folder !== '';
    } catch {
      return false;
    }
  });

/** Milliseconds from the start of a program to its end. Throws where it does not end well. */
export const timedProgram = (command: string, args: readonly string[]): Promise<number> =>
  timed(
    () =>
      new Promise<void>((resolve, reject) => {
        const child = spawn(command, [...args], { stdio: ['ignore', 'ignore', 'inherit'] });
        child.once('error', reject);
        child.once('exit', (code) =>
          code === 0 ? resolve() : reject(new Error(`${command} ended with ${code ?? 'a signal'}.`)),
        );
      }),
  );
