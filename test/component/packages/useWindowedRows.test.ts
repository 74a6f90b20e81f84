import { expect, test } from 'vitest';
import { rowForKey } from '../../../renderer/features/packages/rowKeys.ts';
import { drawnRows, rowsInView } from '../../../renderer/features/packages/useWindowedRows.ts';

test('the rows in view are drawn, with some on either side and none beyond the ends', () => {
  expect(rowsInView(0, 320, 32, 10_000)).toEqual({ start: 0, end: 26 });
  const { start, end } = rowsInView(32_000, 320, 32, 10_000);
  expect(start).toBeLessThan(1000);
  expect(end).toBeGreaterThan(1010);
  expect(end - start).toBeLessThan(40);
  expect(rowsInView(319_680, 320, 32, 10_000).end).toBe(10_000);
  expect(rowsInView(99_999, 320, 32, 5).end).toBe(5);
});

test('scrolling by less than a row draws nothing anew', () => {
  expect(rowsInView(32_001, 320, 32, 10_000)).toEqual(rowsInView(32_030, 320, 32, 10_000));
});

test('the row that holds the focus stays, wherever the list is scrolled to', () => {
  const rows = ['a', 'b', 'c', 'd', 'e'];
  const indices = (kept: number) => drawnRows({ start: 1, end: 3 }, rows, kept).map(([index]) => index);
  expect(indices(4)).toEqual([1, 2, 4]);
  expect(indices(0)).toEqual([1, 2, 0]);
  expect(indices(2)).toEqual([1, 2]);
  expect(drawnRows({ start: 0, end: 8 }, rows, 9).map(([, row]) => row)).toEqual(rows);
});

test('keys move by one, by a page and to the ends, and never out of the list', () => {
  expect(rowForKey('ArrowDown', 4, 5, 3)).toBe(4);
  expect(rowForKey('ArrowUp', 0, 5, 3)).toBe(0);
  expect(rowForKey('PageDown', 1, 9, 3)).toBe(4);
  expect(rowForKey('PageUp', 1, 9, 3)).toBe(0);
  expect(rowForKey('End', 1, 9, 3)).toBe(8);
  expect(rowForKey('x', 1, 9, 3)).toBeNull();
});
