import { describe, expect, test } from 'vitest';
import { buildTree, findByName, type TreeNode, visibleRows } from '../../../renderer/features/files/fileTree.ts';
import type { LeftOut } from '../../../shared/project.ts';

const file = (path: string, bytes = 1) => ({ path, bytes, executable: false });
const out = (path: string, kind: LeftOut['kind'] = 'folder', bytes?: number): LeftOut => ({
  path,
  kind,
  reason: 'rule',
  text: 'Excluded',
  ...(bytes === undefined ? {} : { bytes }),
});
const names = (node: TreeNode): string[] => node.children.map((child) => child.name);
const open = () => true;

describe('the tree of a project', () => {
  test('has folders first, then what stays out, then files, each by name', () => {
    const root = buildTree({
      included: [
        file('elba.toml'),
        file('src/b.idr'),
        file('tests/x.idr'),
        file('README.md'),
        file('src/a10.idr'),
        file('src/a9.idr'),
      ],
      leftOut: [out('docs'), out('.git'), out('src/link', 'link')],
    });
    expect(names(root)).toEqual(['src', 'tests', '.git', 'docs', 'elba.toml', 'README.md']);
    expect(names(root.children[0] as TreeNode)).toEqual(['a9.idr', 'a10.idr', 'b.idr', 'link']);
  });

  test('sums what goes in, and only that', () => {
    const root = buildTree({
      included: [file('src/a', 10), file('src/deep/b', 32)],
      leftOut: [out('src/big.bin', 'file', 5000), out('docs', 'folder', 900)],
    });
    const [src, docs] = root.children;
    expect([src?.bytes, src?.files]).toEqual([42, 2]);
    expect([docs?.bytes, docs?.files]).toEqual([900, 0]);
    expect([root.bytes, root.files]).toEqual([42, 2]);
  });

  test('says level, position and size of each set for assistive technology', () => {
    const root = buildTree({ included: [file('a/b/c'), file('a/d'), file('e')], leftOut: [] });
    expect(
      visibleRows(root, open).map((row) => [row.node.path, row.level, row.position, row.setSize, row.parent]),
    ).toEqual([
      ['a', 1, 1, 2, null],
      ['a/b', 2, 1, 2, 'a'],
      ['a/b/c', 3, 1, 1, 'a/b'],
      ['a/d', 2, 2, 2, 'a'],
      ['e', 1, 2, 2, null],
    ]);
  });

  test('hides what is in a closed folder', () => {
    const root = buildTree({ included: [file('a/b/c'), file('e')], leftOut: [] });
    expect(visibleRows(root, (path) => path === 'a').map((row) => row.node.path)).toEqual(['a', 'a/b', 'e']);
  });

  test('takes names as they are, even those that objects have', () => {
    const root = buildTree({ included: [file('__proto__/constructor'), file('toString')], leftOut: [] });
    expect(visibleRows(root, open).map((row) => row.node.path)).toEqual([
      '__proto__',
      '__proto__/constructor',
      'toString',
    ]);
  });

  test('of 50,000 files is built and laid out without a noticeable wait', () => {
    const included = Array.from({ length: 50_000 }, (_, at) => file(`d${at % 100}/e${at % 7}/f${at}.idr`, at));
    const started = performance.now();
    const rows = visibleRows(buildTree({ included, leftOut: [] }), open);
    expect(rows).toHaveLength(50_000 + 100 + 700);
    expect(performance.now() - started).toBeLessThan(3000);
  });
});

test('typing finds the next name, going round', () => {
  const rows = visibleRows(buildTree({ included: [file('Alpha'), file('beta'), file('Bravo')], leftOut: [] }), open);
  expect(findByName(rows, 0, 'b')).toBe(1);
  expect(findByName(rows, 2, 'b')).toBe(2);
  expect(findByName(rows, 2, 'be')).toBe(1);
  expect(findByName(rows, 0, 'z')).toBe(-1);
});
