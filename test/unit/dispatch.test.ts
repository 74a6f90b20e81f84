import fc from 'fast-check';
import { expect, test } from 'vitest';
import { type Dispatchable, dispatch, type Handlers } from '../../main/dispatch.ts';
import { failure } from '../../main/failure.ts';
import { createRedactor } from '../../main/redact.ts';
import { calls } from '../../shared/contract.ts';

const token = 'abcd-"efgh"-%41';

/** An application of which every call does the same. */
function appThat(behave: (input: unknown) => unknown) {
  const logged: string[] = [];
  const given: unknown[] = [];
  const redactor = createRedactor();
  redactor.add(token);
  const handle = (input: unknown): unknown => {
    given.push(input);
    return behave(input);
  };
  // One handler for every name of the contract; `fromEntries` forgets the names.
  const handlers = Object.fromEntries(Object.keys(calls).map((name) => [name, handle])) as unknown as Handlers;
  const app: Dispatchable = { handlers, redact: redactor.redact, log: (line) => logged.push(line) };
  return { app, logged, given };
}

test('a call that fits is handled, and its value is the answer', async () => {
  const { app, given } = appThat(() => ({ theme: 'dark' }));
  expect(await dispatch(app, 'settings.set', { theme: 'dark', unknown: 1 })).toEqual({
    ok: true,
    value: { theme: 'dark' },
  });
  expect(given).toEqual([{ theme: 'dark' }]);
});

test.each(['', 'no.such.call', 'toString', '__proto__', 'constructor', 'app.snapshot '])(
  'the name %j is refused and reaches no handler',
  async (name) => {
    const { app, given } = appThat(() => null);
    expect(await dispatch(app, name, undefined)).toMatchObject({ ok: false, error: { code: 'invalid_input' } });
    expect(given).toEqual([]);
  },
);

test('input of another form is refused with the place and without repeating it', async () => {
  const { app, given } = appThat(() => null);
  const result = await dispatch(app, 'tokens.set', { registryId: 7, token });
  expect(result).toMatchObject({
    ok: false,
    error: { code: 'invalid_input', message: expect.stringContaining('registryId') },
  });
  expect(JSON.stringify(result)).not.toContain('abcd');
  expect(given).toEqual([]);
});

test('no input at all ever throws or reaches a handler that did not ask for it', async () => {
  const names = Object.keys(calls);
  await fc.assert(
    fc.asyncProperty(fc.constantFrom(...names), fc.jsonValue(), async (name, input) => {
      const { app } = appThat(() => undefined);
      const result = await dispatch(app, name, input);
      expect(result.ok || result.error.code === 'invalid_input').toBe(true);
    }),
  );
});

test('a failure comes as data, with every known token out of all its texts', async () => {
  const { app } = appThat(() => {
    throw failure('token_rejected', `It refused ${token}.`, {
      serverText: `no user with ${encodeURIComponent(token)}`,
      todo: [`Replace ${token}`],
      status: 400,
    });
  });
  const result = await dispatch(app, 'app.snapshot', undefined);
  expect(result).toMatchObject({
    ok: false,
    error: { code: 'token_rejected', message: 'It refused ••••.', status: 400 },
  });
  expect(JSON.stringify(result)).not.toMatch(/abcd|efgh/);
});

test('what nobody foresaw is logged, redacted, and the person gets a sentence without its text', async () => {
  for (const thrown of [new Error(`boom ${token}`), `boom ${token}`, null, { toString: () => 'boom' }]) {
    const { app, logged } = appThat(() => Promise.reject(thrown));
    const result = await dispatch(app, 'app.snapshot', undefined);
    expect(result).toMatchObject({ ok: false, error: { code: 'internal' } });
    expect(JSON.stringify(result)).not.toContain('boom');
    expect(logged).toHaveLength(1);
    expect(logged[0]).toContain('app.snapshot failed');
    expect(logged[0]).not.toContain('abcd');
  }
});
