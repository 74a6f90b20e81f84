import { Failure } from '../failure.ts';

/** For looking at a registry that may have been removed meanwhile: then there is nothing to tell. */
export function ignoreGone(thrown: unknown): void {
  if (!(thrown instanceof Failure) || thrown.error.code !== 'not_found') throw thrown;
}
