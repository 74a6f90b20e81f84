import { expect, test } from 'vitest';
import { countLines, type ReadSide } from '../../../main/archive/lineCounts.ts';
import type { FilesDiffer } from '../../../shared/changes.ts';

const sideOf =
  (files: Readonly<Record<string, string>>): ReadSide =>
  async (path) => {
    const text = files[path];
    return text === undefined ? null : Buffer.from(text);
  };
const sized = (path: string) => ({ path, bytes: 1, lines: null });
const modified = (path: string) => ({ path, bytesBefore: 1, bytesAfter: 1, lines: null });
const differ = (change: Partial<FilesDiffer>): FilesDiffer => ({
  added: [],
  removed: [],
  modified: [],
  mode: [],
  same: 0,
  ...change,
});

test('lines that came and went are counted; what is no text, too large or not to be read is not', async () => {
  const before = sideOf({
    changed: 'one\ntwo\nthree\n',
    gone: 'a\nb\nc',
    binary: 'a\0b',
    large: 'x\n'.repeat(300_000),
    hidden: '',
  });
  const after = sideOf({ changed: 'one\nTWO\nthree\nfour\n', new: 'a\nb\n', binary: 'a\0c', large: '' });
  const counted = await countLines(
    differ({
      added: [sized('new')],
      removed: [sized('gone')],
      modified: ['changed', 'binary', 'large', 'hidden'].map(modified),
    }),
    before,
    after,
  );
  expect(counted.added[0]?.lines).toEqual({ added: 2, removed: 0 });
  expect(counted.removed[0]?.lines).toEqual({ added: 0, removed: 3 });
  expect(counted.modified.map(({ lines }) => lines)).toEqual([{ added: 2, removed: 1 }, null, null, null]);
});

test('counting ends when its time is over, and nothing more is read', async () => {
  let clock = 0;
  const read: string[] = [];
  const slow: ReadSide = async (path) => {
    read.push(path);
    clock += 1000;
    return Buffer.from('x\n');
  };
  const counted = await countLines(differ({ added: ['a', 'b', 'c'].map(sized) }), slow, slow, () => clock);
  expect(read).toEqual(['a', 'b']);
  expect(counted.added.map(({ path, lines }) => [path, lines?.added])).toEqual([
    ['a', 1],
    ['b', 1],
    ['c', undefined],
  ]);
});
