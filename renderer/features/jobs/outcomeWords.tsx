import { CircleCheck, CircleQuestionMark, CircleSlash, CircleX } from 'lucide-react';
import type { ReactNode } from 'react';
import type { ErrorCode } from '../../../shared/errors.ts';
import type { Outcome } from '../../../shared/job.ts';

const TOKEN_CODES: ReadonlySet<ErrorCode> = new Set([
  'token_rejected',
  'token_missing',
  'token_locked',
  'not_owner',
  'group_taken',
]);

/** Whether another token can mend a failure. */
export const isAboutToken = (code: ErrorCode): boolean => TOKEN_CODES.has(code);

/** An outcome as glyph and words; `short` for a cell, `title` where there is room. */
export interface OutcomeWords {
  readonly glyph: ReactNode;
  readonly tone: 'ok' | 'err' | 'warn' | 'quiet';
  readonly short: string;
  readonly title: string;
}

/** The words of an outcome: published, rejected, unknown and cancelled are different things that must never look alike. */
export function wordsOf(outcome: Outcome): OutcomeWords {
  switch (outcome.kind) {
    case 'rejected':
      return {
        glyph: <CircleX className="i s" />,
        tone: 'err',
        short: 'Rejected',
        title: 'Rejected, nothing was stored',
      };
    case 'unknown':
      return {
        glyph: <CircleQuestionMark className="i s" />,
        tone: 'warn',
        short: 'Unknown',
        title: 'Outcome unknown',
      };
    case 'not_sent':
      return outcome.error.code === 'cancelled'
        ? {
            glyph: <CircleSlash className="i s" />,
            tone: 'quiet',
            short: 'Cancelled',
            // What was seen is told where something had been sent by then.
            title: outcome.evidence.length === 0 ? 'Cancelled before sending' : 'Cancelled, nothing was stored',
          }
        : { glyph: <CircleX className="i s" />, tone: 'err', short: 'Not published', title: 'Not published' };
    default:
      return {
        glyph: <CircleCheck className="i s" />,
        tone: 'ok',
        short: 'Published',
        title: outcome.confirmed === 'looked' ? 'Published, confirmed by looking' : 'Published',
      };
  }
}
