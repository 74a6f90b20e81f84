import { constants, type Dirent, lstatSync, type Stats } from 'node:fs';
import { access, lstat, readdir } from 'node:fs/promises';
import { createPromptly, type Promptly } from '../promptly.ts';
import { isUtf8 } from '../utf8.ts';
import { stampOf } from './stamp.ts';

/** A path on disk; bytes where a name on it is not UTF-8. */
export type RawPath = string | Buffer;

/** Something in a folder. `raw` is its path on disk; `name` may have lost characters where it is not UTF-8. */
export type Entry = {
  readonly name: string;
  readonly utf8: boolean;
  readonly raw: RawPath;
  readonly kind: 'file' | 'folder' | 'link' | 'special';
  /** Of a file that was looked at when its folder was read; null where it went away meanwhile or may not be looked at. */
  readonly seen?: Seen | null;
};

/** What one look at a file tells. `stamp` changes when it is written, replaced or touched. */
export type Seen = Pick<Stats, 'size' | 'mode' | 'uid'> & { readonly stamp: string };

/** What of a look is kept. */
export const seenOf = (stats: Stats): Seen => ({
  size: stats.size,
  mode: stats.mode,
  uid: stats.uid,
  stamp: stampOf(stats),
});

const slash = Buffer.from('/');

/** What an entry is, by what the system says of it. */
export const kindOf = (entry: Dirent<Buffer | string> | Stats): Entry['kind'] => {
  if (entry.isFile()) return 'file';
  if (entry.isDirectory()) return 'folder';
  return entry.isSymbolicLink() ? 'link' : 'special';
};

/** What stands in a name for bytes that are not UTF-8. */
export const lost = '\uFFFD';

const listBytes = async (folder: RawPath): Promise<Entry[]> => {
  const entries = await readdir(folder, { encoding: 'buffer', withFileTypes: true });
  return entries.map((entry) => ({
    name: entry.name.toString('utf8'),
    utf8: isUtf8(entry.name),
    raw: Buffer.concat([Buffer.from(folder), slash, entry.name]),
    kind: kindOf(entry),
  }));
};

/** Lists a folder without opening anything in it. Throws as `readdir` does. */
export const listFolder = async (folder: RawPath): Promise<Entry[]> => {
  if (typeof folder !== 'string') return listBytes(folder);
  const entries = await readdir(folder, { withFileTypes: true });
  if (entries.some(({ name }) => name.includes(lost))) return listBytes(folder);
  return entries.map((entry) => ({
    name: entry.name,
    utf8: true,
    raw: `${folder}/${entry.name}`,
    kind: kindOf(entry),
  }));
};

/** Looks at files themselves, never through a link; null where one went away meanwhile or may not be looked at. */
export type Looks = Promptly<RawPath, Seen | null>;

const lookNow = (raw: RawPath): Seen | null => {
  try {
    const stats = lstatSync(raw, { throwIfNoEntry: false });
    return stats === undefined ? null : seenOf(stats);
  } catch {
    return null;
  }
};

const lookLater = (raw: RawPath): Promise<Seen | null> => lstat(raw).then(seenOf, () => null);

export const createLooks = (): Looks => createPromptly(lookNow, lookLater);

const me = process.getuid?.();

/** Whether this user may read a file. Asks the system only where owner and mode leave it open. */
export const isReadable = (raw: RawPath, stats: Seen): true | Promise<boolean> => {
  if (me === 0 || (me === stats.uid && (stats.mode & constants.S_IRUSR) !== 0)) return true;
  return access(raw, constants.R_OK).then(
    () => true,
    () => false,
  );
};

/** The error code of a failed file system call, such as `EACCES`. */
export const errorCode = (error: unknown): string =>
  error instanceof Error && 'code' in error && typeof error.code === 'string' ? error.code : '';
