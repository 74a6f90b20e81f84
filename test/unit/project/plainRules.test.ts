import fc from 'fast-check';
import ignore from 'ignore';
import { describe, expect, test } from 'vitest';
import { readIgnoreLine } from '../../../main/project/ignoreLine.ts';
import { createPlainRules, type PlacedPattern } from '../../../main/project/plainRules.ts';

const patternsOf = (lines: readonly string[]): PlacedPattern[] =>
  lines.flatMap((text, line) => {
    const read = readIgnoreLine(text);
    return read.kind === 'rule' ? read.patterns.map((pattern) => ({ pattern, line })) : [];
  });

const askedOf = (lines: readonly string[], path: string, isFolder: boolean): number | null =>
  createPlainRules(patternsOf(lines))?.(path, path.slice(path.lastIndexOf('/') + 1), isFolder) ?? null;

describe('rules that are names', () => {
  test.each([
    '*.ibc',
    '/build',
    'docs/_build/',
    '!keep.o',
    '*~',
    '.#*',
    '.DS_Store',
    'é',
    '\\#a',
    'a\\ b',
    '*.{o,ibc}',
  ])('%j is one', (line) => {
    expect(createPlainRules(patternsOf([line]))).not.toBeNull();
  });

  test.each(['a*b', '*a*', '*', '?', '[ab]', 'a/*.o', '/*.o', '**/a/b', 'a/**', '\\*', '!**', '//a', 'a//b'])(
    '%j is left to the library',
    (line) => {
      expect(createPlainRules(patternsOf(['plain', line]))).toBeNull();
    },
  );

  test('the last line that speaks of a path is told, one for folders only of folders', () => {
    const lines = ['*.o', '!keep.o', 'build/', 'build', 'x/'];
    expect(askedOf(lines, 'a/keep.o', false)).toBe(1);
    expect(askedOf(lines, 'a/build', true)).toBe(3);
    expect(askedOf(lines, 'x', false)).toBe(-1);
    expect(askedOf(lines, 'x', true)).toBe(4);
  });

  test('they say what the library says', () => {
    const word = fc.constantFrom('a', 'b', 'ab', '.a', 'a.o', '.o', 'é', 'a b', '#a', '!a', 'A', 'a\n', 'o');
    const written = word.map((text) => text.replace(/[#! ]/g, '\\$&'));
    const line = fc
      .tuple(
        fc.constantFrom('', '', '!'),
        fc.constantFrom('', '', '/', '*', '**/'),
        fc.array(written, { minLength: 1, maxLength: 3 }).map((parts) => parts.join('/')),
        fc.constantFrom('', '', '/', '*', '*/'),
      )
      .map((parts) => parts.join(''));
    const path = fc.array(word, { minLength: 1, maxLength: 3 }).map((parts) => parts.join('/'));
    let compared = 0;
    fc.assert(
      fc.property(fc.array(line, { maxLength: 4 }), path, fc.boolean(), (lines, asked, isFolder) => {
        const patterns = patternsOf(lines);
        const plain = createPlainRules(patterns);
        const matcher = ignore({ ignorecase: false });
        matcher.add(patterns.map(({ pattern, line: at }) => ({ pattern, mark: String(at) })));
        const parents = asked.split('/').map((_, i, parts) => parts.slice(0, i).join('/'));
        fc.pre(plain !== null && parents.every((parent) => parent === '' || !matcher.test(`${parent}/`).ignored));
        compared += 1;
        const { ignored, rule } = matcher.test(isFolder ? `${asked}/` : asked);
        const said = plain?.(asked, asked.slice(asked.lastIndexOf('/') + 1), isFolder) ?? -1;
        const takesOut = patterns.find((pattern) => pattern.line === said)?.pattern.startsWith('!') === false;
        expect(takesOut ? said : null).toBe(ignored ? Number(rule?.mark) : null);
      }),
      { numRuns: 2000 },
    );
    expect(compared).toBeGreaterThan(1000);
  });
});
