import type { AppError } from '../../shared/errors.ts';
import type { Evidence } from '../../shared/job.ts';
import type { Sent } from '../api/transportFailure.ts';

const UNITS = ['B', 'kB', 'MB', 'GB'] as const;

/** A size as a person reads it, in thousands: `812 B`, `18.4 MB`. */
export function formatBytes(bytes: number): string {
  const power = bytes < 1000 ? 0 : Math.min(UNITS.length - 1, Math.floor(Math.log10(bytes) / 3));
  const figure = bytes / 1000 ** power;
  return `${power === 0 ? figure : figure.toFixed(1)} ${UNITS[power]}`;
}

/** `7.9 MB of 18.4 MB`. */
export const formatSent = ({ bytes, total }: Sent): string => `${formatBytes(bytes)} of ${formatBytes(total)}`;

/** A hash in a line: its beginning and its end. */
export const shortHash = (sha256: string): string => `${sha256.slice(0, 8)}…${sha256.slice(-4)}`;

const ENDINGS: Readonly<Record<string, string>> = {
  connection_lost: 'the connection closed without an answer',
  timed_out: 'no answer came',
  cancelled: 'it was cancelled',
  unexpected_answer: 'what came back was not a registry’s answer',
};

function ending({ code, status }: AppError): string {
  if (code === 'registry_error' && status !== undefined) return `the answer was ${status}`;
  return ENDINGS[code] ?? 'no clear answer came';
}

/** The first row of evidence for a write whose outcome was not said: how far it came, and how that ended. */
export function sentEvidence(at: string, sent: Sent, error: AppError): Evidence {
  const seen = `${formatSent(sent)} sent, then ${ending(error)}`;
  return { at, kind: 'sent', seen, proves: sent.left === 'all' ? 'outcome unknown' : 'not all of it left' };
}

/** Why nobody could look, without talk of routes where a registry has none to read. */
export function whyNotSeen(registryName: string, error: AppError): string {
  return error.code === 'route_not_found' || error.code === 'not_supported_here'
    ? `${registryName} cannot be read, and it has no index here to look in.`
    : error.message;
}
