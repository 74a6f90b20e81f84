import type { PackageRow } from '../../shared/catalog.ts';
import type { PackageRef } from '../../shared/ids.ts';
import type { IndexLine } from '../elba/indexFile.ts';
import { normaliseName, parsePackageName } from '../elba/packageName.ts';
import { parseIndexResolution } from '../elba/resolution.ts';
import type { DependentLine } from './dependents.ts';
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

const versionAt = ({ columns, texts }: IndexTable, at: number): string => texts.text(columns.versionText[at] ?? 0);
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

const keyOf = (text: string): string | null => {
  const named = parsePackageName(text);
  return named.ok ? normaliseName(named.ref) : null;
};

/**
 * Whether a dependency that names an index means this one. It is named by an alias of `index.toml` or by its address; one that
 * names another index is of a package there.
 */
function meansIndex(text: string, aliases: IndexTable['aliases'], address: string): boolean {
  const named = Object.hasOwn(aliases, text) ? (aliases[text] ?? text) : text;
  const [a, b] = [parseIndexResolution(named), parseIndexResolution(address)];
  return named === address || (a.ok && b.ok && JSON.stringify(a.resolution) === JSON.stringify(b.resolution));
}

/** For each list of dependencies the constraint for the package as a text plus one; 0 where the list does not hold it. */
function listsThatNeed(table: IndexTable, key: string, address: string): Uint32Array {
  const { columns, texts, aliases } = table;
  // Normalising changes no text's length.
  const length = Buffer.byteLength(key);
  const isWanted = new Map<number, boolean>();
  const isHere = new Map<number, boolean>([[0, true]]);
  const remember = (known: Map<number, boolean>, id: number, look: () => boolean): boolean => {
    const found = known.get(id) ?? look();
    known.set(id, found);
    return found;
  };
  const found = new Uint32Array(columns.needEnds.length);
  let start = 0;
  for (let list = 0; list < columns.needEnds.length; list += 1) {
    const end = columns.needEnds[list] ?? start;
    for (let at = start; at < end; at += NUMBERS_A_NEED) {
      const name = columns.needs[at] ?? 0;
      if (texts.bytesOf(name) !== length) continue;
      if (!remember(isWanted, name, () => keyOf(texts.text(name)) === key)) continue;
      const index = columns.needs[at + 1] ?? 0;
      if (!remember(isHere, index, () => meansIndex(texts.text(index - 1), aliases, address))) continue;
      found[list] = (columns.needs[at + 2] ?? 0) + 1;
    }
    start = end;
  }
  return found;
}

/** Every version of any package that needs a package of this index (which lies at `address`), by package, newest first. */
export function dependentLines(table: IndexTable, ref: PackageRef, address: string): DependentLine[] {
  const { columns, keys, texts } = table;
  const lists = listsThatNeed(table, normaliseName(ref), address);
  const lines: DependentLine[] = [];
  for (let at = 0; at < keys.length; at += 1) {
    const first = columns.firstVersion[at] ?? 0;
    const end = first + (columns.versionCount[at] ?? 0);
    for (let version = first; version < end; version += 1) {
      const requirement = lists[columns.versionNeeds[version] ?? 0] ?? 0;
      if (requirement === 0) continue;
      lines.push({
        package: refAt(table, at),
        version: versionAt(table, version),
        yanked: isYanked(table, version),
        requirement: texts.text(requirement - 1),
      });
    }
  }
  return lines;
}
