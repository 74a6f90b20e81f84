import type { AppError } from '../../shared/errors.ts';
import type { Evidence } from '../../shared/job.ts';
import { howItEnded } from '../api/afterwards.ts';
import type { Sent } from '../api/transportFailure.ts';

const UNITS = ['B', 'KB', 'MB', 'GB'] as const;

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

/** The first row of evidence for a write whose outcome was not said: how far it came, and how that ended. */
export function sentEvidence(at: string, sent: Sent, error: AppError): Evidence {
  const seen = `${formatSent(sent)} sent, then ${howItEnded(error)}`;
  return { at, kind: 'sent', seen, proves: sent.left === 'all' ? 'outcome unknown' : 'not all of it left' };
}
