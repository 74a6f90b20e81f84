import type { PackageRow } from '../../shared/catalog.ts';
import type { PackageRef } from '../../shared/ids.ts';
import type { IndexLine } from '../elba/indexFile.ts';
import { normaliseName } from '../elba/packageName.ts';
import type { IndexPackage } from './indexPackage.ts';
import { findPackage, HASH_BYTES, type IndexTable, packageFlag, STAMP_BYTES, versionFlag } from './indexTable.ts';
import { unpackLocation } from './locationText.ts';

const NUMBERS_A_NEED = 3;

/** The published spelling of a package, `group/name`. */
export function spellingOf({ columns, keys, texts }: IndexTable, at: number): string {
  const spelling = columns.spelling[at] ?? 0;
  return spelling === 0 ? (keys[at] ?? '') : texts.text(spelling - 1);
}

/** The published spelling of a package, in its two parts. */
export function refAt(table: IndexTable, at: number): PackageRef {
  const [group = '', name = ''] = spellingOf(table, at).split('/');
  return { group, name };
}

/** A version as text, by its place. */
export const versionAt = ({ columns, texts }: IndexTable, at: number): string =>
  texts.text(columns.versionText[at] ?? 0);
const isYanked = ({ columns }: IndexTable, at: number): boolean =>
  ((columns.versionFlags[at] ?? 0) & versionFlag.yanked) !== 0;

/** Whether the versions of a package were read; of others only the name is known. */
export const isKnown = ({ columns }: IndexTable, at: number): boolean =>
  ((columns.packageFlags[at] ?? 0) & packageFlag.known) !== 0;

/** A package as the list shows it, as far as the index knows it. */
export function rowAt(table: IndexTable, at: number): Omit<PackageRow, 'mine' | 'description'> {
  const { columns } = table;
  const latest = columns.latest[at] ?? 0;
  const known = isKnown(table, at);
  return {
    ...refAt(table, at),
    latest: latest === 0 ? null : { version: versionAt(table, latest - 1), yanked: isYanked(table, latest - 1) },
    versions: known ? (columns.versionCount[at] ?? 0) : null,
    yanked: known ? (columns.yankedCount[at] ?? 0) : null,
  };
}

/** What a file looked like when it was read. */
export const stampAt = ({ columns }: IndexTable, at: number): Uint8Array =>
  columns.stamp.subarray(at * STAMP_BYTES, (at + 1) * STAMP_BYTES);

function needsAt({ columns, texts }: IndexTable, version: number): IndexLine['dependencies'] {
  const list = columns.versionNeeds[version] ?? 0;
  const [first, end] = [list === 0 ? 0 : (columns.needEnds[list - 1] ?? 0), columns.needEnds[list] ?? 0];
  const found: { name: string; index?: string; req: string }[] = [];
  for (let at = first; at < end; at += NUMBERS_A_NEED) {
    const index = columns.needs[at + 1] ?? 0;
    const named = { name: texts.text(columns.needs[at] ?? 0), req: texts.text(columns.needs[at + 2] ?? 0) };
    found.push(index === 0 ? named : { ...named, index: texts.text(index - 1) });
  }
  return found;
}

function locationAt(table: IndexTable, at: number, spelling: string): string | null {
  const { columns, texts } = table;
  const text = columns.versionLocation[at] ?? 0;
  if (text === 0) return null;
  const hasHash = ((columns.versionFlags[at] ?? 0) & versionFlag.hash) !== 0;
  const hash = Buffer.from(columns.versionHash.subarray(at * HASH_BYTES, (at + 1) * HASH_BYTES)).toString('hex');
  return unpackLocation({ text: texts.text(text - 1), hash: hasHash ? hash : null }, spelling, versionAt(table, at));
}

/** All that the index says of a package, newest version first; null where its file was not read. */
export function packageAt(table: IndexTable, at: number): IndexPackage | null {
  if (!isKnown(table, at)) return null;
  const { columns, keys } = table;
  const name = spellingOf(table, at);
  const first = columns.firstVersion[at] ?? 0;
  const lines = Array.from({ length: columns.versionCount[at] ?? 0 }, (_, v): IndexLine => {
    const version = first + v;
    const location = locationAt(table, version, name);
    const line = { name, version: versionAt(table, version), yanked: isYanked(table, version) };
    return { ...line, dependencies: needsAt(table, version), ...(location === null ? {} : { location }) };
  });
  return { ref: refAt(table, at), lines, findings: table.findings.filter(({ file }) => file === keys[at]) };
}

/** A package by its name in any spelling. */
export function packageOf(table: IndexTable, ref: PackageRef): IndexPackage | null {
  const at = findPackage(table, normaliseName(ref));
  return at === -1 ? null : packageAt(table, at);
}

/** The versions of a package and which are yanked, newest first. */
export function versionsOf(table: IndexTable, ref: PackageRef) {
  const at = findPackage(table, normaliseName(ref));
  if (at === -1 || !isKnown(table, at)) return null;
  const first = table.columns.firstVersion[at] ?? 0;
  const versions = Array.from({ length: table.columns.versionCount[at] ?? 0 }, (_, v) => ({
    version: versionAt(table, first + v),
    yanked: isYanked(table, first + v),
  }));
  return { package: refAt(table, at), versions };
}
