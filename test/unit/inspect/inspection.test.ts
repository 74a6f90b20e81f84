import { mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { createArchiveShelf } from '../../../main/api/archiveShelf.ts';
import { createInspection } from '../../../main/inspect/inspection.ts';
import { RegistryId } from '../../../shared/ids.ts';
import { InspectedArchive, VersionsCompared } from '../../../shared/inspect.ts';
import { sha256Of } from '../../support/hash.ts';
import { manifestOf, type TestEntry, tarGzOf } from '../archive/tarballs.ts';

const LAB = RegistryId.parse('lab');
const REF = { group: 'acme', name: 'json' };
const toml = (version: string, more = ''): TestEntry => ({
  path: 'elba.toml',
  content: manifestOf('acme/json', version, more),
});

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'inspect-'));
});
afterEach(() => rm(folder, { recursive: true, force: true }));

/** Looks into a registry that holds these versions; `indexed` is what the index says of their hashes. */
function bench(versions: Record<string, readonly TestEntry[] | Buffer>, indexed: Record<string, string> = {}) {
  const downloads: string[] = [];
  const bytesOf = (version: string): Buffer => {
    const held = versions[version] ?? [];
    return Buffer.isBuffer(held) ? held : tarGzOf(held);
  };
  const inspection = createInspection({
    archives: createArchiveShelf({
      folder,
      mostBytes: 1_000_000,
      signal: new AbortController().signal,
      clientFor: () => ({
        download: async (_, version, _signal, into) => {
          downloads.push(version);
          const bytes = bytesOf(version);
          into?.(bytes);
          return { sha256: sha256Of(bytes), bytes: bytes.length };
        },
      }),
    }),
    indexSha256: async (_registry, _ref, version) =>
      version in indexed ? sha256Of(Buffer.from(indexed[version] ?? '')) : null,
    signal: new AbortController().signal,
  });
  return {
    downloads,
    bytesOf,
    open: async (version: string) => InspectedArchive.parse(await inspection.open(LAB, REF, version)),
    text: (version: string, path: string) => inspection.readText(LAB, REF, version, path),
    compare: async (before: string, after: string) =>
      VersionsCompared.parse(await inspection.compare(LAB, REF, before, after)),
    change: (before: string, after: string, path: string) => inspection.fileChange(LAB, REF, before, after, path),
  };
}

const refusal = (code: string) => ({ error: { code } });

describe('a published archive', () => {
  test('is listed with sizes and hash, downloaded once, and any file of it can be read', async () => {
    const { open, text, bytesOf, downloads } = bench({
      '1.0.0': [toml('1.0.0'), { path: 'src/A.idr', content: 'module A\n' }, { path: 'Data.bin', content: 'a\0b' }],
    });
    const archive = await open('1.0.0');
    expect(archive).toMatchObject({ version: '1.0.0', whole: true, findings: [], fileCount: 3, others: [] });
    expect(archive.sha256).toBe(sha256Of(bytesOf('1.0.0')));
    expect(archive.files.map(({ path, bytes }) => [path, bytes])).toEqual([
      ['elba.toml', manifestOf('acme/json', '1.0.0').length],
      ['src/A.idr', 9],
      ['Data.bin', 3],
    ]);
    expect(await text('1.0.0', 'src/A.idr')).toEqual({ text: 'module A\n', truncated: false, binary: false });
    expect(await text('1.0.0', 'Data.bin')).toEqual({ text: '', truncated: false, binary: true });
    expect(downloads).toEqual(['1.0.0']);
  });

  test('is said to have the hash that the index names, or another one, or none to compare with', async () => {
    const { open } = bench({ '1.0.0': [toml('1.0.0')], '1.1.0': [toml('1.1.0')] }, { '1.0.0': 'something else' });
    const [wrong, unknown] = [await open('1.0.0'), await open('1.1.0')];
    expect(wrong.indexSha256).toBe(sha256Of(Buffer.from('something else')));
    expect(wrong.indexSha256).not.toBe(wrong.sha256);
    expect(unknown.indexSha256).toBeNull();
  });

  test('shows the beginning of a file that is larger than 1 MiB, up to a whole character', async () => {
    const content = `${'x'.repeat(2 ** 20 - 1)}é and more`;
    const { text } = bench({ '1.0.0': [toml('1.0.0'), { path: 'Big', content }] });
    expect(await text('1.0.0', 'Big')).toEqual({ text: 'x'.repeat(2 ** 20 - 1), truncated: true, binary: false });
  });
});

