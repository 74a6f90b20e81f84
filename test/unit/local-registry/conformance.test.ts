import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { bodies, elsewhere, type ObservedCase, observedCases } from './observedCases.ts';
import { ask, type Got, withPeople } from './running.ts';

type People = Awaited<ReturnType<typeof withPeople>> & { readonly cookie: string };

const sendCase = ({ registry, tokens, cookie }: People, observed: ObservedCase): Promise<Got> => {
  const [method = '', rest = ''] = observed.send.split(' ');
  const below = rest.startsWith('^') ? rest.slice(1) : `/api/v1${rest}`;
  const path = below.replace('token=ALICE', `token=${tokens.ALICE}`).replace('token=BOB', `token=${tokens.BOB}`);
  const body = observed.body === undefined ? {} : { body: bodies[observed.body] };
  const session: Record<string, string> = observed.cookie === true ? { cookie: `user_token=${cookie}` } : {};
  // Node's client sends characters beyond ASCII byte by byte, which is how a raw UTF-8 path looks on the wire.
  return ask(registry, method, Buffer.from(path).toString('latin1'), {
    ...body,
    headers: { ...observed.headers, ...session },
  });
};

/** A list whose order means nothing. */
const isSet = (json: unknown): json is { packages: { set: unknown[] } } =>
  typeof json === 'object' && json !== null && 'packages' in json && !Array.isArray(json.packages);

const checkJson = (text: string, json: unknown): void => {
  const got: unknown = JSON.parse(text);
  if (!isSet(json)) {
    expect(got).toEqual(json);
    return;
  }
  expect(got).toEqual({ packages: expect.arrayContaining(json.packages.set) });
  expect(got).toHaveProperty('packages.length', json.packages.set.length);
};

const check = ({ registry }: People, observed: ObservedCase, got: Got): void => {
  expect(got.status).toBe(observed.status);
  expect(got.headers['content-encoding']).toBeUndefined();
  if (observed.json !== undefined) {
    expect(got.headers['content-type']).toBe('application/json');
    checkJson(got.text, observed.json);
    return;
  }
  expect(got.headers['content-type']).toBeUndefined();
  if (observed.location !== undefined) expect(got.headers.location).toBe(`${registry.url}${observed.location}`);
  if (observed.error === undefined) {
    expect(got.text).toBe(observed.text ?? '');
    return;
  }
  const [error, description] = observed.error;
  expect(JSON.parse(got.text)).toEqual({ error, description });
};

describe('the local registry answers as the reference registry did', () => {
  it('in every observed case but for the documented differences, in one run', async () => {
    const people = await withPeople();
    const session = { ...people, cookie: people.registry.openSession(people.alice.id) };
    for (const observed of observedCases) {
      const got = await sendCase(session, observed);
      try {
        check(session, observed, got);
      } catch (error) {
        throw new Error(`${observed.n} ${observed.send}: ${error}\n${got.status} ${got.text}`, { cause: error });
      }
      expect(got.text, observed.n).not.toContain(people.tokens.ALICE);
    }
  });

  it('and every case of the record is accounted for', () => {
    const kept = [...range(1, 27), ...range(74, 178)].map((n) => String(n).padStart(3, '0'));
    const told = new Set([...observedCases.map(({ n }) => n), ...elsewhere]);
    expect(kept.filter((n) => !told.has(n))).toEqual([]);
    expect(observedCases.length).toBe(new Set(observedCases.map(({ n }) => n)).size);
  });

  it('and every difference is explained in the documentation', () => {
    const page = readFileSync(new URL('../../../docs/local-registry-differences.md', import.meta.url), 'utf8');
    const differing = observedCases.filter(({ differs }) => differs !== undefined).map(({ n }) => n);
    expect(differing.filter((n) => /^\d/.test(n) && !page.includes(n))).toEqual([]);
  });
});

const range = (from: number, to: number): number[] => Array.from({ length: to - from + 1 }, (_, at) => from + at);
