import type { Entry, Seen } from './entries.ts';

/**
 * What stands in some folders, in columns: as objects, copying it from thread to thread takes longer than reading it did. `counts` has
 * the number of entries of each folder, or -1 where the folder has to be read in another way. `names` and `stamps` are joined by NUL,
 * which neither can have. `sizes`, `modes`, `owners` and `stamps` have a place for each entry, which says nothing where it is no file.
 */
export type FolderColumns = {
  readonly counts: Int32Array<ArrayBuffer>;
  readonly names: string;
  readonly kinds: Uint8Array<ArrayBuffer>;
  readonly sizes: Float64Array<ArrayBuffer>;
  readonly modes: Uint32Array<ArrayBuffer>;
  readonly owners: Float64Array<ArrayBuffer>;
  readonly stamps: string;
};

const separator = '\0';
const kinds = ['file', 'folder', 'link', 'special'] as const satisfies readonly Entry['kind'][];
const numberOf = { file: 0, folder: 1, link: 2, special: 3 } as const satisfies Record<Entry['kind'], number>;
const nothing: Seen = { size: 0, mode: 0, uid: 0, stamp: '' };

/** The columns of what was read of some folders; null for one that has to be read in another way. */
export const toColumns = (folders: readonly (readonly Entry[] | null)[]): FolderColumns => {
  const counts = Int32Array.from(folders, (folder) => folder?.length ?? -1);
  const count = counts.reduce((sum, one) => sum + Math.max(0, one), 0);
  const [numbers, sizes] = [new Uint8Array(count), new Float64Array(count)];
  const [modes, owners] = [new Uint32Array(count), new Float64Array(count)];
  const [names, stamps]: [string[], string[]] = [[], []];
  let at = 0;
  for (const folder of folders) {
    for (const { name, kind, seen } of folder ?? []) {
      const { size, mode, uid, stamp } = seen ?? nothing;
      names.push(name);
      stamps.push(stamp);
      numbers[at] = numberOf[kind];
      sizes[at] = size;
      modes[at] = mode;
      owners[at] = uid;
      at += 1;
    }
  }
  return { counts, names: names.join(separator), kinds: numbers, sizes, modes, owners, stamps: stamps.join(separator) };
};

/** The entries of the folders that were asked for, in their order; null for those that have to be read in another way. */
export const fromColumns = (folders: readonly string[], columns: FolderColumns): (Entry[] | null)[] => {
  const [names, stamps] = [columns.names.split(separator), columns.stamps.split(separator)];
  let at = 0;
  const entryAt = (folder: string): Entry | null => {
    const [name, stamp, kind] = [names[at], stamps[at], kinds[columns.kinds[at] ?? -1]];
    if (name === undefined || stamp === undefined || kind === undefined) return null;
    const raw = `${folder}/${name}`;
    if (kind !== 'file') return { name, utf8: true, raw, kind };
    const [size = 0, mode = 0, uid = 0] = [columns.sizes[at], columns.modes[at], columns.owners[at]];
    return { name, utf8: true, raw, kind, seen: { size, mode, uid, stamp } };
  };
  return folders.map((folder, i) => {
    const count = columns.counts[i] ?? -1;
    if (count < 0) return null;
    const entries: Entry[] = [];
    for (const end = at + count; at < end; at++) {
      const entry = entryAt(folder);
      if (entry === null) return null;
      entries.push(entry);
    }
    return entries;
  });
};
