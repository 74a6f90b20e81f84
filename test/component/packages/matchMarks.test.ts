import { describe, expect, test } from 'vitest';
import { isNearly, markMatches, wordsOf } from '../../../renderer/features/packages/matchMarks.ts';

/** The text with what is marked in brackets. */
const marked = (text: string, search: string): string =>
  markMatches(text, wordsOf(search))
    .map(({ text: piece, hit }) => (hit ? `[${piece}]` : piece))
    .join('');

describe('what a search found', () => {
  test.each([
    ['json-tools', 'json', '[json]-tools'],
    ['Json_Tools', 'json-tools', '[Json_Tools]'],
    ['json-tools', 'tools json', '[json]-[tools]'],
    ['acme', 'acme/json', '[acme]'],
    ['json-tools', 'jsno', '[json]-tools'],
    ['json-tools', 'jsson', '[json]-tools'],
    ['quickcheck', 'qickchek', '[quickcheck]'],
    ['terminal-text', 'termnal', '[terminal]-text'],
    ['lens', 'lns', 'lens'],
    ['money', 'json', 'money'],
    ['İstanbul', 'istanbul', 'İstanbul'],
    ['json', '', 'json'],
  ])('in %s for %s is marked: %s', (text, search, expected) => {
    expect(marked(text, search)).toBe(expected);
  });
});

test.each([
  ['json', 'json', 0, true],
  ['json', 'jsno', 1, true],
  ['json', 'son', 1, true],
  ['json', 'xson', 1, true],
  ['json', 'nosj', 1, false],
  ['json', 'j', 2, false],
])('%s is nearly %s within %i slips: %s', (one, other, slips, expected) => {
  expect(isNearly(one, other, slips)).toBe(expected);
});
