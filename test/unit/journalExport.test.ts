import { execFileSync } from 'node:child_process';
import { expect, test } from 'vitest';
import { exportActivity } from '../../main/journalExport.ts';
import { EntryId, RegistryId, Sha256 } from '../../shared/ids.ts';
import { ActivityEntry } from '../../shared/job.ts';

const AT = '2026-11-23T12:00:00.000Z';
const entryOf = (id: string, more: Partial<ActivityEntry> = {}): ActivityEntry => ({
  id: EntryId.parse(id),
  action: 'publish',
  registryId: RegistryId.parse('lab'),
  registryName: 'Lab',
  package: { group: 'alice', name: 'pkg' },
  version: '1.0.0',
  sha256: Sha256.parse('a'.repeat(64)),
  bytes: 12,
  request: 'PUT /api/v1/packages/alice/pkg/1.0.0/publish?token=••••',
  startedAt: AT,
  endedAt: '2026-11-23T12:00:01.500Z',
  outcome: { kind: 'published', confirmed: 'answer', evidence: [] },
  ...more,
});
const refused = entryOf('e2', {
  registryName: '=HYPERLINK("http://registry.example";"Lab")',
  note: '+1, "twice"\r\nand @once',
  outcome: {
    kind: 'rejected',
    error: { code: 'group_taken', message: '-It is taken', status: 400, serverText: '@no_permission, "alice"' },
    evidence: [],
  },
});
const unknown = entryOf('e3', {
  outcome: {
    kind: 'unknown',
    error: { code: 'outcome_unknown', message: 'Nobody can tell yet.' },
    evidence: [{ at: AT, kind: 'sent', seen: 'All 12 bytes had left', proves: 'it may have arrived' }],
  },
});
const underWay: ActivityEntry = {
  id: EntryId.parse('e4'),
  action: 'test_token',
  registryId: RegistryId.parse('lab'),
  registryName: 'Lab',
  request: 'PATCH /x',
  startedAt: AT,
};

/** A journal, newest first, as it lists itself. */
const journalOf = (...oldestFirst: ActivityEntry[]) => ({
  list: () => ({ entries: [...oldestFirst].reverse(), total: oldestFirst.length, damaged: 0 }),
});

/** Reads CSV as somebody else does. */
const READ_CSV =
  'import csv, io, json, sys; print(json.dumps(list(csv.DictReader(io.StringIO(sys.stdin.buffer.read().decode(), newline="")))))';
const readCsv = (text: string): Record<string, string>[] =>
  // What `READ_CSV` prints: one object of strings for each row.
  JSON.parse(execFileSync('python3', ['-c', READ_CSV], { input: text, encoding: 'utf8' })) as Record<string, string>[];

test('JSON Lines hold every entry whole, oldest first', () => {
  const { name, text } = exportActivity(journalOf(entryOf('e1'), refused, unknown, underWay), 'jsonl', AT);
  expect(name).toBe('activity-2026-11-23.jsonl');
  expect(text.endsWith('\n')).toBe(true);
  const entries = text
    .trimEnd()
    .split('\n')
    .map((line) => ActivityEntry.parse(JSON.parse(line)));
  expect(entries).toEqual([entryOf('e1'), refused, unknown, underWay]);
});

test('CSV is read by others as it was meant', () => {
  const { name, text } = exportActivity(journalOf(entryOf('e1'), refused, unknown, underWay), 'csv', AT);
  expect(name).toBe('activity-2026-11-23.csv');
  const rows = readCsv(text);
  expect(rows.map((row) => row.id)).toEqual(['e1', 'e2', 'e3', 'e4']);
  expect(rows[0]).toMatchObject({
    duration_ms: '1500',
    group: 'alice',
    package: 'pkg',
    outcome: 'published',
    confirmed: 'answer',
    sha256: 'a'.repeat(64),
    bytes: '12',
    request: 'PUT /api/v1/packages/alice/pkg/1.0.0/publish?token=••••',
  });
  expect(rows[1]).toMatchObject({ error: 'group_taken', status: '400' });
  expect(rows[2]?.seen).toBe(`${AT} All 12 bytes had left: it may have arrived`);
  expect(rows[3]).toMatchObject({ action: 'test_token', package: '', ended: '', duration_ms: '', outcome: '' });
});

test('no cell of the CSV can be taken for a formula', () => {
  const [row] = readCsv(exportActivity(journalOf(refused), 'csv', AT).text);
  expect(row).toMatchObject({
    registry: '\'=HYPERLINK("http://registry.example";"Lab")',
    note: '\'+1, "twice"\r\nand @once',
    meaning: "'-It is taken",
    answer: '\'@no_permission, "alice"',
  });
  expect(Object.values(row ?? {}).filter((value) => /^[=+\-@\t\r]/.test(value))).toEqual([]);
});

test('a log without an entry is an empty file, or a header alone', () => {
  expect(exportActivity(journalOf(), 'jsonl', AT).text).toBe('');
  expect(exportActivity(journalOf(), 'csv', AT).text).toMatch(/^id,started,[a-z_0-9,]+\r\n$/);
});
