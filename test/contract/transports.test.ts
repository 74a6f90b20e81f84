import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { calls, events, isEventName } from '../../shared/contract.ts';
import { AppError } from '../../shared/errors.ts';
import { SETTINGS_DEFAULTS } from '../../shared/settings.ts';
import { CANARY, createSmallApp, type SmallApp } from '../support/smallApp.ts';
import { type TestTransport, webTransport, windowTransport } from '../support/transports.ts';

describe.each([
  { host: 'the page on 127.0.0.1', open: webTransport },
  { host: 'the window', open: windowTransport },
])('a call through $host', ({ open }) => {
  let app: SmallApp;
  let transport: TestTransport;

  beforeEach(async () => {
    app = createSmallApp();
    transport = await open(app);
  });
  afterEach(() => transport.close());

  it('answers the value', async () => {
    expect(await transport.invoke('settings.set', { theme: 'dark' })).toEqual({
      ok: true,
      value: { ...SETTINGS_DEFAULTS, theme: 'dark' },
    });
  });

  it('answers nothing and null as they are', async () => {
    expect(await transport.invoke('app.openLink', { url: 'https://example.org/' })).toEqual({
      ok: true,
      value: undefined,
    });
    expect(await transport.invoke('projects.choose', undefined)).toEqual({ ok: true, value: null });
  });

  it('answers a failure with its code, without the token', async () => {
    const answer = await transport.invoke('tokens.test', { registryId: 'r1' });
    expect(answer).toEqual({
      ok: false,
      error: {
        code: 'token_rejected',
        message: 'The registry does not know ••••.',
        serverText: 'no user has ••••',
        status: 400,
      },
    });
  });

  it('answers what nobody expected as internal, and writes it to the log without the token', async () => {
    const answer = await transport.invoke('app.reportProblem', { message: 'x' });
    expect(answer).toMatchObject({ ok: false, error: { code: 'internal' } });
    expect(JSON.stringify(answer)).not.toContain('unexpected end');
    expect(app.logged.join('\n')).toContain('an unexpected end, with •••• in it');
  });

  it.each(['app.nothing', '', 'toString', '__proto__', 'constructor'])('refuses the unknown call %j', async (name) => {
    expect(await transport.invoke(name, undefined)).toMatchObject({ ok: false, error: { code: 'invalid_input' } });
  });

  it('refuses input out of form and does not repeat it', async () => {
    const answer = await transport.invoke('tokens.set', { registryId: 7, token: CANARY });
    expect(answer).toMatchObject({ ok: false, error: { code: 'invalid_input' } });
    expect(JSON.stringify(answer)).not.toContain('na%ry');
    expect(app.logged).toEqual([]);
  });

  it.each(Object.keys(calls))('%s reaches main and comes back as a result', async (name) => {
    const answer = await transport.invoke(name, undefined);
    if (typeof answer === 'object' && answer !== null && 'error' in answer)
      expect(AppError.safeParse(answer.error).success).toBe(true);
    else expect(answer).toMatchObject({ ok: true });
  });

  it('answers many calls at once, each with its own answer', async () => {
    const ports = Array.from({ length: 50 }, (_, port) => port);
    const answers = await Promise.all(
      ports.map((port) => transport.invoke('settings.set', { localRegistryPort: port })),
    );
    expect(answers).toEqual(
      ports.map((port) => ({ ok: true, value: { ...SETTINGS_DEFAULTS, localRegistryPort: port } })),
    );
  });

  it('carries every event of the contract, in order and unchanged', async () => {
    const odd = { text: 'line\nbreak\r\n\u2028 “x” 🦊 data: {}', list: [1, null, { deep: true }] };
    const names = Object.keys(events).filter(isEventName);
    for (const name of names) app.emit(name, { ...odd, name });
    await vi.waitFor(() => expect(transport.events).toHaveLength(names.length));
    expect(transport.events).toEqual(names.map((name) => ({ name, payload: { ...odd, name } })));
  });

  it('carries a large event whole', async () => {
    app.emit('registries.changed', { text: 'ä'.repeat(1_000_000) });
    await vi.waitFor(() => expect(transport.events).toHaveLength(1));
    expect(transport.events[0]?.payload).toEqual({ text: 'ä'.repeat(1_000_000) });
  });
});
