import { expect, test } from 'vitest';
import { linePath, weeksOf } from '../../../renderer/features/packages/downloadWeeks.ts';

const NOW = new Date('2026-11-26T10:00:00Z');

test('downloads are summed over the last thirteen weeks, up to today', () => {
  const weeks = weeksOf(
    [
      { date: '2026-08-26', downloads: 1000 },
      { date: '2026-08-28', downloads: 1 },
      { date: '2026-09-03', downloads: 2 },
      { date: '2026-11-25', downloads: 3 },
      { date: '2026-11-26', downloads: 4 },
      { date: '2026-11-27', downloads: 1000 },
      { date: 'no day', downloads: 1000 },
    ],
    NOW,
  );
  expect(weeks).toHaveLength(13);
  expect(weeks.map(({ downloads }) => downloads)).toEqual([3, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 7]);
  expect(weeks[0]?.from).toBe('2026-08-28T00:00:00.000Z');
  expect(weeks[12]?.from).toBe('2026-11-20T00:00:00.000Z');
});

test('the line goes through all weeks and stays in its box, at the bottom where there is nothing', () => {
  const path = linePath(weeksOf([{ date: '2026-11-26', downloads: 5 }], NOW), 108, 26);
  const points = path.slice(1).split('L');
  expect(points).toHaveLength(13);
  expect(points[0]).toBe('1.0 24.0');
  expect(points[12]).toBe('107.0 2.0');
  expect(linePath(weeksOf([], NOW), 108, 26)).toMatch(/^M1\.0 24\.0L.*L107\.0 24\.0$/);
});
