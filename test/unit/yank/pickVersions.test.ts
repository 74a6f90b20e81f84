import { describe, expect, test } from 'vitest';
import { pickVersions } from '../../../main/yank/pickVersions.ts';

const ALL = ['2.0.0', '1.10.0', '1.2.0', '1.2.0-rc.1', '1.1.9', '1.0.0-beta', '0.9.0', 'odd'];

describe('which versions a rule means', () => {
  test.each([
    ['1.2.0', ['1.2.0-rc.1', '1.1.9', '1.0.0-beta', '0.9.0']],
    ['1.2', ['1.2.0-rc.1', '1.1.9', '1.0.0-beta', '0.9.0']],
    [' 1 ', ['1.0.0-beta', '0.9.0']],
    ['1.2.0-rc.1', ['1.1.9', '1.0.0-beta', '0.9.0']],
    ['0.1', []],
  ])('before %j, pre-releases included', (version, versions) => {
    expect(pickVersions(ALL, { kind: 'before', version })).toMatchObject({ kind: 'picked', versions });
  });

  test.each([
    ['1', ['1.10.0', '1.2.0', '1.1.9'], '>=1.0.0 <2.0.0'],
    ['>= 1.1.0 < 1.3.0', ['1.2.0', '1.1.9'], '>=1.1.0 <1.3.0'],
    ['<= 1.1.9', ['1.1.9', '1.0.0-beta', '0.9.0'], '<=1.1.9'],
    ['any', ALL.slice(0, -1), 'any'],
  ])('the range %j, as elba reads it', (constraint, versions, understoodAs) => {
    expect(pickVersions(ALL, { kind: 'range', constraint })).toEqual({
      kind: 'picked',
      versions,
      understoodAs,
      misread: null,
    });
  });

  test('a range that elba misreads says what it takes instead', () => {
    expect(pickVersions(ALL, { kind: 'range', constraint: '>=1.0.0, <2.0.0' })).toMatchObject({
      understoodAs: 'any',
      misread: expect.stringContaining('"or"'),
    });
  });

  test.each([
    [{ kind: 'before' as const, version: 'soon' }, '"soon" is not a version'],
    [{ kind: 'before' as const, version: '' }, '"" is not a version'],
    [{ kind: 'range' as const, constraint: '*' }, 'elba does not know "*"'],
  ])('%j is refused with a reason', (rule, reason) => {
    expect(pickVersions(ALL, rule)).toEqual({ kind: 'refused', reason: expect.stringContaining(reason) });
  });
});
