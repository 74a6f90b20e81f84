import type { DownloadGraph } from '../../../shared/catalog.ts';

/** Seven days, from the day `from` (an instant at its beginning, UTC). */
export interface Week {
  readonly from: string;
  readonly downloads: number;
}

const DAY_MS = 86_400_000;
const DAYS_IN_WEEK = 7;

/** So far back the chart looks: thirteen weeks, the last of which ends today. */
const DAYS_SHOWN = 91;

/** The downloads of the last thirteen weeks, oldest first; days that the registry leaves out had none. */
export function weeksOf(days: DownloadGraph['days'], now: Date): Week[] {
  const today = Date.UTC(now.getUTCFullYear(), now.getUTCMonth(), now.getUTCDate());
  const first = today - (DAYS_SHOWN - 1) * DAY_MS;
  const sums: number[] = Array.from({ length: DAYS_SHOWN / DAYS_IN_WEEK }, () => 0);
  for (const { date, downloads } of days) {
    const week = Math.floor((Date.parse(`${date}T00:00:00Z`) - first) / DAY_MS / DAYS_IN_WEEK);
    const sum = sums[week];
    if (sum !== undefined) sums[week] = sum + downloads;
  }
  return sums.map((downloads, week) => ({
    from: new Date(first + week * DAYS_IN_WEEK * DAY_MS).toISOString(),
    downloads,
  }));
}

/** The path of a line through the weeks, in a box of this size in pixels; a line at the bottom where there were no downloads. */
export function linePath(weeks: readonly Week[], width: number, height: number): string {
  const most = Math.max(1, ...weeks.map(({ downloads }) => downloads));
  const [left, top] = [1, 2];
  const stepX = (width - 2 * left) / Math.max(1, weeks.length - 1);
  const points = weeks.map(({ downloads }, at) => {
    const y = height - top - (downloads / most) * (height - 2 * top);
    return `${(left + at * stepX).toFixed(1)} ${y.toFixed(1)}`;
  });
  return points.length === 0 ? '' : `M${points.join('L')}`;
}
