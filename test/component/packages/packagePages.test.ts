import { expect, test } from 'vitest';
import {
  createPackagePages,
  findRow,
  PAGE_ROWS,
  type PackageSearch,
  rowAt,
} from '../../../renderer/features/packages/packagePages.ts';
import type { PackagePage } from '../../../shared/catalog.ts';
import { idOf } from '../../support/fakeStates.ts';
import { later } from '../renderPage.tsx';
import { packageRow } from './catalogStates.ts';

const searchFor = (text: string): PackageSearch => ({
  text,
  filter: { mine: false, hasYanked: false, prerelease: false },
});
const ALL = searchFor('');

/** A main with `total` packages, which answers when it is told to. */
function bench(total: number) {
  const questions: Array<{
    text: string;
    offset: number;
    answer(generation?: number): Promise<void>;
    fail(): Promise<void>;
  }> = [];
  const store = createPackagePages(({ text }, offset, limit) => {
    const waiting = later<PackagePage>();
    const settled = (): Promise<void> => Promise.resolve().then(() => undefined);
    questions.push({
      text,
      offset,
      answer: (generation = 1) => {
        const length = Math.max(0, Math.min(limit, total - offset));
        const rows = Array.from({ length }, (_, at) => packageRow(`g/${text}${offset + at}`));
        waiting.resolve({ registryId: idOf.registry('lab'), total, all: total, generation, rows });
        return settled();
      },
      fail: () => {
        waiting.reject(new Error('no way there'));
        return settled();
      },
    });
    return waiting.promise;
  });
  const asked = (): string[] => questions.map(({ text, offset }) => `${text}@${offset}`);
  const last = () => {
    const question = questions.at(-1);
    if (question === undefined) throw new Error('nothing was asked');
    return question;
  };
  return { store, asked, last };
}

test('rows are read in parts as they come into view, one question at a time', async () => {
  const { store, asked, last } = bench(1000);
  store.search(ALL);
  store.show({ start: 0, end: 30 });
  expect(asked()).toEqual(['@0']);
  await last().answer();
  expect(rowAt(store.get(), 99)?.name).toBe('99');
  expect(rowAt(store.get(), 100)).toBeUndefined();
  store.show({ start: 180, end: 220 });
  await last().answer();
  await last().answer();
  expect(asked()).toEqual(['@0', `@${PAGE_ROWS}`, `@${2 * PAGE_ROWS}`]);
  expect(findRow(store.get(), ({ name }) => name === '204')).toBe(204);
  expect(findRow(store.get(), ({ name }) => name === '804')).toBe(-1);
  store.show({ start: 0, end: 30 });
  expect(asked()).toHaveLength(3);
});

test('who scrolls on before the answer is there is asked only for where the scrolling ended', async () => {
  const { store, asked, last } = bench(100_000);
  store.search(ALL);
  await last().answer();
  for (const start of [500, 1500, 90_000]) store.show({ start, end: start + 20 });
  await last().answer();
  expect(asked()).toEqual(['@0', '@500', '@90000']);
});

test('who types on gets what was typed last, and the rows before it until then', async () => {
  const { store, asked, last } = bench(10);
  store.search(ALL);
  await last().answer();
  store.search(searchFor('j'));
  store.search(searchFor('js'));
  store.search(searchFor('jso'));
  expect(rowAt(store.get(), 0)?.name).toBe('0');
  await last().answer();
  await last().answer();
  expect(asked()).toEqual(['@0', 'j@0', 'jso@0']);
  expect(store.get().search?.text).toBe('jso');
  expect(rowAt(store.get(), 0)?.name).toBe('jso0');
});

test('a change has what is in view read again; the rows stay meanwhile, and the others are read when they are seen', async () => {
  const { store, asked, last } = bench(1000);
  store.search(ALL);
  await last().answer(1);
  store.show({ start: 200, end: 230 });
  await last().answer(1);
  store.renew();
  expect(rowAt(store.get(), 210)?.name).toBe('210');
  await last().answer(2);
  expect(rowAt(store.get(), 0)?.name).toBe('0');
  store.show({ start: 0, end: 30 });
  expect(asked()).toEqual(['@0', '@200', '@200', '@0']);
});

test('a failure is kept until somebody asks again', async () => {
  const { store, asked, last } = bench(10);
  store.search(ALL);
  await last().fail();
  expect(store.get().thrown).toBeInstanceOf(Error);
  store.show({ start: 0, end: 10 });
  expect(asked()).toHaveLength(1);
  store.renew();
  await last().answer();
  expect(store.get().thrown).toBeNull();
  expect(rowAt(store.get(), 3)?.name).toBe('3');
});
