import type { PackageRef } from '../../shared/ids.ts';
import { normaliseName, parsePackageName } from '../elba/packageName.ts';
import { parseIndexResolution } from '../elba/resolution.ts';
import type { DependentLine } from './dependents.ts';
import { type IndexTable, versionFlag } from './indexTable.ts';
import { refAt, versionAt } from './tableRead.ts';

const NUMBERS_A_NEED = 3;

/** Which lines require each of some packages, in the order of these. `complete` is false where there were more than was asked for. */
export interface Requirers {
  readonly lines: readonly (readonly DependentLine[])[];
  readonly complete: boolean;
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

/** Looks a thing up once for each number that stands for it. */
function remembering<T>(look: (id: number) => T): (id: number) => T {
  const known = new Map<number, T>();
  return (id) => {
    if (!known.has(id)) known.set(id, look(id));
    // It was put there by the line above.
    return known.get(id) as T;
  };
}

/** Which of the wanted packages a list of dependencies holds: the wanted one's place and the constraint, as numbers in turn. */
type Held = readonly number[];

/** For each list of dependencies which wanted packages it holds; undefined for none. Named twice, the last counts. */
function listsThatNeed(table: IndexTable, refs: readonly PackageRef[], address: string): (Held | undefined)[] {
  const { columns, texts, aliases } = table;
  const wanted = new Map(refs.map((ref, at) => [normaliseName(ref), at]));
  // Normalising changes no text's length, so most names are told apart by theirs.
  const lengths = new Set([...wanted.keys()].map((key) => Buffer.byteLength(key)));
  const placeOf = remembering((name) => wanted.get(keyOf(texts.text(name)) ?? '') ?? -1);
  const isHere = remembering((index) => index === 0 || meansIndex(texts.text(index - 1), aliases, address));
  const found: (Held | undefined)[] = new Array(columns.needEnds.length);
  let start = 0;
  for (let list = 0; list < columns.needEnds.length; list += 1) {
    const end = columns.needEnds[list] ?? start;
    const held = new Map<number, number>();
    for (let at = start; at < end; at += NUMBERS_A_NEED) {
      const name = columns.needs[at] ?? 0;
      if (!lengths.has(texts.bytesOf(name))) continue;
      const place = placeOf(name);
      if (place !== -1 && isHere(columns.needs[at + 1] ?? 0)) held.set(place, columns.needs[at + 2] ?? 0);
    }
    if (held.size > 0) found[list] = [...held].flat();
    start = end;
  }
  return found;
}

/**
 * Every version of any package that requires some packages of this index (which lies at `address`), for each of them by package and
 * newest first; in one look at the table, however many are asked about. Ends after `most` lines.
 */
export function requirersIn(
  table: IndexTable,
  refs: readonly PackageRef[],
  address: string,
  most = Number.POSITIVE_INFINITY,
): Requirers {
  const { columns, keys, texts } = table;
  const lists = listsThatNeed(table, refs, address);
  const lines: DependentLine[][] = refs.map(() => []);
  let count = 0;
  for (let at = 0; at < keys.length; at += 1) {
    const first = columns.firstVersion[at] ?? 0;
    const end = first + (columns.versionCount[at] ?? 0);
    let ref: PackageRef | null = null;
    for (let version = first; version < end; version += 1) {
      const held = lists[columns.versionNeeds[version] ?? 0];
      if (held === undefined) continue;
      ref ??= refAt(table, at);
      const line = {
        package: ref,
        version: versionAt(table, version),
        yanked: ((columns.versionFlags[version] ?? 0) & versionFlag.yanked) !== 0,
      };
      for (let one = 0; one < held.length; one += 2)
        lines[held[one] ?? 0]?.push({ ...line, requirement: texts.text(held[one + 1] ?? 0) });
      count += held.length / 2;
      if (count >= most) return { lines, complete: false };
    }
  }
  return { lines, complete: true };
}
