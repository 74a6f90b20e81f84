import { expect, test } from 'vitest';
import { listActivity, outcomeGroup } from '../../main/activityList.ts';
import type { ActivityFilter } from '../../shared/activity.ts';
import { EntryId, RegistryId, Sha256 } from '../../shared/ids.ts';
import type { ActivityEntry } from '../../shared/job.ts';

const r1 = RegistryId.parse('r1');
const r2 = RegistryId.parse('r2');

const entry = (id: string, more: Partial<ActivityEntry> = {}): ActivityEntry => ({
  id: EntryId.parse(id),
  action: 'publish',
  registryId: r1,
  registryName: 'Staging',
  package: { group: 'acme', name: 'json-tools' },
  version: '1.3.0',
  request: 'PUT /api/v1/publish?token=••••',
  startedAt: '2026-11-23T12:00:00.000Z',
  outcome: { kind: 'published', confirmed: 'answer', evidence: [] },
  ...more,
});
const everything: ActivityFilter = { text: '', registryId: null, action: null, outcome: null };

const listOf = (entries: readonly ActivityEntry[]) => ({
  list: () => ({ entries: [...entries], total: entries.length, damaged: 2 }),
});
const found = (entries: readonly ActivityEntry[], filter: Partial<ActivityFilter>): string[] =>
  listActivity(listOf(entries), { offset: 0, limit: 50, filter: { ...everything, ...filter } }).entries.map(
    ({ id }) => id,
  );

test('the text is looked for in package, version, hash, registry and note', () => {
  const entries = [
    entry('a', { sha256: Sha256.parse('41d0'.repeat(16)) }),
    entry('b', { package: { group: 'orchid', name: 'money' }, version: '2.1.0' }),
    entry('c', { registryName: 'Orchid', note: 'Parser accepts unclosed strings' }),
  ];
  expect(found(entries, { text: '41D041d0' })).toEqual(['a']);
  expect(found(entries, { text: 'orchid' })).toEqual(['b', 'c']);
  expect(found(entries, { text: 'orchid 2.1' })).toEqual(['b']);
  expect(found(entries, { text: 'unclosed' })).toEqual(['c']);
  expect(found(entries, { text: '  ' })).toEqual(['a', 'b', 'c']);
});

test('registry, action and outcome narrow the list together', () => {
  const error = { code: 'not_owner', message: 'Not yours.' } as const;
  const entries = [
    entry('a'),
    entry('b', { action: 'yank', outcome: { kind: 'rejected', error, evidence: [] } }),
    entry('c', { registryId: r2, outcome: { kind: 'rejected', error, evidence: [] } }),
  ];
  expect(found(entries, { outcome: 'rejected' })).toEqual(['b', 'c']);
  expect(found(entries, { outcome: 'rejected', registryId: r1 })).toEqual(['b']);
  expect(found(entries, { action: 'yank' })).toEqual(['b']);
});

test('a write without an outcome is under way, not unknown', () => {
  const { outcome: _, ...running } = entry('a');
  expect(outcomeGroup(running)).toBe('running');
});

test('a page is cut out of what fits; the whole log and its registries are counted beside it', () => {
  const entries = Array.from({ length: 9 }, (_, at) =>
    entry(`e${at}`, at % 2 === 0 ? {} : { registryId: r2, registryName: at === 1 ? 'Orchid' : 'Called before' }),
  );
  const page = listActivity(listOf(entries), { offset: 1, limit: 2, filter: { ...everything, registryId: r2 } });
  expect(page).toMatchObject({ total: 4, all: 9, damaged: 2 });
  expect(page.entries.map(({ id }) => id)).toEqual(['e3', 'e5']);
  expect(page.registries.toSorted((a, b) => a.id.localeCompare(b.id))).toEqual([
    { id: r1, name: 'Staging' },
    { id: r2, name: 'Orchid' },
  ]);
  expect(listActivity(listOf(entries), { offset: 0, limit: 50 }).entries).toHaveLength(9);
});
