import { expect, test } from 'vitest';
import { dayLabel, durationText, groupByDay } from '../../../renderer/features/activity/activityRows.ts';
import { EntryId, RegistryId } from '../../../shared/ids.ts';
import type { ActivityEntry } from '../../../shared/job.ts';

const at = (day: number, hour = 12): string => new Date(2026, 10, day, hour).toISOString();
const now = new Date(2026, 10, 23, 9);

const entry = (id: string, more: Partial<ActivityEntry> = {}): ActivityEntry => ({
  id: EntryId.parse(id),
  action: 'publish',
  registryId: RegistryId.parse('r1'),
  registryName: 'Staging',
  package: { group: 'acme', name: 'json-tools' },
  version: '1.3.0',
  request: 'PUT /api/v1/publish?token=••••',
  startedAt: at(23),
  outcome: { kind: 'published', confirmed: 'answer', evidence: [] },
  ...more,
});
const ids = (entries: readonly ActivityEntry[]) => entries.map((found) => found.id);

test('days are named as a person names them, by the local calendar and not by hours', () => {
  expect(dayLabel(at(23, 0), now)).toBe('Today');
  expect(dayLabel(at(22, 23), now)).toBe('Yesterday');
  expect(dayLabel(at(22, 1), now)).toBe('Yesterday');
  expect(dayLabel(at(21, 23), now)).toBe('21 Nov 2026');
});

test('entries are grouped by day, newest first', () => {
  const days = groupByDay(
    [entry('a'), entry('b'), entry('c', { startedAt: at(22) }), entry('d', { startedAt: at(3) })],
    now,
  );
  expect(days.map((day) => [day.label, ids(day.entries)])).toEqual([
    ['Today', ['a', 'b']],
    ['Yesterday', ['c']],
    ['3 Nov 2026', ['d']],
  ]);
});

test('durations are short', () => {
  const start = '2026-11-23T10:00:00.000Z';
  expect(durationText(start, '2026-11-23T10:00:00.310Z')).toBe('0.3 s');
  expect(durationText(start, '2026-11-23T10:00:59.990Z')).toBe('1 min 0 s');
  expect(durationText(start, '2026-11-23T10:01:06.000Z')).toBe('1 min 6 s');
  expect(durationText(start, '2026-11-23T12:05:00.000Z')).toBe('2 h 5 min');
  expect(durationText(start, '2026-11-23T09:59:00.000Z')).toBe('0.0 s');
});
