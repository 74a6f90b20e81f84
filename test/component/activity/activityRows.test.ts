import { expect, test } from 'vitest';
import {
  type ActivityFilter,
  dayLabel,
  durationText,
  filterActivity,
  groupByDay,
  outcomeGroup,
} from '../../../renderer/features/activity/activityRows.ts';
import { EntryId, RegistryId, Sha256 } from '../../../shared/ids.ts';
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
const none: ActivityFilter = { text: '', registry: 'all', action: 'all', outcome: 'all' };
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

test('the text is looked for in package, version, hash, registry and note', () => {
  const sha256 = Sha256.parse('41d0'.repeat(16));
  const entries = [
    entry('a', { sha256 }),
    entry('b', { package: { group: 'orchid', name: 'money' }, version: '2.1.0' }),
    entry('c', { registryName: 'Orchid', note: 'Parser accepts unclosed strings' }),
  ];
  const found = (text: string) => ids(filterActivity(entries, { ...none, text }));
  expect(found('41D041d0')).toEqual(['a']);
  expect(found('orchid')).toEqual(['b', 'c']);
  expect(found('orchid 2.1')).toEqual(['b']);
  expect(found('unclosed')).toEqual(['c']);
  expect(found('  ')).toEqual(['a', 'b', 'c']);
});

test('registry, action and outcome narrow the list together', () => {
  const error = { code: 'not_owner', message: 'Not yours.' } as const;
  const entries = [
    entry('a'),
    entry('b', { action: 'yank', outcome: { kind: 'rejected', error, evidence: [] } }),
    entry('c', { registryId: RegistryId.parse('r2'), outcome: { kind: 'rejected', error, evidence: [] } }),
  ];
  expect(ids(filterActivity(entries, { ...none, outcome: 'rejected' }))).toEqual(['b', 'c']);
  expect(ids(filterActivity(entries, { ...none, outcome: 'rejected', registry: 'r1' }))).toEqual(['b']);
  expect(ids(filterActivity(entries, { ...none, action: 'yank' }))).toEqual(['b']);
});

test('a write without an outcome is under way, not unknown', () => {
  const { outcome: _, ...running } = entry('a');
  expect(outcomeGroup(running)).toBe('running');
});

test('durations are short', () => {
  const start = '2026-11-23T10:00:00.000Z';
  expect(durationText(start, '2026-11-23T10:00:00.310Z')).toBe('0.3 s');
  expect(durationText(start, '2026-11-23T10:00:59.990Z')).toBe('1 min 0 s');
  expect(durationText(start, '2026-11-23T10:01:06.000Z')).toBe('1 min 6 s');
  expect(durationText(start, '2026-11-23T12:05:00.000Z')).toBe('2 h 5 min');
  expect(durationText(start, '2026-11-23T09:59:00.000Z')).toBe('0.0 s');
});
