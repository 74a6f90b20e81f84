import type { ActivityEntry } from '../../../shared/job.ts';
import { formatDay } from '../../components/format.ts';

/** What the rows of one day are called: Today, Yesterday, else `12 Mar 2026`, in the local time zone. */
export interface ActivityDay {
  readonly label: string;
  readonly entries: readonly ActivityEntry[];
}

const dayNumber = (date: Date): number => Date.UTC(date.getFullYear(), date.getMonth(), date.getDate()) / 86_400_000;

/** The name of the day of `instant`, seen from `now`. */
export function dayLabel(instant: string, now: Date): string {
  const date = new Date(instant);
  const ago = dayNumber(now) - dayNumber(date);
  if (ago === 0) return 'Today';
  if (ago === 1) return 'Yesterday';
  return formatDay(instant);
}

/** Groups entries, which are newest first, by the day they began. */
export function groupByDay(entries: readonly ActivityEntry[], now: Date): readonly ActivityDay[] {
  const days: { label: string; entries: ActivityEntry[] }[] = [];
  for (const entry of entries) {
    const label = dayLabel(entry.startedAt, now);
    const last = days.at(-1);
    if (last?.label === label) last.entries.push(entry);
    else days.push({ label, entries: [entry] });
  }
  return days;
}

/** How long something took: `0.3 s`, `15.8 s`, `1 min 6 s`, `2 h 5 min`. */
export function durationText(startedAt: string, endedAt: string): string {
  const ms = Math.max(0, Date.parse(endedAt) - Date.parse(startedAt));
  if (ms < 59_950) return `${(ms / 1000).toFixed(1)} s`;
  const seconds = Math.round(ms / 1000);
  if (seconds < 3600) return `${Math.floor(seconds / 60)} min ${seconds % 60} s`;
  return `${Math.floor(seconds / 3600)} h ${Math.floor((seconds % 3600) / 60)} min`;
}
