/** A file that is to be brought to the host; `path` is relative to the folder, with `/`. */
export interface ListedFile {
  readonly path: string;
  readonly file: File;
}

/** A folder as the browser shows it: its files, and the folders that are only named because they are always left out. */
export interface FolderListing {
  readonly name: string;
  readonly files: readonly ListedFile[];
  readonly folders: readonly string[];
}

/** What is told while a folder is read: how many files were found so far. */
export type OnFound = (files: number) => void;

/** Folders that elba never packs, at any depth: naming them is enough, their contents would only cost time. */
const ALWAYS_OUT: ReadonlySet<string> = new Set(['.git', 'target']);

/** Thrown when the browser could not read an entry; `path` is relative to the folder. */
export class UnreadableEntry extends Error {
  readonly path: string;
  constructor(path: string, cause: unknown) {
    super(`${path} could not be read`, { cause });
    this.path = path;
  }
}

function readSome(reader: FileSystemDirectoryReader): Promise<FileSystemEntry[]> {
  return new Promise((resolve, reject) => reader.readEntries(resolve, reject));
}

/** All entries of a directory; a browser hands them out a hundred at a time and ends with none. */
async function readAll(directory: FileSystemDirectoryEntry, signal: AbortSignal): Promise<FileSystemEntry[]> {
  const reader = directory.createReader();
  const all: FileSystemEntry[] = [];
  for (;;) {
    signal.throwIfAborted();
    const some = await readSome(reader);
    if (some.length === 0) return all;
    all.push(...some);
  }
}

function fileOf(entry: FileSystemFileEntry): Promise<File> {
  return new Promise((resolve, reject) => entry.file(resolve, reject));
}

const isDirectory = (entry: FileSystemEntry): entry is FileSystemDirectoryEntry => entry.isDirectory;
const isFile = (entry: FileSystemEntry): entry is FileSystemFileEntry => entry.isFile;

/**
 * Lists a dropped folder without a limit on depth. Throws `UnreadableEntry` for what the browser cannot read, because a package
 * with a file missing must not come about unnoticed; throws the signal's reason when it was cancelled.
 */
export async function listDropped(
  root: FileSystemDirectoryEntry,
  onFound: OnFound,
  signal: AbortSignal,
): Promise<FolderListing> {
  const files: ListedFile[] = [];
  const folders: string[] = [];
  const waiting: Array<{ directory: FileSystemDirectoryEntry; prefix: string }> = [{ directory: root, prefix: '' }];
  for (let next = waiting.pop(); next !== undefined; next = waiting.pop()) {
    const { directory, prefix } = next;
    const entries = await readAll(directory, signal).catch((cause: unknown) => {
      signal.throwIfAborted();
      throw new UnreadableEntry(prefix === '' ? root.name : prefix.slice(0, -1), cause);
    });
    for (const entry of entries.filter(isDirectory)) {
      if (ALWAYS_OUT.has(entry.name)) folders.push(`${prefix}${entry.name}`);
      else waiting.push({ directory: entry, prefix: `${prefix}${entry.name}/` });
    }
    files.push(...(await Promise.all(entries.filter(isFile).map((entry) => listFile(entry, prefix)))));
    onFound(files.length);
  }
  return { name: root.name, files, folders };
}

async function listFile(entry: FileSystemFileEntry, prefix: string): Promise<ListedFile> {
  const path = `${prefix}${entry.name}`;
  try {
    return { path, file: await fileOf(entry) };
  } catch (cause) {
    throw new UnreadableEntry(path, cause);
  }
}

/** Lists what a folder input gave; every file names its place below the chosen folder. */
export function listChosen(chosen: ArrayLike<File>): FolderListing {
  const files: ListedFile[] = [];
  const folders = new Set<string>();
  let name = '';
  for (const file of Array.from(chosen)) {
    const [top = '', ...rest] = file.webkitRelativePath.split('/');
    name = top;
    const out = rest.slice(0, -1).findIndex((segment) => ALWAYS_OUT.has(segment));
    if (out === -1) files.push({ path: rest.join('/'), file });
    else folders.add(rest.slice(0, out + 1).join('/'));
  }
  return { name, files, folders: [...folders] };
}
