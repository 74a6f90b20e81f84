import { describe, expect, test } from 'vitest';
import { parsePackage } from '../../../main/catalog/indexPackage.ts';
import { buildTable } from '../../../main/catalog/tableBuilder.ts';
import { type Beside, searchTable } from '../../../main/catalog/tableSearch.ts';
import { createLineJudge } from '../../../main/elba/lineJudge.ts';
import { indexLine } from '../../support/indexFolder.ts';

const off = { mine: false, hasYanked: false, prerelease: false };
const nothing: Beside = { said: new Map(), mine: new Set() };

/** A table of packages by key, each with one version that is as told. */
function tableOf(packages: Record<string, { version?: string; yanked?: boolean }>) {
  const judge = createLineJudge();
  const builder = buildTable(null, judge);
  for (const [key, { version = '1.0.0', yanked = false }] of Object.entries(packages)) {
    const [group = '', name = ''] = key.split('/');
    const text = `${JSON.stringify(indexLine(key, version, { yanked }))}\n`;
    builder.add(key, new Uint8Array(20), parsePackage(key, { group, name }, { text, utf8: true }, judge));
  }
  return builder.finish({ findings: [], aliases: {} });
}

const table = tableOf({
  'acme/json': {},
  'acme/json-tools': { yanked: true },
  'acme/fast-json': {},
  'acme/bson': { version: '2.0.0-rc.1' },
  'json/core': {},
  'zeta/parser': {},
  'zeta/matrix': {},
});
const find = (text: string, beside = nothing, filter = off): (string | undefined)[] =>
  Array.from(searchTable(table, text, filter, beside), (at) => table.keys[at]);

describe('a search', () => {
  test('without a text finds all, by name', () => {
    expect(find('  ')).toEqual([...table.keys]);
    expect(table.keys[0]).toBe('acme/bson');
  });

  test('gives the name itself, then its beginning, a part of it, and the group', () => {
    expect(find('json')).toEqual(['acme/json', 'acme/json-tools', 'acme/fast-json', 'json/core']);
  });

  test('takes several words, in any order, a whole name with its slash, and any spelling', () => {
    expect(find('tools acme')).toEqual(['acme/json-tools']);
    expect(find('Acme/JSON_Tools')[0]).toBe('acme/json-tools');
    expect(find('nowhere json')).toEqual([]);
  });

  test.each([
    ['jsno-tools', 'acme/json-tools'],
    ['matix', 'zeta/matrix'],
    ['mattrix', 'zeta/matrix'],
    ['pasrer', 'zeta/parser'],
  ])('forgives a slip of the finger in %s', (text, found) => {
    expect(find(text)).toContain(found);
  });

  test('finds by keyword and description, after names, as far as they are known', () => {
    const said: Beside['said'] = new Map([
      ['zeta/parser', { description: 'Reads JSON and nothing else', keywords: [] }],
      ['zeta/matrix', { description: null, keywords: ['JSON', 'algebra'] }],
    ]);
    expect(find('json', { said, mine: new Set() })).toEqual([
      'acme/json',
      'acme/json-tools',
      'acme/fast-json',
      'json/core',
      'zeta/matrix',
      'zeta/parser',
    ]);
  });

  test('leaves out what the switches do, in typing errors too', () => {
    expect(find('', nothing, { ...off, hasYanked: true })).toEqual(['acme/json-tools']);
    expect(find('', nothing, { ...off, prerelease: true })).toEqual(['acme/bson']);
    const mine = { said: new Map(), mine: new Set(['zeta/matrix']) };
    expect(find('', mine, { ...off, mine: true })).toEqual(['zeta/matrix']);
    expect(find('pasrer', mine, { ...off, mine: true })).toEqual([]);
  });

  test.each(['.*', '(', '[a-', '\\', '+', 'a'.repeat(200), '\u0000', '💥', '--', '/'])(
    'takes %j for a text like any other',
    (text) => {
      expect(() => find(text)).not.toThrow();
    },
  );
});
