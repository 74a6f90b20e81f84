import type { IndexLine } from '../elba/indexFile.ts';
import type { LineJudge } from '../elba/lineJudge.ts';
import { byteColumn, wordColumn } from './column.ts';
import { HASH_BYTES, packageFlag, STAMP_BYTES, type TableColumns, versionFlag } from './indexTable.ts';
import { packLocation } from './locationText.ts';
import type { GrowingPool } from './textPool.ts';

/** The columns of packages and versions while they grow. */
export const createRows = () => ({
  spelling: wordColumn(),
  stamp: byteColumn(),
  packageFlags: byteColumn(),
  firstVersion: wordColumn(),
  versionCount: wordColumn(),
  yankedCount: wordColumn(),
  latest: wordColumn(),
  versionText: wordColumn(),
  versionFlags: byteColumn(),
  versionNeeds: wordColumn(),
  versionLocation: wordColumn(),
  versionHash: byteColumn(),
});
export type Rows = ReturnType<typeof createRows>;

/** Columns that are finished as they grew. */
type ColumnsInOrder =
  | 'keyBytes'
  | 'keyEnds'
  | 'versionText'
  | 'versionFlags'
  | 'versionNeeds'
  | 'versionLocation'
  | 'versionHash'
  | 'needEnds'
  | 'needs'
  | 'textBytes'
  | 'textEnds';

/** Stands for a file that was not read. */
export const noStamp = new Uint8Array(STAMP_BYTES);
const noHash = new Uint8Array(HASH_BYTES);

/** What a version is worth for standing for its package: releases before pre-releases, and all before yanked ones. */
const worth = (flags: number): number =>
  ((flags & versionFlag.yanked) === 0 ? 2 : 0) + ((flags & versionFlag.prerelease) === 0 ? 1 : 0);

/** What is known of a package from its versions, which lie newest first from `first` on. */
export function summarise(rows: Rows, first: number, count: number) {
  let [latest, best, yanked, flags] = [0, -1, 0, 0];
  for (let at = first; at < first + count; at += 1) {
    const own = rows.versionFlags.at(at);
    if ((own & versionFlag.yanked) !== 0) yanked += 1;
    if ((own & versionFlag.prerelease) !== 0) flags |= packageFlag.prerelease;
    if (worth(own) > best) [best, latest] = [worth(own), at + 1];
  }
  return { latest, yanked, flags };
}

/** The columns of the packages in the order of their keys. */
export function sortRows(keys: readonly string[], rows: Rows): Omit<TableColumns, ColumnsInOrder> {
  const order = new Uint32Array(keys.length).map((_, at) => at);
  const isSorted = keys.every((key, at) => at === 0 || (keys[at - 1] ?? '') < key);
  if (!isSorted) order.sort((a, b) => ((keys[a] ?? '') < (keys[b] ?? '') ? -1 : 1));
  const words = (column: { at(index: number): number }): Uint32Array => order.map((at) => column.at(at));
  const stamp = new Uint8Array(keys.length * STAMP_BYTES);
  const stamps = rows.stamp.finish();
  for (const [to, from] of order.entries())
    stamp.set(stamps.subarray(from * STAMP_BYTES, (from + 1) * STAMP_BYTES), to * STAMP_BYTES);
  return {
    spelling: words(rows.spelling),
    stamp,
    packageFlags: Uint8Array.from(words(rows.packageFlags)),
    firstVersion: words(rows.firstVersion),
    versionCount: words(rows.versionCount),
    yankedCount: words(rows.yankedCount),
    latest: words(rows.latest),
  };
}

/** What a list takes beside its numbers while it is looked up by them. */
const PER_LIST = 80;

/** Lists of dependencies, each kept once. */
export function createNeeds(before: TableColumns | null, textId: (text: string) => number) {
  const ends = wordColumn();
  const entries = wordColumn();
  if (before === null) ends.push(0);
  else {
    ends.append(before.needEnds);
    entries.append(before.needs);
  }
  const known = new Map<string, number>();
  let bytes = 0;
  return {
    ends,
    entries,
    /** About how much memory the lists take while they are put together. */
    bytes: () => bytes,
    id(dependencies: IndexLine['dependencies']): number {
      // The first list is the empty one.
      if (dependencies.length === 0) return 0;
      const numbers = dependencies.flatMap(({ name, index, req }) => [
        textId(name),
        index == null ? 0 : textId(index) + 1,
        textId(req),
      ]);
      const key = numbers.join();
      const found = known.get(key);
      if (found !== undefined) return found;
      for (const number of numbers) entries.push(number);
      ends.push(entries.length);
      known.set(key, ends.length - 1);
      bytes += PER_LIST + key.length + numbers.length * 4;
      return ends.length - 1;
    },
  };
}

const hashBytes = (hash: string | null): Uint8Array => (hash === null ? noHash : Buffer.from(hash, 'hex'));

/** Puts versions behind those that are there: a line that was read, or a stretch of another table. */
export function createVersionRows(
  rows: Rows,
  pool: GrowingPool,
  needs: ReturnType<typeof createNeeds>,
  judge: LineJudge,
) {
  return {
    add(line: IndexLine, spelling: string): void {
      const { text = '', hash = null } =
        line.location == null ? {} : packLocation(line.location, spelling, line.version);
      const flags =
        (line.yanked ? versionFlag.yanked : 0) |
        (judge.isPrerelease(line.version) ? versionFlag.prerelease : 0) |
        (hash === null ? 0 : versionFlag.hash);
      rows.versionText.push(pool.id(line.version));
      rows.versionFlags.push(flags);
      rows.versionNeeds.push(needs.id(line.dependencies));
      rows.versionLocation.push(line.location == null ? 0 : pool.id(text) + 1);
      rows.versionHash.append(hashBytes(hash));
    },
    copy(from: TableColumns, first: number, count: number): void {
      const end = first + count;
      rows.versionText.append(from.versionText.subarray(first, end));
      rows.versionFlags.append(from.versionFlags.subarray(first, end));
      rows.versionNeeds.append(from.versionNeeds.subarray(first, end));
      rows.versionLocation.append(from.versionLocation.subarray(first, end));
      rows.versionHash.append(from.versionHash.subarray(first * HASH_BYTES, end * HASH_BYTES));
    },
  };
}
