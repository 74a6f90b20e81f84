import { constants, type Dirent, type Stats } from 'node:fs';
import { access, lstat, readdir } from 'node:fs/promises';
import { isUtf8 } from '../utf8.ts';

/** Something in a folder. `raw` is its path on disk; `name` may have lost characters where it is not UTF-8. */
export type Entry = {
  readonly name: string;
  readonly utf8: boolean;
  readonly raw: Buffer;
  readonly kind: 'file' | 'folder' | 'link' | 'special';
};

const slash = Buffer.from('/');

const kindOf = (entry: Dirent<Buffer> | Stats): Entry['kind'] => {
  if (entry.isSymbolicLink()) return 'link';
  if (entry.isDirectory()) return 'folder';
  return entry.isFile() ? 'file' : 'special';
};

/** Lists a folder without opening anything in it. Throws as `readdir` does. */
export const listFolder = async (folder: Buffer): Promise<Entry[]> => {
  const entries = await readdir(folder, { encoding: 'buffer', withFileTypes: true });
  return entries.map((entry) => ({
    name: entry.name.toString('utf8'),
    utf8: isUtf8(entry.name),
    raw: Buffer.concat([folder, slash, entry.name]),
    kind: kindOf(entry),
  }));
};

/** Looks at an entry itself, never through a link; null where it went away meanwhile or may not be looked at. */
export const look = (raw: Buffer): Promise<Stats | null> =>
  lstat(raw).then(
    (stats) => stats,
    () => null,
  );

const me = process.getuid?.();

/** Whether this user may read a file. Asks the system only where owner and mode leave it open. */
export const isReadable = async (raw: Buffer, stats: Stats): Promise<boolean> => {
  if (me === 0 || (me === stats.uid && (stats.mode & constants.S_IRUSR) !== 0)) return true;
  return access(raw, constants.R_OK).then(
    () => true,
    () => false,
  );
};

/** The error code of a failed file system call, such as `EACCES`. */
export const errorCode = (error: unknown): string =>
  error instanceof Error && 'code' in error && typeof error.code === 'string' ? error.code : '';
