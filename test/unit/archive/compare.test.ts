import { expect, test } from 'vitest';
import { type ComparedFile, compareArchives } from '../../../main/archive/compare.ts';

const file = (path: string, content: string, executable = false): ComparedFile => ({
  path,
  bytes: content.length,
  sha256: content.padEnd(64, '0'),
  executable,
});

const paths = (files: readonly { path: string }[]): string[] => files.map(({ path }) => path);

test('files are told apart as added, removed, changed, made executable and the same', () => {
  const before = [file('elba.toml', 'a'), file('old', 'b'), file('run.sh', 'c'), file('both', 'd'), file('x', 'e')];
  const after = [
    file('x', 'e'),
    file('elba.toml', 'z'),
    file('new', 'b'),
    file('run.sh', 'c', true),
    file('both', 'y', true),
  ];
  const difference = compareArchives(before, after);
  expect(paths(difference.added)).toEqual(['new']);
  expect(paths(difference.removed)).toEqual(['old']);
  expect(paths(difference.changed)).toEqual(['elba.toml', 'both']);
  expect(paths(difference.mode)).toEqual(['run.sh']);
  expect(difference.same).toBe(1);
  expect(difference.changed[0]).toMatchObject({
    before: { sha256: expect.stringMatching(/^a/) },
    after: { sha256: expect.stringMatching(/^z/) },
  });
});

test('of a name that occurs twice the later entry counts, as when it is unpacked', () => {
  const twice = [file('a', 'first'), file('b', 'x'), file('a', 'second')];
  expect(compareArchives(twice, [file('a', 'second'), file('b', 'x')])).toMatchObject({ changed: [], same: 2 });
  expect(compareArchives([file('a', 'first')], twice)).toMatchObject({
    changed: [{ path: 'a' }],
    added: [{ path: 'b' }],
  });
});

test('names that every object has are names like others', () => {
  const difference = compareArchives([file('constructor', 'a')], [file('__proto__', 'b')]);
  expect(difference).toMatchObject({ added: [{ path: '__proto__' }], removed: [{ path: 'constructor' }], same: 0 });
});
