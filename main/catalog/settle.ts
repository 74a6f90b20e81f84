import type { AppError } from '../../shared/errors.ts';
import { Failure } from '../failure.ts';

/** What became of one question to a source: its answer, or the failure that it ended in. */
export type Settled<T> = { readonly ok: true; readonly value: T } | { readonly ok: false; readonly failure: Failure };

/** Turns a `Failure` into a value, so that one source can fail and the other be shown. Anything else is thrown on. */
export async function settle<T>(asked: Promise<T>): Promise<Settled<T>> {
  try {
    return { ok: true, value: await asked };
  } catch (thrown) {
    if (thrown instanceof Failure) return { ok: false, failure: thrown };
    throw thrown;
  }
}

/** The answer, or null where the source says that it does not have it. Other failures are thrown on. */
export async function orAbsent<T>(asked: Promise<T>): Promise<T | null> {
  const settled = await settle(asked);
  if (settled.ok) return settled.value;
  if (settled.failure.error.code === 'package_not_found') return null;
  throw settled.failure;
}

/** The first failure among several answers, to be said beside what could be read. */
export function firstError(settled: readonly Settled<unknown>[]): AppError | null {
  for (const some of settled) if (!some.ok) return some.failure.error;
  return null;
}
