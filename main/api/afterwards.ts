import type { AppError } from '../../shared/errors.ts';

const ENDINGS: Readonly<Record<string, string>> = {
  connection_lost: 'the connection closed without an answer',
  timed_out: 'no answer came',
  cancelled: 'it was cancelled',
  unexpected_answer: 'what came back was not a registry’s answer',
};

/** How a write ended that got no clear answer, as the second half of a sentence. */
export function howItEnded({ code, status }: AppError): string {
  if (code === 'registry_error' && status !== undefined) return `the answer was ${status}`;
  return ENDINGS[code] ?? 'no clear answer came';
}

/** Why nobody could look, without talk of routes where a registry has none to read. */
export function whyNotSeen(registryName: string, error: AppError): string {
  return error.code === 'route_not_found' || error.code === 'not_supported_here'
    ? `${registryName} cannot be read, and it has no index here to look in.`
    : error.message;
}
