const UNITS = ['B', 'KB', 'MB', 'GB', 'TB'] as const;
const count = new Intl.NumberFormat('en-US', { maximumFractionDigits: 0 });

/** Bytes as a person reads them, in units of 1000: `212 B`, `48.3 KB`, `141 KB`, `18.4 MB`. */
export function formatBytes(bytes: number): string {
  let value = Math.max(0, bytes);
  let unit = 0;
  while (unit < UNITS.length - 1 && roundedFor(value, unit) >= 1000) {
    value /= 1000;
    unit += 1;
  }
  return `${numberFor(value, unit)} ${UNITS[unit]}`;
}

const roundedFor = (value: number, unit: number): number => Number(numberFor(value, unit));

function numberFor(value: number, unit: number): string {
  if (unit === 0) return String(Math.round(value));
  return value >= 99.95 ? String(Math.round(value)) : value.toFixed(1);
}

/** `7.9 of 18.4 MB`: both in the unit of the whole, which stands once. */
export function formatBytesOf(done: number, total: number): string {
  const whole = formatBytes(total);
  const unit = Math.max(
    UNITS.findIndex((name) => whole.endsWith(` ${name}`)),
    0,
  );
  return `${numberFor(Math.max(0, done) / 1000 ** unit, unit)} of ${whole}`;
}

/** `1,284`. */
export const formatCount = (value: number): string => count.format(value);

/** `1 file`, `43 files`: the number and the right form of the noun. */
export const formatNoun = (value: number, one: string, many = `${one}s`): string =>
  `${formatCount(value)} ${value === 1 ? one : many}`;

/** `43 %`; never 100 % before all is done. */
export function formatPercent(done: number, total: number): string {
  return `${percentOf(done, total)} %`;
}

/** Whole per cent, rounded down. */
export const percentOf = (done: number, total: number): number =>
  total <= 0 ? 0 : Math.min(100, Math.floor((done / total) * 100));

/** `14 s`, `2 min 5 s`, `1 h 3 min`. */
export function formatDuration(milliseconds: number): string {
  const seconds = Math.max(0, Math.round(milliseconds / 1000));
  if (seconds < 60) return `${seconds} s`;
  const minutes = Math.floor(seconds / 60);
  if (minutes < 60) return seconds % 60 === 0 ? `${minutes} min` : `${minutes} min ${seconds % 60} s`;
  return minutes % 60 === 0 ? `${minutes / 60} h` : `${Math.floor(minutes / 60)} h ${minutes % 60} min`;
}

const clock = new Intl.DateTimeFormat('en-GB', { hour: '2-digit', minute: '2-digit' });
const clockWithSeconds = new Intl.DateTimeFormat('en-GB', { hour: '2-digit', minute: '2-digit', second: '2-digit' });
const day = new Intl.DateTimeFormat('en-GB', { day: 'numeric', month: 'short', year: 'numeric' });

/** `14:32`. */
export const formatTime = (instant: string): string => valid(instant, clock);
/** `14:32:07`, for logs. */
export const formatTimeExact = (instant: string): string => valid(instant, clockWithSeconds);
/** `12 Mar 2026`. */
export const formatDay = (instant: string): string => valid(instant, day);
/** `12 Mar 2026, 14:32:07`, for titles. */
export const formatInstant = (instant: string): string => {
  const exact = formatDay(instant);
  return exact === '' ? instant : `${exact}, ${formatTimeExact(instant)}`;
};

function valid(instant: string, format: Intl.DateTimeFormat): string {
  const date = new Date(instant);
  // Some engines write "Sept"; the design has three letters for every month.
  return Number.isNaN(date.getTime()) ? '' : format.format(date).replace('Sept', 'Sep');
}

const dayStart = (date: Date): number => new Date(date.getFullYear(), date.getMonth(), date.getDate()).getTime();

/** `12 s ago` and `2 min ago` up to one hour, then `14:32`, `Yesterday`, `12 Mar 2026`; in the person's time zone. */
export function formatWhen(instant: string, now: Date): string {
  const date = new Date(instant);
  if (Number.isNaN(date.getTime())) return instant;
  const seconds = Math.floor((now.getTime() - date.getTime()) / 1000);
  if (seconds >= -5 && seconds < 1) return 'just now';
  if (seconds >= 1 && seconds < 60) return `${seconds} s ago`;
  if (seconds >= 60 && seconds < 3600) return `${Math.floor(seconds / 60)} min ago`;
  const days = Math.round((dayStart(now) - dayStart(date)) / 86_400_000);
  if (days === 0) return formatTime(instant);
  return days === 1 ? 'Yesterday' : formatDay(instant);
}

/** A hash cut for the eye: 12…8 digits beside the publish button, 8…4 in rows. The whole one belongs in the title. */
export function formatHash(hash: string, form: 'long' | 'short'): string {
  const [head, tail] = form === 'long' ? [12, 8] : [8, 4];
  return hash.length <= head + tail ? hash : `${hash.slice(0, head)}…${hash.slice(-tail)}`;
}

/** `Staging, Lab and Local`. */
export function formatList(words: readonly string[]): string {
  if (words.length < 2) return words.join('');
  return `${words.slice(0, -1).join(', ')} and ${words.at(-1)}`;
}
