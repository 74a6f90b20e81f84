import { expect, test } from 'vitest';
import { mergeVersions } from '../../../renderer/features/packages/mergeVersions.ts';
import type { VersionRow } from '../../../shared/catalog.ts';

const row = (version: string, more: Partial<VersionRow> = {}): VersionRow => ({
  version,
  prerelease: false,
  yanked: null,
  publishedAt: null,
  downloads: null,
  dependencies: null,
  ...more,
});

test('what the list left out is filled in, and the order stays', () => {
  const news = new Map([['1.0.0', { row: row('1.0.0', { yanked: true, downloads: 9 }), at: 20 }]]);
  expect(mergeVersions([row('2.0.0'), row('1.0.0')], 10, news)).toEqual([
    row('2.0.0'),
    row('1.0.0', { yanked: true, downloads: 9 }),
  ]);
});

test('of two answers the later one counts, for what it knows', () => {
  const older = new Map([['1.0.0', { row: row('1.0.0', { yanked: false, downloads: 9 }), at: 10 }]]);
  expect(mergeVersions([row('1.0.0', { yanked: true })], 20, older)).toEqual([
    row('1.0.0', { yanked: true, downloads: 9 }),
  ]);
  const newer = new Map([['1.0.0', { row: row('1.0.0', { yanked: false }), at: 30 }]]);
  expect(mergeVersions([row('1.0.0', { yanked: true, downloads: 3 })], 20, newer)).toEqual([
    row('1.0.0', { yanked: false, downloads: 3 }),
  ]);
});

test('an answer that knows nothing takes nothing away', () => {
  const news = new Map([['1.0.0', { row: row('1.0.0'), at: 30 }]]);
  expect(mergeVersions([row('1.0.0', { yanked: true })], 20, news)).toEqual([row('1.0.0', { yanked: true })]);
});

test('where a fact was read goes with the fact', () => {
  const said = row('1.0.0', { yanked: true, from: { yanked: 'api', dependencies: null } });
  const listed = row('1.0.0', { yanked: false, dependencies: [], from: { yanked: 'index', dependencies: 'index' } });
  const [merged] = mergeVersions([listed], 20, new Map([['1.0.0', { row: said, at: 30 }]]));
  expect(merged?.from).toEqual({ yanked: 'api', dependencies: 'index' });
});
