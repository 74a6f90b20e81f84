import { useEffect, useState } from 'react';

interface Sample {
  readonly at: number;
  readonly done: number;
}

const WINDOW_MS = 5000;
const LEAST_MS = 800;

/** Adds a sample and drops those that are older than the window. */
export function withSample(samples: readonly Sample[], next: Sample): readonly Sample[] {
  const last = samples.at(-1);
  if (last?.done === next.done) return samples;
  if (last !== undefined && next.done < last.done) return [next];
  return [...samples.filter((sample) => next.at - sample.at <= WINDOW_MS), next];
}

/** Bytes per second over the window; null while there is too little to tell. */
export function rateOf(samples: readonly Sample[]): number | null {
  const [first] = samples;
  const last = samples.at(-1);
  if (first === undefined || last === undefined || last.at - first.at < LEAST_MS) return null;
  return ((last.done - first.done) / (last.at - first.at)) * 1000;
}

/** How fast something grows, from the numbers that come in. */
export function useTransferRate(done: number): number | null {
  const [samples, setSamples] = useState<readonly Sample[]>([]);
  useEffect(() => {
    setSamples((now) => withSample(now, { at: performance.now(), done }));
  }, [done]);
  return rateOf(samples);
}
