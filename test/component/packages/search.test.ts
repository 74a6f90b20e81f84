import { expect, test } from 'vitest';
import { indexPackages, packageKey } from '../../../renderer/features/packages/search.ts';
import type { PackageRow } from '../../../shared/catalog.ts';

const row = (full: string, description: string | null = null): PackageRow => {
  const [group = '', name = ''] = full.split('/');
  return { group, name, description, latest: null, versions: null, yanked: null, mine: false };
};
const known = (_key: string, found: PackageRow) => found.description;
const names = (rows: readonly PackageRow[]) => rows.map((found) => `${found.group}/${found.name}`);

test('two spellings of a name are one package', () => {
  expect(packageKey({ group: 'Mixed_Case', name: 'My_Pkg' })).toBe('mixed-case/my-pkg');
});

test('without a query all packages are listed by name', () => {
  const index = indexPackages([row('b/x'), row('A/z'), row('a/Y')]);
  expect(names(index.search('  ', known))).toEqual(['a/Y', 'A/z', 'b/x']);
  expect(index.size).toBe(3);
});

test('the name itself comes first, then beginnings, then the rest, then groups, then descriptions', () => {
  const index = indexPackages([
    row('zed/about', 'Works with JSON files'),
    row('json/core'),
    row('a/my-json'),
    row('a/json-tools'),
    row('b/json'),
    row('a/unrelated'),
  ]);
  expect(names(index.search('json', known))).toEqual(['b/json', 'a/json-tools', 'a/my-json', 'json/core', 'zed/about']);
});

test('every word must be found, capitals and underscores make no difference', () => {
  const index = indexPackages([
    row('acme/json_tools', 'Total parsers'),
    row('acme/json-core', 'Types'),
    row('b/parsers'),
  ]);
  expect(names(index.search('JSON parsers', known))).toEqual(['acme/json_tools']);
  expect(names(index.search('json-tools', known))).toEqual(['acme/json_tools']);
  expect(names(index.search('ACME/JSON_core', known))).toEqual(['acme/json-core']);
});

test('a description that became known later is searched too', () => {
  const index = indexPackages([row('a/b'), row('a/c')]);
  expect(index.search('lenses', known)).toEqual([]);
  const later = (key: string) => (key === 'a/c' ? 'Lenses and prisms' : null);
  expect(names(index.search('lenses', later))).toEqual(['a/c']);
});

test('special characters are text, not a pattern', () => {
  const index = indexPackages([row('a/b', 'c++ (fast) [x]')]);
  expect(names(index.search('(fast)', known))).toEqual(['a/b']);
  expect(index.search('.*', known)).toEqual([]);
});
