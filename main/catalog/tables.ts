import { holdTables } from './heldTables.ts';
import { createTableAsks } from './tableAsks.ts';
import { createFolderAsks, createTableReads } from './tableReads.ts';

/**
 * The tables of all registries, by an id: opened from disk, read from their places, and asked. Everything that takes long runs here, off
 * the thread that answers the window.
 */
export function createTables() {
  const tables = holdTables();
  return {
    ...createTableReads(tables),
    ...createFolderAsks(),
    ...createTableAsks(tables),
    async drop({ id }: { id: string }): Promise<void> {
      tables.drop(id);
    },
  };
}

export type Tables = ReturnType<typeof createTables>;
