import { renameSync, rmSync, statSync, utimesSync } from 'node:fs';
import { join } from 'node:path';
import type { PackageRef } from '../../shared/ids.ts';
import { createLineJudge } from '../elba/lineJudge.ts';
import { formatName, normaliseName, parsePackageName } from '../elba/packageName.ts';
import { dirReader, readPlainFile } from './dirReader.ts';
import type { GitFetched } from './gitFetch.ts';
import { libraryReader } from './gitLibraryReader.ts';
import { gitReader } from './gitReader.ts';
import type { Held, HeldTables } from './heldTables.ts';
import { type IndexFinding, type IndexPackage, parsePackage } from './indexPackage.ts';
import type { IndexReader } from './indexReader.ts';
import type { IndexTable } from './indexTable.ts';
import { patchTable } from './patchTable.ts';
import { readIndex } from './readIndex.ts';
import { buildTable } from './tableBuilder.ts';
import { readTable, type TableOrigin, writeTable } from './tableFile.ts';
import { isKnown } from './tableRead.ts';
import { tarIndexReader } from './tarIndexReader.ts';

/** Where the files of an index are on this computer. */
export type Place =
  | { readonly kind: 'dir'; readonly root: string }
  | { readonly kind: 'git'; readonly by: GitFetched['by']; readonly repository: string; readonly commit: string }
  | { readonly kind: 'tar'; readonly file: string };

/** What a table holds and when its source was read. */
export interface TableSummary {
  readonly packages: number;
  /** Null where only names are known. */
  readonly versions: number | null;
  readonly problems: number;
  readonly readAt: string;
  readonly state: string | null;
  /** Another number means that the table is another one. */
  readonly revision: number;
}

export interface Opened {
  readonly summary: TableSummary | null;
  /** Set where the file was damaged and put aside: a clause. */
  readonly damaged: string | null;
}

export interface ReadControl {
  readonly signal: AbortSignal;
  /** Told once the names can be listed, while the versions are still being read. */
  onNames(summary: TableSummary): void;
  onProgress(done: number, total: number): void;
}

const readerOf = (place: Place): IndexReader => {
  switch (place.kind) {
    case 'dir':
      return dirReader(place.root);
    case 'git':
      return place.by === 'git'
        ? gitReader(place.repository, place.commit)
        : libraryReader(place.repository, place.commit);
    case 'tar':
      return tarIndexReader(place.file);
  }
};

const summaryOf = ({ table, origin, revision }: Held): TableSummary => {
  const isListed = table.keys.some((_, at) => isKnown(table, at));
  return {
    packages: table.keys.length,
    versions: isListed ? table.columns.versionText.length : null,
    problems: table.findings.length + table.moreFindings,
    readAt: origin.readAt,
    state: origin.state,
    revision,
  };
};

/** Whether two lists have the same names and problems. */
const namesSame = (a: IndexTable, b: IndexTable): boolean =>
  JSON.stringify([a.keys, a.findings]) === JSON.stringify([b.keys, b.findings]);

function setAside(file: string): void {
  try {
    renameSync(file, `${file}.damaged`);
  } catch {
    rmSync(file, { force: true });
  }
}

export interface NamesInput {
  readonly id: string;
  readonly file: string;
  readonly refs: readonly PackageRef[];
  readonly problems: readonly IndexFinding[];
  readonly origin: TableOrigin;
}

/** Writes a table where it is new, and when its source was read. */
function keep(file: string, held: Held, isNew: boolean): void {
  if (isNew) writeTable(file, held.table, held.origin);
  const at = new Date(held.origin.readAt);
  // What was read and found unchanged is not written again; the time of the file tells when that was.
  if (statSync(file, { throwIfNoEntry: false }) !== undefined) utimesSync(file, at, at);
}

/** Tables on their way in: from disk, and from the places that indices are read from. */
export const createTableReads = (tables: HeldTables) => {
  const judge = createLineJudge();
  const { put } = tables;
  return {
    /** Opens a table from disk, where one is that was made of this source. A damaged one is put aside. */
    async open({ id, file, source }: { id: string; file: string; source: string }): Promise<Opened> {
      const read = readTable(file);
      if (read.kind === 'damaged') setAside(file);
      if (read.kind !== 'table' || read.origin.source !== source)
        return { summary: null, damaged: read.kind === 'damaged' ? read.reason : null };
      const readAt = statSync(file).mtime.toISOString();
      return { summary: summaryOf(put(id, read.table, { ...read.origin, readAt })), damaged: null };
    },

    /** Reads an index from its place and keeps it. Throws what its reader throws; the table from before then stays. */
    async read(
      { id, file, place, origin }: { id: string; file: string; place: Place; origin: TableOrigin },
      { signal, onNames, onProgress }: ReadControl,
    ): Promise<TableSummary> {
      const before = tables.get(id);
      const known = before !== undefined && before.origin.source === origin.source ? before.table : null;
      const hooks = {
        onNames: (names: IndexTable) => onNames(summaryOf(put(id, names, origin))),
        onProgress,
      };
      try {
        const table = await readIndex(readerOf(place), known, judge, hooks, signal);
        const held = put(id, table, origin);
        keep(file, held, table !== known || before?.origin.state !== origin.state);
        return summaryOf(held);
      } catch (thrown) {
        // Names alone are not left behind as if they were the whole.
        if (known === null) tables.drop(id);
        throw thrown;
      }
    },

    /** Keeps a list of names, where that is all that a source gives. */
    async names({ id, file, refs, problems, origin }: NamesInput): Promise<TableSummary> {
      const builder = buildTable(null, judge);
      for (const ref of refs) if (!builder.has(normaliseName(ref))) builder.name(normaliseName(ref), formatName(ref));
      const before = tables.get(id);
      const table = builder.finish({ findings: problems, aliases: {} });
      const isSame = before !== undefined && namesSame(before.table, table) && before.origin.source === origin.source;
      const held = put(id, isSame ? before.table : table, origin);
      keep(file, held, !isSame);
      return summaryOf(held);
    },

    /** The source said that nothing is new: what is known was read at this time. */
    async confirm({ id, file, readAt }: { id: string; file: string; readAt: string }): Promise<TableSummary | null> {
      const held = tables.get(id);
      if (held === undefined) return null;
      held.origin = { ...held.origin, readAt };
      keep(file, held, false);
      return summaryOf(held);
    },

    /** Reads one package of a folder anew, so that the table is right at once after a change that is known of. */
    async patch({ id, root, ref }: { id: string; root: string; ref: PackageRef }): Promise<TableSummary | null> {
      const held = tables.get(id);
      if (held === undefined) return null;
      const table = await patchTable(held.table, dirReader(root), normaliseName(ref), judge);
      return summaryOf(put(id, table, held.origin));
    },
  };
};

/** What is asked of an index folder itself, not of its table. */
export const createFolderAsks = () => {
  const judge = createLineJudge();
  return {
    /** A package as its file in a folder says it just now; null where there is none. */
    async fresh({ root, ref }: { root: string; ref: PackageRef }): Promise<IndexPackage | null> {
      if (!parsePackageName(formatName(ref)).ok) return null;
      const key = normaliseName(ref);
      const content = readPlainFile(join(root, ...key.split('/')));
      if (content === null) return null;
      if ('problem' in content) return { ref, lines: [], findings: [{ file: key, text: content.problem }] };
      return parsePackage(key, ref, content, judge);
    },

    /** Whether a folder has an `index.toml`, so that what is missing in it is missing in an index. */
    async hasConfig({ root }: { root: string }): Promise<boolean> {
      return readPlainFile(join(root, 'index.toml')) !== null;
    },
  };
};
