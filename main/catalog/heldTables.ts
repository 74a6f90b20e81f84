import type { IndexTable } from './indexTable.ts';
import type { TableOrigin } from './tableFile.ts';
import type { SaidOf } from './tableSearch.ts';

/** A table that is kept in memory. */
export interface Held {
  readonly table: IndexTable;
  origin: TableOrigin;
  /** Another number means that the table is another one. */
  readonly revision: number;
  readonly said: Map<string, SaidOf>;
  /** The last search and what it found, so that the next part of it is there at once. */
  last: { readonly key: string; readonly found: Uint32Array } | null;
}

/** The tables that are kept, by id. */
export interface HeldTables {
  get(id: string): Held | undefined;
  /** Puts a table in the place of the one before; what a registry said of its packages stays. */
  put(id: string, table: IndexTable, origin: TableOrigin): Held;
  drop(id: string): void;
}

/** Keeps none yet. */
export function holdTables(): HeldTables {
  const tables = new Map<string, Held>();
  let lastRevision = 0;
  return {
    get: (id) => tables.get(id),
    put(id, table, origin) {
      const before = tables.get(id);
      const revision = before?.table === table ? before.revision : ++lastRevision;
      const held: Held = { table, origin, revision, said: before?.said ?? new Map(), last: null };
      tables.set(id, held);
      return held;
    },
    drop: (id) => void tables.delete(id),
  };
}
