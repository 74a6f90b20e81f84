/** What was dropped, as far as it decides what happens. */
export type Dropped =
  | { readonly kind: 'nothing' }
  | { readonly kind: 'several' }
  | { readonly kind: 'file'; readonly name: string }
  | { readonly kind: 'archive'; readonly name: string; readonly file: File }
  | {
      readonly kind: 'folder';
      readonly name: string;
      readonly entry: FileSystemDirectoryEntry;
      readonly file: File | null;
    };

/** Whether a file is an archive as elba packs it, by its name. */
export const isArchiveName = (name: string): boolean => /.\.tar\.gz$/i.test(name);

/** What the system reveals while something is dragged: number and kind, no names. Null for text and links. */
export type DragKind = 'one' | 'several' | null;

const filesIn = (data: DataTransfer): DataTransferItem[] =>
  Array.from(data.items).filter((item) => item.kind === 'file');

/** Tells what hangs over the window. */
export function kindOfDrag(data: DataTransfer | null): DragKind {
  if (data === null || !Array.from(data.types).includes('Files')) return null;
  return filesIn(data).length > 1 ? 'several' : 'one';
}

/** Reads a drop. Must be called inside the drop's own event: the browser takes the items away after it. */
export function readDrop(data: DataTransfer | null): Dropped {
  const items = data === null ? [] : filesIn(data);
  const [item] = items;
  if (item === undefined) return { kind: 'nothing' };
  if (items.length > 1) return { kind: 'several' };
  const entry = item.webkitGetAsEntry();
  const file = item.getAsFile();
  if (entry?.isDirectory === true) {
    // `isDirectory` is what tells the two kinds of entry apart; the DOM's types do not say so.
    return { kind: 'folder', name: entry.name, entry: entry as FileSystemDirectoryEntry, file };
  }
  const name = entry?.name ?? file?.name ?? '';
  return file !== null && isArchiveName(name) ? { kind: 'archive', name, file } : { kind: 'file', name };
}
