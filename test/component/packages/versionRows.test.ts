import { expect, test } from 'vitest';
import {
  dependencyLine,
  filterVersions,
  latestVersion,
  partialVersions,
} from '../../../renderer/features/packages/versionRows.ts';
import type { VersionRow } from '../../../shared/catalog.ts';

const row = (version: string, yanked: boolean | null = false): VersionRow => ({
  version,
  prerelease: version.includes('-'),
  yanked,
  publishedAt: null,
  downloads: null,
  dependencies: null,
});
const versions = (rows: readonly VersionRow[]) => rows.map((found) => found.version);
const rows = [row('2.0.0-rc.1'), row('1.1.0', true), row('1.0.0'), row('0.9.0', null)];

test('both filters take out what they name and nothing else', () => {
  expect(versions(filterVersions(rows, { prereleases: true, yanked: true }))).toEqual(versions(rows));
  expect(versions(filterVersions(rows, { prereleases: false, yanked: true }))).toEqual(['1.1.0', '1.0.0', '0.9.0']);
  expect(versions(filterVersions(rows, { prereleases: false, yanked: false }))).toEqual(['1.0.0', '0.9.0']);
});

test('latest is the newest release that is available', () => {
  expect(latestVersion(rows)).toBe('1.0.0');
  expect(latestVersion([row('1.0.0', true)])).toBeNull();
  expect(latestVersion([])).toBeNull();
});

test('latest is not said while a newer release may be available', () => {
  expect(latestVersion([row('2.0.0', null), row('1.0.0')])).toBeNull();
});

test('a package of pre-releases alone has a latest too', () => {
  expect(latestVersion([row('1.0.0-rc.2', true), row('1.0.0-rc.1')])).toBe('1.0.0-rc.1');
});

test('asked about are the versions of which anything is open', () => {
  const whole = { ...row('2.0.0', true), publishedAt: '2026-03-12T10:00:00.000Z', downloads: 0, dependencies: [] };
  const rows = [whole, { ...whole, version: '1.2.0', yanked: null }, { ...whole, version: '1.1.0', downloads: null }];
  expect([...partialVersions(rows)]).toEqual(['1.2.0', '1.1.0']);
});

test('the line to copy is what elba.toml takes', () => {
  expect(dependencyLine('acme/json-tools', '1.3.0')).toBe('"acme/json-tools" = "1.3.0"');
});
