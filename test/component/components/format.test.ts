import { describe, expect, test } from 'vitest';
import {
  formatBytes,
  formatBytesOf,
  formatCount,
  formatDuration,
  formatHash,
  formatList,
  formatNoun,
  formatPercent,
  formatWhen,
} from '../../../renderer/components/format.ts';

describe('sizes', () => {
  test.each([
    [0, '0 B'],
    [212, '212 B'],
    [999, '999 B'],
    [1000, '1.0 KB'],
    [2100, '2.1 KB'],
    [48_300, '48.3 KB'],
    [99_960, '100 KB'],
    [141_000, '141 KB'],
    [999_499, '999 KB'],
    [999_700, '1.0 MB'],
    [18_400_000, '18.4 MB'],
    [38_400_000_000, '38.4 GB'],
  ])('%i bytes read %s', (bytes, text) => {
    expect(formatBytes(bytes)).toBe(text);
  });

  test('a part and its whole share the unit of the whole', () => {
    expect(formatBytesOf(7_900_000, 18_400_000)).toBe('7.9 of 18.4 MB');
    expect(formatBytesOf(300, 18_400_000)).toBe('0.0 of 18.4 MB');
    expect(formatBytesOf(12, 212)).toBe('12 of 212 B');
  });
});

describe('numbers and words', () => {
  test('thousands are parted by a comma', () => expect(formatCount(1284)).toBe('1,284'));
  test('the noun follows the number', () => {
    expect(formatNoun(1, 'file')).toBe('1 file');
    expect(formatNoun(43, 'file')).toBe('43 files');
    expect(formatNoun(2, 'registry', 'registries')).toBe('2 registries');
  });
  test('per cent is rounded down, so that 100 % means all', () => {
    expect(formatPercent(43, 100)).toBe('43 %');
    expect(formatPercent(9_999, 10_000)).toBe('99 %');
    expect(formatPercent(10_000, 10_000)).toBe('100 %');
    expect(formatPercent(0, 0)).toBe('0 %');
  });
  test('durations', () => {
    expect(formatDuration(9_400)).toBe('9 s');
    expect(formatDuration(125_000)).toBe('2 min 5 s');
    expect(formatDuration(120_000)).toBe('2 min');
    expect(formatDuration(3_780_000)).toBe('1 h 3 min');
  });
  test('a list ends with "and"', () => {
    expect(formatList(['Staging'])).toBe('Staging');
    expect(formatList(['Staging', 'Lab', 'Local'])).toBe('Staging, Lab and Local');
  });
  test('hashes are cut in the middle, longer beside the button than in rows', () => {
    const hash = `${'a'.repeat(32)}${'b'.repeat(32)}`;
    expect(formatHash(hash, 'long')).toBe('aaaaaaaaaaaa…bbbbbbbb');
    expect(formatHash(hash, 'short')).toBe('aaaaaaaa…bbbb');
    expect(formatHash('abc', 'short')).toBe('abc');
  });
});

describe('when', () => {
  const now = new Date(2026, 2, 12, 14, 32, 0);
  const ago = (seconds: number): string => new Date(now.getTime() - seconds * 1000).toISOString();

  test.each([
    [0, 'just now'],
    [12, '12 s ago'],
    [59, '59 s ago'],
    [60, '1 min ago'],
    [3599, '59 min ago'],
    [3600, '13:32'],
    [13 * 3600, '01:32'],
    [15 * 3600, 'Yesterday'],
    [38 * 3600, 'Yesterday'],
    [39 * 3600, '10 Mar 2026'],
  ])('%i seconds ago reads %s', (seconds, text) => {
    expect(formatWhen(ago(seconds), now)).toBe(text);
  });

  test('what is no date is shown as it is', () => expect(formatWhen('soon', now)).toBe('soon'));
  test('September has three letters too', () => {
    expect(formatWhen(new Date(2025, 8, 3).toISOString(), now)).toBe('3 Sep 2025');
  });
});
