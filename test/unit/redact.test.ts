import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { createRedactor, REDACTED, redactDeep } from '../../main/redact.ts';

const AWKWARD = 'tök"en\\%41+ / &<x>\n\'ü😀';

function redactorFor(...tokens: string[]) {
  const redactor = createRedactor();
  for (const token of tokens) redactor.add(token);
  return redactor;
}

const lowerHex = (text: string) => text.replace(/%[0-9A-F]{2}/g, (code) => code.toLowerCase());
const asciiJson = (text: string) =>
  JSON.stringify(text).replace(/[^\x20-\x7e]/g, (c) => `\\u${c.charCodeAt(0).toString(16).padStart(4, '0')}`);

describe('a token is taken out of a text', () => {
  test.each([
    ['raw', AWKWARD],
    ['percent-encoded', encodeURIComponent(AWKWARD)],
    ['percent-encoded in lower case', lowerHex(encodeURIComponent(AWKWARD))],
    ['percent-encoded twice', encodeURIComponent(encodeURIComponent(AWKWARD))],
    ['percent-encoded only where a URL needs it', encodeURI(AWKWARD)],
    ['as a URL object writes a query', new URL(`http://h/?t=${AWKWARD.replace('\n', '%0A')}`).search.slice(3)],
    ['form-encoded', new URLSearchParams({ t: AWKWARD }).toString().slice(2)],
    ['as JSON', JSON.stringify(AWKWARD).slice(1, -1)],
    ['as JSON within JSON', JSON.stringify(JSON.stringify(AWKWARD)).slice(3, -3)],
    ['as JSON in ASCII', asciiJson(AWKWARD).slice(1, -1)],
    ['in base64', Buffer.from(AWKWARD).toString('base64').replace(/=+$/, '')],
    ['as HTML', AWKWARD.replace(/["'&<>]/g, (c) => `&#${c.charCodeAt(0)};`)],
  ])('%s', (_, form) => {
    expect(redactorFor(AWKWARD).redact(`before ${form}; after`)).toBe(`before ${REDACTED}; after`);
  });

  test('every time it occurs, and several tokens at once', () => {
    expect(redactorFor('first-token', 'second-token').redact('first-token second-token first-token')).toBe(
      '•••• •••• ••••',
    );
  });

  test('without the white space around it that somebody pasted along', () => {
    expect(redactorFor('abcdef12\n').redact('token `abcdef12`')).toBe('token `••••`');
  });

  test('also when the text was cut off within it', () => {
    expect(redactorFor(AWKWARD).redact('{"error":"x","description":"token tök\\"en')).toBe(
      '{"error":"x","description":"token ••••',
    );
  });

  test('in base64 with something before and behind it, in either alphabet', () => {
    const secret = 'ü?>~-token-ÿÿÿ';
    for (const before of ['', 'a', 'ab', 'abc', 'user:']) {
      const whole = Buffer.from(`${before}${secret}!`);
      for (const text of [whole.toString('base64'), whole.toString('base64url')]) {
        const clean = redactorFor(secret).redact(`Basic ${text}`);
        expect(clean).toMatch(/^Basic .{0,7}••••.{0,4}$/);
      }
    }
  });

  test('unknown or short, where it stands as a token', () => {
    const { redact } = redactorFor('ab');
    expect(redact('PUT /api/v1/publish?token=ab and more')).toBe('PUT /api/v1/publish?token=•••• and more');
    expect(redact('User not found to access token `ab`')).toBe('User not found to access token `••••`');
    expect(redact('about')).toBe('about');
  });

  test('whatever it is made of and however it comes back', () => {
    const encodings = [
      (t: string) => t,
      encodeURIComponent,
      (t: string) => encodeURIComponent(encodeURIComponent(t)),
      (t: string) => new URLSearchParams({ t }).toString().slice(2),
      (t: string) => JSON.stringify(t).slice(1, -1),
    ];
    const token = fc.string({ unit: 'grapheme', minLength: 6, maxLength: 40 }).filter((t) => t.trim() === t);
    fc.assert(
      fc.property(token, fc.constantFrom(...encodings), (secret, encode) => {
        const form = encode(secret);
        expect(redactorFor(secret).redact(`<${form}>`)).toBe(`<${REDACTED}>`);
      }),
    );
  });
});

test('a text without a token stays as it is', () => {
  expect(redactorFor('some-token').redact('200 {}, nothing to hide')).toBe('200 {}, nothing to hide');
});

test('plain data is redacted wherever it holds text', () => {
  const { redact } = redactorFor('some-token');
  expect(redactDeep({ a: ['some-token', 1, null], b: { c: 'x some-token' } }, redact)).toEqual({
    a: ['••••', 1, null],
    b: { c: 'x ••••' },
  });
});
