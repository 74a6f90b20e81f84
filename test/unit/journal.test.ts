import { mkdtempSync, readFileSync, rmSync, statSync, truncateSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { createJournal, type EntryOutcome, type Journal, type NewEntry } from '../../main/journal.ts';
import { createRedactor } from '../../main/redact.ts';
import { EntryId, RegistryId, Sha256 } from '../../shared/ids.ts';

const TOKEN = 'tök"en%41+\n/x';
const entry: NewEntry = {
  action: 'publish',
  registryId: RegistryId.parse('r1'),
  registryName: 'Staging',
  package: { group: 'alice', name: 'pkg' },
  version: '1.0.0',
  sha256: Sha256.parse('a'.repeat(64)),
  bytes: 12,
  request: 'PUT /api/v1/publish?token=••••',
};
const published: EntryOutcome = { kind: 'published', confirmed: 'answer', evidence: [] };
const unknown: EntryOutcome = {
  kind: 'unknown',
  error: { code: 'outcome_unknown', message: 'Nobody can tell yet.' },
  evidence: [],
};

let folder: string;
let file: string;
let ids: number;
let opened: Journal[];

function open(onChange: () => void = () => {}): Journal {
  const redactor = createRedactor();
  redactor.add(TOKEN);
  const journal = createJournal({
    file,
    redact: redactor.redact,
    now: () => '2026-11-23T12:00:00.000Z',
    newId() {
      ids += 1;
      return `e${ids}`;
    },
    onChange,
  });
  opened.push(journal);
  return journal;
}
const all = (journal: Journal) => journal.list({ offset: 0, limit: 100 });

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'journal-'));
  file = join(folder, 'inner', 'activity.jsonl');
  ids = 0;
  opened = [];
});
afterEach(async () => {
  for (const journal of opened) await journal.close();
  rmSync(folder, { recursive: true });
});

describe('an entry', () => {
  test('has the started row on disk before it says so', async () => {
    const id = await open().start(entry);
    const rows = readFileSync(file, 'utf8').trimEnd().split('\n');
    expect(rows.map((row) => JSON.parse(row))).toEqual([
      { v: 1, row: 'started', entry: { ...entry, id, startedAt: '2026-11-23T12:00:00.000Z' } },
    ]);
  });

  test('keeps entries over a restart, newest first, and pages through them', async () => {
    const journal = open();
    for (const version of ['1.0.0', '1.1.0', '1.2.0'])
      await journal.end(await journal.start({ ...entry, version }), published);
    const { entries, total, damaged } = open().list({ offset: 1, limit: 1 });
    expect({ total, damaged }).toEqual({ total: 3, damaged: 0 });
    expect(entries).toMatchObject([{ version: '1.1.0', outcome: published, endedAt: '2026-11-23T12:00:00.000Z' }]);
  });

  test('names what was begun and never ended', async () => {
    const journal = open();
    await journal.end(await journal.start(entry), published);
    const left = await journal.start({ ...entry, version: '1.1.0' });
    expect(open().unfinished()).toMatchObject([{ id: left, version: '1.1.0' }]);
  });

  test('takes a later look as the outcome', async () => {
    const journal = open();
    const id = await journal.start(entry);
    await journal.end(id, unknown);
    expect(journal.unknownOutcomes()).toBe(1);
    await journal.end(id, published);
    expect([journal.unknownOutcomes(), journal.get(id)?.outcome]).toEqual([0, published]);
    expect(open().get(id)?.outcome).toEqual(published);
  });
});

describe('the file', () => {
  test('holds no token, whatever text it is given', async () => {
    const journal = open();
    const id = await journal.start({
      ...entry,
      note: `because of ${TOKEN}`,
      request: `PUT ?t=${encodeURIComponent(TOKEN)}`,
    });
    await journal.end(id, {
      kind: 'rejected',
      error: { code: 'token_rejected', message: 'No.', serverText: TOKEN },
      evidence: [],
    });
    const text = readFileSync(file, 'utf8');
    for (const form of [TOKEN, JSON.stringify(TOKEN).slice(1, -1), encodeURIComponent(TOKEN)])
      expect(text).not.toContain(form);
    expect(journal.get(id)?.note).toBe('because of ••••');
  });

  test('keeps rows whole when many are written at once, and tells of each', async () => {
    let changes = 0;
    const journal = open(() => {
      changes += 1;
    });
    const all40 = Array.from({ length: 40 }, async () => journal.end(await journal.start(entry), published));
    await Promise.all(all40);
    expect(changes).toBe(80);
    expect(all(open())).toMatchObject({ total: 40, damaged: 0 });
  });

  test.skipIf(process.platform === 'win32')('is for its owner only', async () => {
    await open().start(entry);
    expect(statSync(file).mode & 0o777).toBe(0o600);
  });

  test('that cannot be written stops what was about to be sent', async () => {
    const journal = open();
    await journal.close();
    opened = [];
    await expect(journal.start(entry)).rejects.toMatchObject({ error: { code: 'disk_failed' } });
    expect(all(journal).total).toBe(0);
  });

  test('that cannot take an end keeps the program from forgetting it', async () => {
    const journal = open();
    const id = await journal.start(entry);
    await journal.close();
    opened = [];
    await expect(journal.end(id, published)).rejects.toMatchObject({ error: { code: 'disk_failed' } });
    expect(journal.get(id)?.outcome).toEqual(published);
  });
});

describe('a journal that was damaged', () => {
  test('by a crash at any byte of the last row loses nothing before it, and keeps the torn rest', async () => {
    const journal = open();
    const id = await journal.start(entry);
    const before = statSync(file).size;
    await journal.end(id, published);
    const whole = readFileSync(file);
    for (let size = before + 1; size < whole.length - 1; size += 7) {
      writeFileSync(file, whole);
      truncateSync(file, size);
      rmSync(`${file}.torn`, { force: true });
      const reopened = open();
      expect(all(reopened)).toMatchObject({ damaged: 1, entries: [{ id }] });
      expect(reopened.unfinished()).toHaveLength(1);
      expect(readFileSync(`${file}.torn`)).toEqual(Buffer.concat([whole.subarray(before, size), Buffer.from('\n')]));
      await reopened.end(id, published);
      expect(all(open())).toMatchObject({ damaged: 1, entries: [{ id, outcome: published }] });
    }
  });

  test('by a missing last newline alone is whole', async () => {
    const journal = open();
    await journal.end(await journal.start(entry), published);
    truncateSync(file, statSync(file).size - 1);
    const reopened = open();
    await reopened.start(entry);
    expect(all(open())).toMatchObject({ total: 2, damaged: 0 });
  });

  test('in the middle, or written by a newer program, is read as far as it can be', async () => {
    const journal = open();
    const id = await journal.start(entry);
    await journal.end(id, published);
    const text = readFileSync(file, 'utf8');
    writeFileSync(
      file,
      `rubbish\n{"v":2,"row":"started"}\n${text}{"v":1,"row":"ended","id":"nobody","at":"x","outcome":null}\n`,
    );
    expect(all(open())).toMatchObject({
      total: 1,
      damaged: 3,
      entries: [{ id: EntryId.parse(id), outcome: published }],
    });
  });
});
