/** A file of an archive, for comparing; `sha256` is that of its content, in hex. */
export type ComparedFile = {
  readonly path: string;
  readonly bytes: number;
  readonly sha256: string;
  readonly executable: boolean;
};

export type ChangedFile = { readonly path: string; readonly before: ComparedFile; readonly after: ComparedFile };

/** What two archives differ in, each list in the order of the archive that the files are in; `same` counts the rest. */
export type ArchiveDifference = {
  readonly added: readonly ComparedFile[];
  readonly removed: readonly ComparedFile[];
  /** Other content, whatever the mode. */
  readonly changed: readonly ChangedFile[];
  /** The same content, but executable in only one of the two. */
  readonly mode: readonly ChangedFile[];
  readonly same: number;
};

/** Where a path occurs twice the later entry counts, because that is what unpacking leaves. */
const byPath = (files: readonly ComparedFile[]): Map<string, ComparedFile> => {
  const map = new Map<string, ComparedFile>();
  for (const file of files) {
    map.delete(file.path);
    map.set(file.path, file);
  }
  return map;
};

/**
 * Compares the files of two archives by path, hash and executable bit. A renamed file is one removed and one added. Paths are taken
 * as they are: names that would land on the same file on a disk (`./a` and `a`) have to be made the same before.
 */
export const compareArchives = (before: readonly ComparedFile[], after: readonly ComparedFile[]): ArchiveDifference => {
  const [old, now] = [byPath(before), byPath(after)];
  const both = [...now.values()].flatMap((file) => {
    const was = old.get(file.path);
    return was === undefined ? [] : [{ path: file.path, before: was, after: file }];
  });
  const isSameContent = ({ before: was, after: is }: ChangedFile): boolean =>
    was.sha256 === is.sha256 && was.bytes === is.bytes;
  const changed = both.filter((pair) => !isSameContent(pair));
  const mode = both.filter((pair) => isSameContent(pair) && pair.before.executable !== pair.after.executable);
  return {
    added: [...now.values()].filter(({ path }) => !old.has(path)),
    removed: [...old.values()].filter(({ path }) => !now.has(path)),
    changed,
    mode,
    same: both.length - changed.length - mode.length,
  };
};
