import type { IncomingHttpHeaders } from 'node:http';

/** How many milliseconds an answer asks to wait, from seconds or a date in Retry-After; null where it does not say. */
export function retryAfterMs(headers: IncomingHttpHeaders, now: number): number | null {
  const text = headers['retry-after']?.trim();
  if (text === undefined || text === '') return null;
  if (/^\d+$/.test(text)) return Number(text) * 1000;
  const at = Date.parse(text);
  return Number.isNaN(at) ? null : Math.max(0, at - now);
}
