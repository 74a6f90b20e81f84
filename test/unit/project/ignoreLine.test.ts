import ignore from 'ignore';
import { describe, expect, test } from 'vitest';
import { readIgnoreLine } from '../../../main/project/ignoreLine.ts';

const leavesOut = (lines: readonly string[], path: string): boolean => {
  const matcher = ignore({ ignorecase: false });
  for (const line of lines) {
    const read = readIgnoreLine(line);
    if (read.kind === 'rule') matcher.add(read.patterns);
  }
  return matcher.test(path).ignored;
};

describe('a line of an ignore file', () => {
  test.each([
    ['*.o', 'a/b.o', true],
    ['*.o', 'b.obj', false],
    ['A', 'a', false],
    ['build', 'src/build/', true],
    ['build/', 'build', false],
    ['build/', 'build/', true],
    ['/build', 'src/build', false],
    ['docs/*.md', 'docs/a.md', true],
    ['docs/*.md', 'x/docs/a.md', false],
    ['docs/*', 'docs/', false],
    ['**/foo', 'a/b/foo', true],
    ['a/**/b', 'a/b', true],
    ['a/**/b', 'a/x/y/b', true],
    ['a/**', 'a/', false],
    ['a/**', 'a/b', true],
    ['?', 'ab', false],
    ['[a-c]x', 'bx', true],
    ['[!a]', 'a', false],
    ['[]x]', ']', true],
    ['[\\a]', '\\', true],
    ['[[:alpha:]]', 'b', false],
    ['{a,b}.c', 'b.c', true],
    ['{a,b}.c', '{a,b}.c', false],
    ['{src,lib}/gen', 'lib/gen', true],
    ['\\#x', '#x', true],
    ['\\!x', '!x', true],
    ['x  ', 'x', true],
    ['x\\ ', 'x ', true],
    ['  x', '  x', true],
    ['# x', '# x', false],
    ['', 'x', false],
    ['a]', 'a]', true],
    ['***/x', 'x', false],
  ])('%j on %j', (line, path, expected) => {
    expect(leavesOut([line], path)).toBe(expected);
  });

  test('the later line wins', () => {
    expect(leavesOut(['*.log', '!keep.log'], 'keep.log')).toBe(false);
    expect(leavesOut(['!keep.log', '*.log'], 'keep.log')).toBe(true);
    expect(leavesOut(['*.{o,ibc}', '!keep.o'], 'keep.o')).toBe(false);
  });

  test.each([
    ['[a', /\[ is never closed/],
    ['[z-a]', /backwards/],
    ['{a', /\{ is never closed/],
    ['a}', /\} is never opened/],
    ['{a,{b,c}}', /within braces/],
    ['a\\', /lone backslash/],
    ['{a,b,c,d}'.repeat(5), /256/],
  ])('%j is told to be wrong', (line, reason) => {
    expect(readIgnoreLine(line)).toEqual({ kind: 'bad', reason: expect.stringMatching(reason) });
  });
});
