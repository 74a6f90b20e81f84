import { expect, test } from 'vitest';
import { createOneAtATime } from '../../../main/api/oneAtATime.ts';

const never = new AbortController().signal;

test('writes to one registry follow each other, also after a failure; other registries do not wait', async () => {
  const turns = createOneAtATime();
  const order: string[] = [];
  const first = Promise.withResolvers<void>();
  const one = turns.run('a', never, async () => {
    order.push('a1');
    await first.promise;
    throw new Error('no luck');
  });
  const two = turns.run('a', never, async () => {
    order.push('a2');
    return 'done';
  });
  await turns.run('b', never, async () => order.push('b'));
  expect([order, turns.isBusy('a'), turns.isBusy('b')]).toEqual([['a1', 'b'], true, false]);
  first.resolve();
  await expect(one).rejects.toThrow('no luck');
  expect(await two).toBe('done');
  expect([order, turns.isBusy('a')]).toEqual([['a1', 'b', 'a2'], false]);
});

test('who is cancelled while waiting leaves at once and never runs', async () => {
  const turns = createOneAtATime();
  const first = Promise.withResolvers<void>();
  const one = turns.run('a', never, () => first.promise);
  const abort = new AbortController();
  let ran = false;
  const two = turns.run('a', abort.signal, async () => {
    ran = true;
  });
  abort.abort();
  await expect(two).rejects.toMatchObject({ error: { code: 'cancelled' } });
  first.resolve();
  await one;
  await turns.run('a', never, async () => {});
  expect([ran, turns.isBusy('a')]).toEqual([false, false]);
  await expect(turns.run('a', AbortSignal.abort(), async () => {})).rejects.toMatchObject({
    error: { code: 'cancelled' },
  });
});
