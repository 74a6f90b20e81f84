import { useEffect, useState } from 'react';
import { formatInstant, formatWhen } from './format.ts';

const MINUTE = 60_000;

/** How long until the words can be others; null when they stay for the day. */
function nextChange(instant: string, now: number): number | null {
  const age = now - new Date(instant).getTime();
  if (Number.isNaN(age) || age >= 60 * MINUTE) return null;
  return age < MINUTE ? 1000 : MINUTE - (age % MINUTE) + 50;
}

/** An instant as `2 min ago`, `14:32`, `Yesterday` or `12 Mar 2026`, kept up to date; the exact one is its title. */
export function RelativeTime({ instant }: { readonly instant: string }) {
  const [now, setNow] = useState(() => Date.now());
  useEffect(() => {
    const wait = nextChange(instant, now);
    if (wait === null) return;
    const timer = setTimeout(() => setNow(Date.now()), wait);
    return () => clearTimeout(timer);
  }, [instant, now]);
  return (
    <time dateTime={instant} title={formatInstant(instant)}>
      {formatWhen(instant, new Date(Math.max(now, Date.now())))}
    </time>
  );
}
