import type { AppError } from '../../shared/errors.ts';
import type { WriteResult } from './writeResult.ts';

/**
 * What a test of the token showed. `unclear`: nobody can tell; `answered` says whether a registry's answer came at all.
 */
export type TokenTest =
  | { readonly kind: 'accepted' }
  | { readonly kind: 'rejected' | 'missing'; readonly error: AppError }
  | { readonly kind: 'unclear'; readonly error: AppError; readonly answered: boolean; readonly pauseMs: number | null };

/** Refusals that a registry gives only to a token that it knows: it looks at the token before the package. */
const KNOWN_TOKEN = new Set(['package_not_found', 'not_yanked', 'already_yanked', 'not_owner', 'group_taken']);
const NO_TOKEN = new Set(['token_missing', 'token_locked', 'token_storage_failed']);

/** Reads the answer to a request that can only be refused: which refusal it is says whether the token was taken. */
export function judgeTokenTest(result: WriteResult): TokenTest {
  if (result.kind === 'accepted') {
    const message =
      'The registry claims to have changed a package that does not exist, so it did not look at the token.';
    return { kind: 'unclear', error: { code: 'unexpected_answer', message }, answered: true, pauseMs: null };
  }
  const { error } = result;
  if (result.kind === 'not_sent') {
    return NO_TOKEN.has(error.code)
      ? { kind: 'missing', error }
      : { kind: 'unclear', error, answered: false, pauseMs: null };
  }
  if (result.kind === 'rejected' && KNOWN_TOKEN.has(error.code)) return { kind: 'accepted' };
  if (result.kind === 'rejected' && error.code === 'token_rejected') return { kind: 'rejected', error };
  return { kind: 'unclear', error, answered: error.status !== undefined, pauseMs: result.pauseMs };
}
