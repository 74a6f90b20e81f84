import { expect, test } from 'vitest';
import { createVisibleLoader } from '../../../renderer/features/packages/visibleLoader.ts';

/** A loader whose requests are answered by hand. */
function setUp(max = 3) {
  const requests: { items: readonly string[]; answer: () => void; refuse: () => void }[] = [];
  const loader = createVisibleLoader<string>({
    max,
    load: (items) =>
      new Promise((resolve, reject) => {
        requests.push({ items, answer: resolve, refuse: () => reject(new Error('offline')) });
      }),
  });
  const asked = () => requests.map((request) => request.items);
  const settled = () => new Promise<void>((resolve) => setTimeout(resolve, 0));
  return { loader, requests, asked, settled };
}

test('rows that come into view together are asked for in one request', async () => {
  const { loader, asked, settled } = setUp();
  for (const key of ['a', 'b']) loader.enter(key, key);
  await settled();
  expect(asked()).toEqual([['a', 'b']]);
});

test('while a request is under way no other is sent, and rows that went by meanwhile are never asked for', async () => {
  const { loader, requests, asked, settled } = setUp();
  loader.enter('a', 'a');
  await settled();
  for (const key of ['b', 'c', 'd']) loader.enter(key, key);
  loader.leave('b');
  loader.leave('c');
  await settled();
  expect(asked()).toEqual([['a']]);
  requests[0]?.answer();
  await settled();
  expect(asked()).toEqual([['a'], ['d']]);
});

test('more rows than one request takes are asked for one request after the other', async () => {
  const { loader, requests, asked, settled } = setUp(2);
  for (const key of ['a', 'b', 'c']) loader.enter(key, key);
  await settled();
  requests[0]?.answer();
  await settled();
  expect(asked()).toEqual([['a', 'b'], ['c']]);
});

test('a failed request is not repeated until something is forgotten, and does not block the next', async () => {
  const { loader, requests, asked, settled } = setUp();
  loader.enter('a', 'a');
  await settled();
  requests[0]?.refuse();
  await settled();
  loader.enter('b', 'b');
  await settled();
  requests[1]?.answer();
  await settled();
  expect(asked()).toEqual([['a'], ['b']]);
  loader.forget('a');
  await settled();
  expect(asked()).toEqual([['a'], ['b'], ['a']]);
});
