import type { AppError } from '../../shared/errors.ts';
import { Failure } from '../failure.ts';
import { type AnswerContext, explain } from './answers.ts';
import { explainNoAnswer } from './noAnswer.ts';
import { retryAfterMs } from './retryAfter.ts';
import { readServerText } from './serverText.ts';
import type { Answer } from './transport.ts';
import { type Sent, TransportFailure } from './transportFailure.ts';

/**
 * What one write came to. `accepted` and `rejected` are the registry's clear word; `not_sent`: no registry can have stored it; `unclear`:
 * whoever asked has to look. `pauseMs` is what the registry asked to wait.
 */
export type WriteResult =
  | { readonly kind: 'accepted'; readonly status: number; readonly sent: Sent }
  | { readonly kind: 'rejected'; readonly error: AppError; readonly sent: Sent; readonly pauseMs: number | null }
  | { readonly kind: 'not_sent'; readonly error: AppError; readonly sent: Sent | null }
  | { readonly kind: 'unclear'; readonly error: AppError; readonly sent: Sent; readonly pauseMs: number | null };

/** 408: the proxy's patience, not the registry's word. 303: it can mean that it was done. */
const UNCLEAR_REFUSALS = new Set([303, 408]);

function isClearSuccess(answer: Answer, context: AnswerContext): boolean {
  if (answer.status < 200 || answer.status > 299 || answer.cut || answer.sent.left !== 'all') return false;
  return !readServerText(answer, context.redact).html;
}

function isClearRefusal({ status }: Answer): boolean {
  return (status >= 300 && status <= 499 && !UNCLEAR_REFUSALS.has(status)) || status === 501;
}

/**
 * Judges an answer to a write. Only a whole 2xx that is not a web page counts as success, only 3xx, 4xx and 501 as a refusal: after a
 * 500 the reference registry was seen to have done half of it, and a proxy's 502 or 504 says nothing of what is behind it.
 */
export function judge(answer: Answer, context: AnswerContext): WriteResult {
  const { sent } = answer;
  if (isClearSuccess(answer, context)) return { kind: 'accepted', status: answer.status, sent };
  const error = explain(answer, context);
  const pauseMs = retryAfterMs(answer.headers, Date.now());
  return { kind: isClearRefusal(answer) ? 'rejected' : 'unclear', error, sent, pauseMs };
}

/**
 * Judges what was thrown instead of an answer. An archive whose last block was held back, and an upload that was cancelled before its
 * last byte, cannot have been stored: the registry knows the length. Rethrows what is neither `TransportFailure` nor `Failure`.
 */
export function judgeFailure(thrown: unknown, registryName: string): WriteResult {
  if (thrown instanceof Failure) return { kind: 'not_sent', error: thrown.error, sent: null };
  if (!(thrown instanceof TransportFailure)) throw thrown;
  const { sent, code } = thrown;
  const error = explainNoAnswer(thrown, registryName);
  const incomplete = sent.left === 'part' && (code === 'cancelled' || code === 'archive_missing');
  if (sent.left === 'nothing' || incomplete) return { kind: 'not_sent', error, sent };
  return { kind: 'unclear', error, sent, pauseMs: null };
}
