import type { AppError } from '../../shared/errors.ts';
import type { Evidence, Outcome } from '../../shared/job.ts';
import { whyNotSeen } from '../api/afterwards.ts';
import type { Found } from './look.ts';

/** What an outcome is about, in words. */
export interface About {
  readonly registryName: string;
  /** `alice/pkg 1.0.0`. */
  readonly what: string;
}

const because = (error: AppError, message: string): AppError => ({ ...error, message });

/**
 * Concludes a write whose outcome was not said from what was seen afterwards (DESIGN.md, "Unknown"). `error` is what went wrong with
 * the write; it gives its code to what was seen not to have happened.
 */
export function concludeUnclear(
  { registryName, what }: About,
  error: AppError,
  found: Found,
  before: Evidence[],
): Outcome {
  const evidence = [...before, ...found.evidence];
  switch (found.verdict) {
    case 'ours':
      return { kind: 'published', confirmed: 'looked', evidence };
    case 'other': {
      const message = `Somebody else published ${what} on ${registryName}: the archive there is not yours. Raise the version in elba.toml and publish that.`;
      return { kind: 'rejected', error: { code: 'version_exists', message }, evidence };
    }
    case 'absent': {
      const message = `${what} is not on ${registryName}: it was looked for and is not there, so it is safe to try again. ${error.message}`;
      return { kind: 'not_sent', error: because(error, message), evidence };
    }
    case 'uncompared':
    case 'unknown': {
      const why =
        found.verdict === 'unknown'
          ? `and nobody can tell yet. ${whyNotSeen(registryName, found.error)}`
          : 'and it is there now, but its archive could not be compared with yours.';
      const message = `${registryName} may have accepted ${what}, ${why} Do not send it again before looking.`;
      const more = error.serverText === undefined ? {} : { serverText: error.serverText };
      return { kind: 'unknown', error: { code: 'outcome_unknown', message, ...more }, evidence };
    }
  }
}

/** Concludes a write that the registry accepted. Only other bytes than those that were sent shake its word. */
export function concludeAccepted({ registryName, what }: About, found: Found): Outcome {
  const evidence = [...found.evidence];
  if (found.verdict !== 'other') return { kind: 'published', confirmed: 'answer', evidence };
  const message = `${registryName} accepted ${what}, but the archive that it hands out is not the one that was sent. Look again; if it stays so, tell the registry’s operator and do not rely on this version.`;
  return { kind: 'unknown', error: { code: 'unexpected_answer', message }, evidence };
}

/** What the step after an accepted upload says. */
export function verifyDetail({ what }: About, found: Found): string {
  switch (found.verdict) {
    case 'ours':
      return 'Listed, hash equal';
    case 'other':
      return 'Listed, but with other bytes';
    case 'uncompared':
      return 'Listed; the archive could not be compared';
    case 'absent':
      return `${what} is not listed yet. Lists can lag behind by some minutes.`;
    case 'unknown':
      return 'It could not be read back';
  }
}
