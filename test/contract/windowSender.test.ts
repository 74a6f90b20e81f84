import { beforeEach, describe, expect, it } from 'vitest';
import type { CallEvent } from '../../main/electron/ipc.ts';
import { createSmallApp } from '../support/smallApp.ts';
import { callHandler, ownPage, PAGE_ORIGIN } from '../support/transports.ts';

let asked: number;
let handler: ReturnType<typeof callHandler>;

beforeEach(() => {
  asked = 0;
  const app = createSmallApp();
  handler = callHandler({
    ...app,
    handlers: {
      ...app.handlers,
      'projects.choose': () => {
        asked += 1;
        return null;
      },
    },
  });
});

const strangers: Array<[string, CallEvent]> = [
  ['another origin', { senderFrame: { origin: 'https://elba.example', parent: null } }],
  ['an origin that only begins like the page', { senderFrame: { origin: `${PAGE_ORIGIN}.example`, parent: null } }],
  ['a page without an origin', { senderFrame: { origin: 'null', parent: null } }],
  ['a frame inside the page', { senderFrame: { origin: PAGE_ORIGIN, parent: { origin: PAGE_ORIGIN } } }],
  ['a frame that is gone', { senderFrame: null }],
];

describe('the handler of the window', () => {
  it.each(strangers)('does nothing for %s', async (_who, event) => {
    expect(await handler(event, 'projects.choose', undefined)).toMatchObject({
      ok: false,
      error: { code: 'invalid_input' },
    });
    expect(asked).toBe(0);
  });

  it('serves the main frame of its own page', async () => {
    expect(await handler(ownPage, 'projects.choose', undefined)).toEqual({ ok: true, value: null });
    expect(asked).toBe(1);
  });

  it.each([[undefined], [7], [null], [{}], [['projects.choose']]])('refuses %j as the name of a call', async (name) => {
    expect(await handler(ownPage, name, undefined)).toMatchObject({ ok: false, error: { code: 'invalid_input' } });
    expect(asked).toBe(0);
  });
});
