import { expect, test } from 'vitest';
import { createBackground } from '../../main/background.ts';

test('a failure is logged with what was tried, and the rest goes on', async () => {
  const logged: string[] = [];
  const background = createBackground((line) => logged.push(line), new AbortController().signal);
  const done: number[] = [];
  background.start('Counting', () => Promise.reject(new Error('no figures')));
  background.start('Looking', async () => done.push(1));
  await background.idle();
  expect(done).toEqual([1]);
  expect(logged).toHaveLength(1);
  expect(logged[0]).toMatch(/^Counting failed: .*no figures/);
});

test('idle waits for what was started by what ran', async () => {
  const background = createBackground(() => {}, new AbortController().signal);
  const gate = Promise.withResolvers<void>();
  const done: string[] = [];
  background.start('first', async () => {
    await gate.promise;
    background.start('second', async () => done.push('second'));
  });
  const idle = background.idle();
  gate.resolve();
  await idle;
  expect(done).toEqual(['second']);
});

test('at the end nothing new is started, and what was cut off is not logged', async () => {
  const logged: string[] = [];
  const ending = new AbortController();
  const background = createBackground((line) => logged.push(line), ending.signal);
  const done: number[] = [];
  background.start(
    'Waiting',
    () => new Promise((_, reject) => ending.signal.addEventListener('abort', () => reject(new Error('cut off')))),
  );
  ending.abort();
  background.start('Late', async () => done.push(1));
  await background.idle();
  expect(done).toEqual([]);
  expect(logged).toEqual([]);
});
