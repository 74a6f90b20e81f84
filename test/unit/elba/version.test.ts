import { describe, expect, test } from 'vitest';
import { compareVersions, isPrerelease, isVersion, newestFirst, sameExceptBuild } from '../../../main/elba/version.ts';

describe('versions', () => {
  test.each(['1.0.0', '0.0.0', '1.0.0-alpha.1', '0.1.2-RC', '1.0.0+build.5', '1.0.0-0.x-y+001', '1.0.0--'])(
    '%s is one',
    (text) => {
      expect(isVersion(text)).toBe(true);
    },
  );

  test.each([
    '',
    '1',
    '1.0',
    '01.0.0',
    '1.0.00',
    'v1.0.0',
    '=1.0.0',
    ' 1.0.0',
    '1.0.0 ',
    '1.0.0.0',
    '1.0.0-',
    '1.0.0-01',
    '1.0.0+',
    '1.0.0-ä',
    '1.0.9007199254740993',
  ])('%j is none', (text) => {
    expect(isVersion(text)).toBe(false);
  });

  test('the order is that of SemVer, and text decides between equals', () => {
    const ascending = [
      'latest',
      '0.9.0',
      '1.0.0-alpha',
      '1.0.0-alpha.1',
      '1.0.0-alpha.beta',
      '1.0.0-rc.2',
      '1.0.0-rc.11',
      '1.0.0',
      '1.0.0+a',
      '1.0.0+b',
      '1.2.0',
      '1.10.0',
    ];
    expect([...ascending].reverse().sort(compareVersions)).toEqual(ascending);
    expect([...ascending].sort(newestFirst)).toEqual([...ascending].reverse());
  });

  test('a hyphen in build metadata makes no pre-release', () => {
    expect(isPrerelease('1.0.0-rc.1')).toBe(true);
    expect(isPrerelease('1.0.0+a-b')).toBe(false);
    expect(isPrerelease('1.0.0-rc+a-b')).toBe(true);
    expect(isPrerelease('not-a-version')).toBe(false);
  });

  test('build metadata alone does not make another version', () => {
    expect(sameExceptBuild('1.0.0+a', '1.0.0')).toBe(true);
    expect(sameExceptBuild('1.0.0-a', '1.0.0')).toBe(false);
  });
});
