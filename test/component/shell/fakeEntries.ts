/** Stands for a file that the browser may not read. */
export const unreadable = Symbol('unreadable');

/** A folder: its entries by name, a text for a file. */
export interface FakeTree {
  readonly [name: string]: string | FakeTree | typeof unreadable;
}

const AT_ONCE = 100;

const base = { filesystem: null, fullPath: '', getParent: () => undefined };

function fileEntry(name: string, content: string | typeof unreadable): FileSystemFileEntry {
  const entry = {
    ...base,
    name,
    isFile: true,
    isDirectory: false,
    file(resolve: (file: File) => void, reject?: (error: DOMException) => void) {
      if (content === unreadable) reject?.(new DOMException('No permission', 'NotReadableError'));
      else resolve(new File([content], name));
    },
  };
  // What the product uses of an entry is here; jsdom has no entries of its own.
  return entry as unknown as FileSystemFileEntry;
}

/** A folder as a browser hands it to a page: asynchronous, a hundred entries at a time. */
export function folderEntry(name: string, tree: FakeTree): FileSystemDirectoryEntry {
  const entry = {
    ...base,
    name,
    isFile: false,
    isDirectory: true,
    getFile(file: string, _: unknown, resolve: (found: unknown) => void, reject: (error: DOMException) => void) {
      const content = tree[file];
      if (content === undefined || typeof content === 'object') reject(new DOMException('None', 'NotFoundError'));
      else resolve(fileEntry(file, content));
    },
    createReader() {
      const left = Object.entries(tree).map(([child, content]) =>
        typeof content === 'object' ? folderEntry(child, content) : fileEntry(child, content),
      );
      return {
        readEntries: (resolve: (entries: unknown[]) => void) => queueMicrotask(() => resolve(left.splice(0, AT_ONCE))),
      };
    },
  };
  // As above.
  return entry as unknown as FileSystemDirectoryEntry;
}

export type FakeItem = { readonly folder: string; readonly tree: FakeTree } | { readonly file: string };

function itemOf(item: FakeItem) {
  const entry = 'folder' in item ? folderEntry(item.folder, item.tree) : fileEntry(item.file, 'x');
  return { kind: 'file', webkitGetAsEntry: () => entry, getAsFile: () => new File([], entry.name) };
}

/** What a drag event carries. */
export function dataOf(items: readonly FakeItem[], types: readonly string[] = ['Files']): DataTransfer {
  const data = { types, items: items.map(itemOf), dropEffect: 'none' };
  // jsdom has no DataTransfer; these are the parts that are read.
  return data as unknown as DataTransfer;
}
