import type { LineJudge } from '../elba/lineJudge.ts';
import { formatName } from '../elba/packageName.ts';
import type { IndexFinding, IndexPackage } from './indexPackage.ts';
import { type IndexTable, openTable, packageFlag, STAMP_BYTES, type TableColumns } from './indexTable.ts';
import { createNeeds, createRows, createVersionRows, noStamp, type Rows, sortRows, summarise } from './tableRows.ts';
import { type GrowingPool, growPool, packTexts } from './textPool.ts';

/** A table that is being put together, package by package in any order. */
export interface TableBuilder {
  readonly packages: number;
  readonly versions: number;
  /** About how much memory texts and lists take by now; grows without an end with an index in which nothing repeats. */
  readonly textBytes: number;
  has(key: string): boolean;
  /** A package of which only the name is known. */
  name(key: string, spelling: string): void;
  add(key: string, stamp: Uint8Array, read: IndexPackage): void;
  /** Takes a package over from the table that the builder began with. */
  copy(index: number, findings: readonly IndexFinding[]): void;
  finish(more: { findings: readonly IndexFinding[]; aliases: Readonly<Record<string, string>> }): IndexTable;
}

/** So many problems are kept of an index; the rest is counted. */
const MOST_FINDINGS = 10_000;
/** No package's name is longer; a hostile one is cut. */
const LONGEST_NAME = 401;

/** Problems as they come, up to what is kept. */
function createReport() {
  const findings: IndexFinding[] = [];
  let moreFindings = 0;
  return {
    add(some: readonly IndexFinding[]): void {
      const room = Math.max(0, MOST_FINDINGS - findings.length);
      for (const one of some.slice(0, room)) findings.push({ ...one, file: one.file.slice(0, LONGEST_NAME) });
      moreFindings += Math.max(0, some.length - room);
    },
    all: () => ({ findings, moreFindings }),
  };
}

function columnsOf(
  keys: readonly string[],
  rows: Rows,
  needs: ReturnType<typeof createNeeds>,
  pool: GrowingPool,
): TableColumns {
  const texts = pool.pack();
  const { bytes: keyBytes, ends: keyEnds } = packTexts([...keys].sort());
  return {
    keyBytes,
    keyEnds,
    ...sortRows(keys, rows),
    versionText: rows.versionText.finish(),
    versionFlags: rows.versionFlags.finish(),
    versionNeeds: rows.versionNeeds.finish(),
    versionLocation: rows.versionLocation.finish(),
    versionHash: rows.versionHash.finish(),
    needEnds: needs.ends.finish(),
    needs: needs.entries.finish(),
    textBytes: texts.bytes,
    textEnds: texts.ends,
  };
}

/** Begins a table; with one from before, its packages can be taken over without being read again. */
export function buildTable(before: IndexTable | null, judge: LineJudge): TableBuilder {
  const rows = createRows();
  const old = before?.columns ?? null;
  const pool = growPool(old === null ? null : { bytes: old.textBytes, ends: old.textEnds });
  const needs = createNeeds(old, (text) => pool.id(text));
  const keys: string[] = [];
  const seen = new Set<string>();
  const versions = createVersionRows(rows, pool, needs, judge);
  const findings = createReport();
  const begin = (key: string, spelling: number, stamp: Uint8Array): number => {
    keys.push(key);
    seen.add(key);
    rows.spelling.push(spelling);
    rows.stamp.append(stamp);
    rows.firstVersion.push(rows.versionText.length);
    return rows.versionText.length;
  };
  const end = (first: number, flags: number): void => {
    const count = rows.versionText.length - first;
    const summary = summarise(rows, first, count);
    rows.versionCount.push(count);
    rows.yankedCount.push(summary.yanked);
    rows.latest.push(summary.latest);
    rows.packageFlags.push(flags | summary.flags);
  };
  const spellingId = (key: string, spelling: string): number => (spelling === key ? 0 : pool.id(spelling) + 1);
  return {
    get packages() {
      return keys.length;
    },
    get versions() {
      return rows.versionText.length;
    },
    get textBytes() {
      return pool.bytes + needs.bytes();
    },
    has: (key) => seen.has(key),
    name: (key, spelling) => end(begin(key, spellingId(key, spelling), noStamp), 0),
    add(key, stamp, read) {
      const spelling = formatName(read.ref);
      const first = begin(key, spellingId(key, spelling), stamp);
      for (const line of read.lines) versions.add(line, spelling);
      end(first, packageFlag.known | (read.findings.some(({ fatal }) => fatal) ? packageFlag.unusable : 0));
      findings.add(read.findings);
    },
    copy(index, kept) {
      if (before === null || old === null) return;
      const stamp = old.stamp.subarray(index * STAMP_BYTES, (index + 1) * STAMP_BYTES);
      const first = begin(before.keys[index] ?? '', old.spelling[index] ?? 0, stamp);
      versions.copy(old, old.firstVersion[index] ?? 0, old.versionCount[index] ?? 0);
      end(first, (old.packageFlags[index] ?? 0) & ~packageFlag.prerelease);
      findings.add(kept);
    },
    finish(more) {
      findings.add(more.findings);
      return openTable(columnsOf(keys, rows, needs, pool), { ...findings.all(), aliases: more.aliases });
    },
  };
}
