import { formatDay, formatNoun } from './format.ts';

/** From so many days before its end on a token is reminded of. */
const REMIND_DAYS = 14;
const DAY_MS = 86_400_000;

export interface Expiry {
  readonly kind: 'later' | 'soon' | 'over';
  readonly words: string;
}

/** What is to be said of the day on which a token expires, `YYYY-MM-DD` in the person's own calendar. The token is good on that day. */
export function expiryOf(day: string, now: Date): Expiry {
  const [year = 0, month = 1, date = 1] = day.split('-').map(Number);
  const today = Date.UTC(now.getFullYear(), now.getMonth(), now.getDate());
  const left = Math.round((Date.UTC(year, month - 1, date) - today) / DAY_MS);
  const shown = formatDay(new Date(year, month - 1, date).toISOString());
  if (left < 0) return { kind: 'over', words: `Expired on ${shown}` };
  if (left === 0) return { kind: 'soon', words: 'Expires today' };
  const words = left > REMIND_DAYS ? `Expires on ${shown}` : `Expires in ${formatNoun(left, 'day')}, on ${shown}`;
  return { kind: left > REMIND_DAYS ? 'later' : 'soon', words };
}