describe('a hostile archive', () => {
  test('has its links, names that lead out and duplicates told; nothing is followed or written', async () => {
    const { open, text } = bench({
      '1.0.0': [
        toml('1.0.0'),
        { path: '../out.txt', content: 'x' },
        { path: '/abs.txt', content: 'x' },
        { path: 'passwd', type: 'SymbolicLink', linkpath: '/etc/passwd' },
        { path: 'pipe', type: 'FIFO' },
        { path: 'Twice', content: '1' },
        { path: 'Twice', content: '22' },
      ],
    });
    const archive = await open('1.0.0');
    const findings = archive.findings.join('\n');
    for (const told of [/\.\.\/out\.txt/, /absolute/, /link/, /neither a file/, /occurs twice/])
      expect(findings).toMatch(told);
    expect(archive.others).toEqual([
      { path: 'passwd', kind: 'link', target: '/etc/passwd' },
      { path: 'pipe', kind: 'special', target: null },
    ]);
    expect(archive.files.filter(({ path }) => path === 'Twice')).toEqual([
      { path: 'Twice', bytes: 2, executable: false },
    ]);
    expect((await text('1.0.0', 'Twice')).text).toBe('22');
    await expect(text('1.0.0', 'passwd')).rejects.toMatchObject(refusal('not_found'));
    await expect(text('1.0.0', '../../../etc/passwd')).rejects.toMatchObject(refusal('not_found'));
    expect(await readdir(folder)).toHaveLength(1);
  });

  test('that unpacks to far more than its size is not read to its end', async () => {
    const { open } = bench({ '1.0.0': [toml('1.0.0'), { path: 'zeros', content: Buffer.alloc(64 * 2 ** 20) }] });
    const archive = await open('1.0.0');
    expect(archive).toMatchObject({ whole: false, files: [{ path: 'elba.toml' }] });
    expect(archive.findings.join()).toMatch(/suspicious/);
  });

  test('that is none, or too large, says so', async () => {
    const { open } = bench({ '1.0.0': gzipSync('no tar'), '2.0.0': Buffer.alloc(1_000_001) });
    expect(await open('1.0.0')).toMatchObject({ whole: false, files: [] });
    await expect(open('2.0.0')).rejects.toMatchObject(refusal('too_large'));
  });

  test('with megabytes of names shows the beginning and counts all', async () => {
    const many = Array.from({ length: 700 }, (_, at) => ({ path: `${at}/${'n'.repeat(3000)}`, content: '' }));
    const archive = await bench({ '1.0.0': many }).open('1.0.0');
    expect(archive.fileCount).toBe(700);
    expect(archive.files.length).toBeGreaterThan(300);
    expect(archive.files.length).toBeLessThan(360);
  });
});

describe('two versions', () => {
  const before = [
    toml('1.0.0', '[dependencies]\n"acme/base" = "1.0.0"\n'),
    { path: 'Same', content: 'same' },
    { path: 'A.idr', content: 'one\ntwo\n' },
    { path: 'Old', content: 'o' },
  ];
  const after = [
    toml('2.0.0', '[dependencies]\n"acme/base" = "2.0.0"\n[targets.lib]\npath = "src"\nmods = ["A"]\n'),
    { path: 'Same', content: 'same' },
    { path: 'A.idr', content: 'one\nTWO\n' },
    { path: 'New.idr', content: 'x\n' },
  ];

  test('are compared in files, dependencies and targets, in either direction', async () => {
    const { compare, downloads } = bench({ '1.0.0': before, '2.0.0': after });
    const there = await compare('1.0.0', '2.0.0');
    expect(there).toMatchObject({
      before: { version: '1.0.0', whole: true },
      after: { version: '2.0.0' },
      added: [{ path: 'New.idr', bytes: 2 }],
      removed: [{ path: 'Old', bytes: 1 }],
      same: 1,
    });
    expect(there.modified.map(({ path }) => path).sort()).toEqual(['A.idr', 'elba.toml']);
    expect(there.manifest).toEqual([
      { part: 'dependency', name: 'acme/base', before: '1.0.0', after: '2.0.0' },
      { part: 'target', name: 'lib', before: null, after: 'src A' },
    ]);
    expect((await compare('2.0.0', '1.0.0')).added).toEqual([
      { path: 'Old', bytes: 1, lines: { added: 1, removed: 0 } },
    ]);
    expect(downloads.sort()).toEqual(['1.0.0', '2.0.0']);
  });

  test('have the lines of each file compared', async () => {
    const { change } = bench({ '1.0.0': before, '2.0.0': after });
    const diff = await change('1.0.0', '2.0.0', 'A.idr');
    expect(diff.kind === 'hunks' && diff.hunks[0]?.lines.map(({ kind, text }) => `${kind} ${text}`)).toEqual([
      'same one',
      'del two',
      'add TWO',
    ]);
    expect(await change('1.0.0', '2.0.0', 'New.idr')).toMatchObject({ hunks: [{ lines: [{ kind: 'add' }] }] });
    await expect(change('1.0.0', '2.0.0', 'Nowhere')).rejects.toMatchObject(refusal('not_found'));
  });

  test('of which one is broken are compared as far as it goes, and its break is told', async () => {
    const { compare } = bench({ '1.0.0': gzipSync('no tar'), '2.0.0': after });
    const all = await compare('1.0.0', '2.0.0');
    expect(all).toMatchObject({ before: { whole: false }, after: { whole: true }, manifest: null });
    expect(all.added).toHaveLength(4);
  });
});
