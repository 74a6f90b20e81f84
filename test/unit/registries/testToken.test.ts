import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import type { TokenTest } from '../../../main/api/tokenTest.ts';
import { createJournal, type Journal } from '../../../main/journal.ts';
import { createRegistries } from '../../../main/registries/profiles.ts';
import { endAbandonedTests, testToken } from '../../../main/registries/testToken.ts';
import { RegistryId } from '../../../shared/ids.ts';
import { memoryDocument } from '../../support/memoryDocument.ts';
import { testVault } from '../../support/testVault.ts';

const id = RegistryId.parse('staging');
const origin = 'https://staging.example';
const rejected = { code: 'token_rejected', message: 'Staging rejected the token.' } as const;
const offline = { code: 'unreachable', message: 'Staging did not answer.' } as const;

let folder: string;
let journal: Journal;

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'token-test-'));
  let made = 0;
  journal = createJournal({
    file: join(folder, 'activity.jsonl'),
    redact: (text) => text,
    now: () => new Date().toISOString(),
    newId: () => {
      made += 1;
      return `entry-${made}`;
    },
  });
});
afterEach(async () => {
  await journal.close();
  await rm(folder, { recursive: true, force: true });
});

function setUp(answer: TokenTest | (() => Promise<TokenTest>), url = origin) {
  const vault = testVault();
  const registries = createRegistries({
    document: memoryDocument(),
    vault,
    newId: () => id,
    emit: () => {},
    forget: () => {},
  });
  registries.add({
    name: 'Staging',
    colour: 'orange',
    url,
    index: 'index+dir+/index',
    family: 'packages',
    production: false,
    allowPlainHttp: false,
  });
  const run = () =>
    testToken(
      {
        registries,
        vault,
        journal,
        clientFor: () => ({
          testToken: typeof answer === 'function' ? answer : async () => answer,
          yankLine: (ref) => `PATCH /${ref.group}/${ref.name}`,
        }),
      },
      id,
      new AbortController().signal,
    );
  const entries = () => journal.list({ offset: 0, limit: 10 }).entries;
  return { vault, run, entries };
}

test('an accepted token is noted beside it and in the journal', async () => {
  const { vault, run, entries } = setUp({ kind: 'accepted' });
  await vault.set(id, origin, 'abcd-efgh');
  await run();
  expect(vault.state(id, origin)).toMatchObject({ test: 'accepted' });
  expect(entries()).toMatchObject([
    {
      action: 'test_token',
      registryName: 'Staging',
      request: 'PATCH /nobody/nothing',
      outcome: { kind: 'token_accepted' },
    },
  ]);
});

test('a refused token is an answer, not a failure', async () => {
  const { vault, run, entries } = setUp({ kind: 'rejected', error: rejected });
  await vault.set(id, origin, 'abcd-efgh');
  await run();
  expect(vault.state(id, origin)).toMatchObject({ test: 'rejected' });
  expect(entries()).toMatchObject([{ outcome: { kind: 'token_rejected', error: rejected } }]);
});

test('where nobody could tell, the reason is thrown, the token stays untested and no outcome is left open', async () => {
  const { vault, run, entries } = setUp({ kind: 'unclear', error: offline, answered: false, pauseMs: null });
  await vault.set(id, origin, 'abcd-efgh');
  await expect(run()).rejects.toMatchObject({ error: offline });
  expect(vault.state(id, origin)).toMatchObject({ test: 'untested' });
  expect(entries()).toMatchObject([{ outcome: { kind: 'not_sent' } }]);
  expect(journal.unknownOutcomes()).toBe(0);
});

test('an answer about a token that was replaced meanwhile is not noted beside the new one', async () => {
  const answer = Promise.withResolvers<TokenTest>();
  const { vault, run } = setUp(() => answer.promise);
  await vault.set(id, origin, 'the old one');
  const first = vault.state(id, origin);
  const testing = run();
  await expect.poll(() => journal.unfinished().length).toBe(1);
  await expect
    .poll(async () => {
      await vault.set(id, origin, 'the new one');
      return vault.state(id, origin);
    })
    .not.toEqual(first);
  answer.resolve({ kind: 'rejected', error: rejected });
  await testing;
  expect(vault.state(id, origin)).toMatchObject({ test: 'untested' });
});

test('without a token or a URL nothing is asked and nothing written down', async () => {
  const { run, entries } = setUp({ kind: 'accepted' });
  await expect(run()).rejects.toMatchObject({ error: { code: 'token_missing' } });
  const indexOnly = setUp({ kind: 'accepted' }, '');
  await expect(indexOnly.run()).rejects.toMatchObject({ error: { code: 'invalid_input' } });
  expect(entries()).toEqual([]);
});

test('a test that a killed program left open is ended at the next start, and nothing is to be looked up', async () => {
  const { vault, run, entries } = setUp(() => new Promise(() => {}));
  await vault.set(id, origin, 'abcd-efgh');
  void run();
  await expect.poll(() => journal.unfinished().length).toBe(1);
  await endAbandonedTests(journal);
  expect(journal.unfinished()).toEqual([]);
  expect(entries()).toMatchObject([{ outcome: { kind: 'not_sent', error: { code: 'cancelled' } } }]);
});
