import type { IndexProblem, PackageFilter, PackageRow } from '../../shared/catalog.ts';
import type { PackageRef } from '../../shared/ids.ts';
import { normaliseName } from '../elba/packageName.ts';
import type { DependentLine } from './dependents.ts';
import type { Held, HeldTables } from './heldTables.ts';
import type { IndexFinding, IndexPackage } from './indexPackage.ts';
import { findPackage } from './indexTable.ts';
import { requirersIn } from './requirers.ts';
import { packageOf, refAt, rowAt, versionsOf } from './tableRead.ts';
import { packagesOfGroup, type SaidOf, searchTable } from './tableSearch.ts';

export interface TableQuery {
  readonly text: string;
  readonly filter: PackageFilter;
  readonly offset: number;
  readonly limit: number;
}

/** A row as a table knows it. */
export type TableRow = Omit<PackageRow, 'mine' | 'description'>;

const asProblem = ({ file, line, text }: IndexFinding): IndexProblem => ({
  file,
  ...(line === undefined ? {} : { line }),
  text,
});

function search(held: Held, { text, filter }: TableQuery, mine: readonly string[]): Uint32Array {
  const key = JSON.stringify([text, filter, filter.mine ? mine : 0]);
  if (held.last?.key === key) return held.last.found;
  const found = searchTable(held.table, text, filter, { said: held.said, mine: new Set(mine) });
  held.last = { key, found };
  return found;
}

/** What can be asked of tables. Questions about one that is not there find nothing. */
export const createTableAsks = (tables: HeldTables) => ({
  async query({ id, mine, ...wanted }: TableQuery & { id: string; mine: readonly string[] }) {
    const held = tables.get(id);
    if (held === undefined) return { total: 0, all: 0, rows: [] };
    const found = search(held, wanted, mine);
    const part = found.subarray(wanted.offset, wanted.offset + wanted.limit);
    return {
      total: found.length,
      all: held.table.keys.length,
      rows: Array.from(part, (at): TableRow => rowAt(held.table, at)),
    };
  },

  /** Some packages, in their order; null for those that the table does not have. */
  async rows({ id, refs }: { id: string; refs: readonly PackageRef[] }): Promise<(TableRow | null)[]> {
    const held = tables.get(id);
    return refs.map((ref) => {
      const at = held === undefined ? -1 : findPackage(held.table, normaliseName(ref));
      return held === undefined || at === -1 ? null : rowAt(held.table, at);
    });
  },

  async package({ id, ref }: { id: string; ref: PackageRef }): Promise<IndexPackage | null> {
    const held = tables.get(id);
    return held === undefined ? null : packageOf(held.table, ref);
  },

  async versions({ id, ref }: { id: string; ref: PackageRef }) {
    const held = tables.get(id);
    return held === undefined ? null : versionsOf(held.table, ref);
  },

  async dependents({ id, ref }: { id: string; ref: PackageRef }): Promise<DependentLine[]> {
    const held = tables.get(id);
    return held === undefined ? [] : [...(requirersIn(held.table, [ref], held.origin.source).lines[0] ?? [])];
  },

  /** Which lines require each of some packages, and the versions of these; `most` lines at most. */
  async requirers({ id, refs, most }: { id: string; refs: readonly PackageRef[]; most: number }) {
    const held = tables.get(id);
    if (held === undefined) return { found: refs.map(() => ({ lines: [], versions: [] })), complete: true };
    const { lines, complete } = requirersIn(held.table, refs, held.origin.source, most);
    const found = refs.map((ref, at) => {
      const own = lines[at] ?? [];
      // Nobody asks which versions there are of what nobody requires.
      return { lines: own, versions: own.length === 0 ? [] : (versionsOf(held.table, ref)?.versions ?? []) };
    });
    return { found, complete };
  },

  async group({ id, group }: { id: string; group: string }): Promise<PackageRef[]> {
    const held = tables.get(id);
    return held === undefined ? [] : packagesOfGroup(held.table, group).map((at) => refAt(held.table, at));
  },

  async problems({ id, offset, limit }: { id: string; offset: number; limit: number }) {
    const held = tables.get(id);
    if (held === undefined) return { problems: [], total: 0 };
    const { findings, moreFindings } = held.table;
    return { problems: findings.slice(offset, offset + limit).map(asProblem), total: findings.length + moreFindings };
  },

  /** What a registry said of packages, so that a search finds them by it. */
  async said({ id, entries }: { id: string; entries: readonly (readonly [string, SaidOf])[] }): Promise<void> {
    const held = tables.get(id);
    if (held === undefined) return;
    for (const [key, said] of entries) held.said.set(key, said);
    held.last = null;
  },
});
