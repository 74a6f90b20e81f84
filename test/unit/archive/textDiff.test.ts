import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { type DiffHunk, diffTexts, type TextDiff } from '../../../main/archive/textDiff.ts';

const bytes = (text: string): Buffer => Buffer.from(text);

const hunksOf = (diff: TextDiff): readonly DiffHunk[] => {
  if (diff.kind !== 'hunks') throw new Error(`Not drawn: ${diff.reason}`);
  return diff.hunks;
};

const drawn = (before: string, after: string): readonly DiffHunk[] => hunksOf(diffTexts(bytes(before), bytes(after)));

const numbered = (count: number): string[] => Array.from({ length: count }, (_, i) => `line ${i + 1}`);

describe('the difference of two texts', () => {
  test('has each changed line with three lines around it and their numbers', () => {
    const before = numbered(20);
    const after = [...before.slice(0, 9), 'new', ...before.slice(10)];
    expect(drawn(before.join('\n'), after.join('\n'))).toEqual([
      {
        oldStart: 7,
        newStart: 7,
        lines: [
          { kind: 'same', text: 'line 7', oldLine: 7, newLine: 7 },
          { kind: 'same', text: 'line 8', oldLine: 8, newLine: 8 },
          { kind: 'same', text: 'line 9', oldLine: 9, newLine: 9 },
          { kind: 'del', text: 'line 10', oldLine: 10 },
          { kind: 'add', text: 'new', newLine: 10 },
          { kind: 'same', text: 'line 11', oldLine: 11, newLine: 11 },
          { kind: 'same', text: 'line 12', oldLine: 12, newLine: 12 },
          { kind: 'same', text: 'line 13', oldLine: 13, newLine: 13 },
        ],
      },
    ]);
  });

  test('of changes far apart are two hunks, and the numbers go on after lines that were added', () => {
    const before = numbered(30);
    const after = ['first', ...before.slice(0, 25), 'more', ...before.slice(25)];
    const [one, two, ...others] = drawn(before.join('\n'), after.join('\n'));
    expect(others).toEqual([]);
    expect(one?.lines[0]).toEqual({ kind: 'add', text: 'first', newLine: 1 });
    expect(two).toMatchObject({ oldStart: 23, newStart: 24 });
    expect(two?.lines[3]).toEqual({ kind: 'add', text: 'more', newLine: 27 });
  });

  test('of a new or a removed file is all of its lines', () => {
    expect(drawn('', 'a\nb\n')[0]?.lines).toEqual([
      { kind: 'add', text: 'a', newLine: 1 },
      { kind: 'add', text: 'b', newLine: 2 },
    ]);
    expect(drawn('a\n', '')[0]?.lines).toEqual([{ kind: 'del', text: 'a', oldLine: 1 }]);
  });

  test('shows a missing newline at the end', () => {
    expect(drawn('a\n', 'a')[0]?.lines).toEqual([
      { kind: 'del', text: 'a', oldLine: 1 },
      { kind: 'add', text: 'a', newLine: 1, noNewline: true },
    ]);
  });

  test('lines that look like signs of a patch are lines', () => {
    expect(drawn('\\ a\n', '\\ a\n-b\n+c\n\\ No newline at end of file\n')[0]?.lines.map(({ text }) => text)).toEqual([
      '\\ a',
      '-b',
      '+c',
      '\\ No newline at end of file',
    ]);
  });

  test('says once that the line ends changed, instead of marking every line', () => {
    expect(diffTexts(bytes('a\r\nb\r\n'), bytes('a\nb\n'))).toEqual({
      kind: 'hunks',
      hunks: [],
      lineEndsChanged: true,
    });
    expect(diffTexts(bytes('a\nb\n'), bytes('a\nb\n'))).toEqual({ kind: 'hunks', hunks: [], lineEndsChanged: false });
  });

  test('cuts lines that nobody can read', () => {
    expect(drawn('', 'x'.repeat(500_000))[0]?.lines[0]?.text).toHaveLength(2001);
  });

  test('can be followed back: what stays and what was added make the new text', () => {
    const text = fc
      .array(fc.constantFrom('a', 'b', 'c', ''), { maxLength: 12 })
      .map((lines) => lines.map((l) => `${l}\n`).join(''));
    fc.assert(
      fc.property(text, text, (before, after) => {
        const lines = drawn(before, after).flatMap((hunk) => hunk.lines);
        const [old, now] = [before.split('\n'), after.split('\n')];
        for (const { kind, text: line, oldLine, newLine } of lines) {
          expect(oldLine === undefined ? line : old[oldLine - 1]).toBe(line);
          expect(newLine === undefined ? line : now[newLine - 1]).toBe(line);
          expect([oldLine === undefined, newLine === undefined]).toEqual([kind === 'add', kind === 'del']);
        }
        const count = (kind: string): number => lines.filter((line) => line.kind === kind).length;
        expect(count('add') - count('del')).toBe(now.length - old.length);
      }),
    );
  });
});

describe('a difference that is not drawn', () => {
  test('says that a file is binary', () => {
    expect(diffTexts(bytes('a\0b'), bytes('a'))).toEqual({ kind: 'not_drawn', reason: 'binary' });
    expect(diffTexts(bytes('a'), Buffer.from([0xff, 0xfe, 0x41]))).toEqual({ kind: 'not_drawn', reason: 'binary' });
  });

  test('says that a file is too big', () => {
    expect(diffTexts(bytes(''), Buffer.alloc(1024 * 1024 + 1, 'a'))).toEqual({ kind: 'not_drawn', reason: 'too_big' });
  });

  test('says that it takes too long, and gives up in time', () => {
    const noise = (seed: number): Buffer =>
      bytes(Array.from({ length: 40_000 }, (_, i) => (Math.imul(i + seed, 2654435761) >>> 0).toString(36)).join('\n'));
    const started = performance.now();
    expect(diffTexts(noise(1), noise(900_001))).toEqual({ kind: 'not_drawn', reason: 'too_slow' });
    expect(performance.now() - started).toBeLessThan(2000);
  });
});
