import { mkdtemp, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { createJournal } from '../../main/journal.ts';
import { trimJournal } from '../../main/journalTrim.ts';
import { RegistryId } from '../../shared/ids.ts';

let folder: string;
let file: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'trim-'));
  file = join(folder, 'activity.jsonl');
});
afterEach(() => rm(folder, { recursive: true }));

const error = { code: 'timed_out', message: 'No answer came.' } as const;

async function fill(): Promise<void> {
  let day = 0;
  let ids = 0;
  const journal = createJournal({
    file,
    redact: (text) => text,
    now: () => `2026-01-${String(day).padStart(2, '0')}T00:00:00.000Z`,
    newId: () => `e${++ids}`,
  });
  const entry = {
    action: 'test_token',
    registryId: RegistryId.parse('r'),
    registryName: 'R',
    request: 'GET /',
  } as const;
  const on = async (at: number, outcome?: Parameters<typeof journal.end>[1]): Promise<void> => {
    day = at;
    const id = await journal.start(entry);
    if (outcome !== undefined) await journal.end(id, outcome);
  };
  await on(1, { kind: 'token_accepted' });
  await on(2, { kind: 'unknown', error, evidence: [] });
  await on(3);
  await on(20, { kind: 'token_accepted' });
  await journal.close();
}

const idsIn = async (): Promise<string[]> => {
  const journal = createJournal({ file, redact: (text) => text, now: () => '', newId: () => 'x' });
  const { entries } = journal.list({ offset: 0, limit: 10 });
  await journal.close();
  return entries.map(({ id }) => id);
};

test('entries that ended long ago go; an open question, one without an end and what cannot be read stay', async () => {
  await fill();
  await writeFile(file, `${await readFile(file, 'utf8')}not json\n`);
  expect([...trimJournal(file, '2026-01-10T00:00:00.000Z')]).toEqual(['e1']);
  expect(await idsIn()).toEqual(['e4', 'e3', 'e2']);
  expect(await readFile(file, 'utf8')).toContain('not json\n');
  expect((await stat(file)).mode & 0o777).toBe(0o600);
});

test('nothing is written where nothing is old, or where there is no log', async () => {
  expect(trimJournal(file, '2026-01-10T00:00:00.000Z').size).toBe(0);
  await fill();
  const before = await stat(file);
  expect(trimJournal(file, '2025-01-10T00:00:00.000Z').size).toBe(0);
  expect((await stat(file)).ino).toBe(before.ino);
});

test('a log in use is cleared between its writes, and goes on', async () => {
  await fill();
  let ids = 0;
  let told = 0;
  const journal = createJournal({
    file,
    redact: (text) => text,
    now: () => '2026-02-01T00:00:00.000Z',
    newId: () => `n${++ids}`,
    onChange: () => void told++,
  });
  const entry = {
    action: 'test_token',
    registryId: RegistryId.parse('r'),
    registryName: 'R',
    request: 'GET /',
  } as const;
  const [before, gone, after] = await Promise.all([journal.start(entry), journal.clear(), journal.start(entry)]);
  expect(gone).toBe(2);
  await journal.end(before, { kind: 'token_accepted' });
  expect(journal.list({ offset: 0, limit: 10 }).entries.map(({ id }) => id)).toEqual([after, before, 'e3', 'e2']);
  expect(told).toBe(4);
  await journal.close();
  expect(await idsIn()).toEqual([after, before, 'e3', 'e2']);
});
