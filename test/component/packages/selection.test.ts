import { expect, test } from 'vitest';
import {
  chooseOnly,
  extendTo,
  keepOnly,
  NOTHING,
  type Selection,
  toggle,
} from '../../../renderer/features/packages/selection.ts';

const KEYS = ['f', 'e', 'd', 'c', 'b', 'a'];
const chosen = ({ chosen: keys }: Selection) => KEYS.filter((key) => keys.has(key)).join('');
const extend = (selection: Selection, key: string, from = 'f') => extendTo(selection, KEYS, key, from);

test('a row goes in and out', () => {
  const one = toggle(NOTHING, 'c');
  expect(chosen(toggle(one, 'a'))).toBe('ca');
  expect(chosen(toggle(one, 'c'))).toBe('');
});

test('a range begins where the last row was chosen, in both directions', () => {
  expect(chosen(extend(toggle(NOTHING, 'c'), 'a'))).toBe('cba');
  expect(chosen(extend(toggle(NOTHING, 'c'), 'e'))).toBe('edc');
});

test('drawn anew from the same place it takes the place of the one before, and keeps what was chosen beside it', () => {
  const first = extend(toggle(toggle(NOTHING, 'f'), 'd'), 'a');
  expect(chosen(first)).toBe('fdcba');
  expect(chosen(extend(first, 'c'))).toBe('fdc');
  expect(chosen(extend(first, 'e'))).toBe('fed');
});

test('without a row to begin at it begins where the keyboard is', () => {
  const range = extend(NOTHING, 'd', 'e');
  expect(chosen(range)).toBe('ed');
  expect(chosen(extend(range, 'b'))).toBe('edcb');
});

test('an anchor that the filter took away does not count', () => {
  const hidden = { ...toggle(NOTHING, 'c'), anchor: 'gone' };
  expect(chosen(extend(hidden, 'b', 'a'))).toBe('cba');
});

test('rows that are not in the list any more are left out', () => {
  const all = chooseOnly(KEYS);
  expect(chosen(keepOnly(all, ['a', 'b']))).toBe('ba');
  expect(keepOnly(all, KEYS)).toBe(all);
});
