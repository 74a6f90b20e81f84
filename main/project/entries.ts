import { constants, type Dirent, lstatSync, type Stats } from 'node:fs';
import { access, lstat, readdir } from 'node:fs/promises';
import { createPromptly, type Promptly } from '../promptly.ts';
import { isUtf8 } from '../utf8.ts';

/** A path on disk; bytes where a name on it is not UTF-8. */
export type RawPath = string | Buffer;

/** Something in a folder. `raw` is its path on disk; `name` may have lost characters where it is not UTF-8. */
export type Entry = {
  readonly name: string;
  readonly utf8: boolean;
  readonly raw: RawPath;
  readonly kind: 'file' | 'folder' | 'link' | 'special';
};

const slash = Buffer.from('/');

const kindOf = (entry: Dirent<Buffer | string> | Stats): Entry['kind'] => {
  if (entry.isFile()) return 'file';
  if (entry.isDirectory()) return 'folder';
  return entry.isSymbolicLink() ? 'link' : 'special';
};

/** What stands in a name for bytes that are not UTF-8. */
const lost = '\uFFFD';

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

/** Looks at entries themselves, never through a link; null where one went away meanwhile or may not be looked at. */
export type Looks = Promptly<RawPath, Stats | null>;

const lookNow = (raw: RawPath): Stats | null => {
  try {
    return lstatSync(raw, { throwIfNoEntry: false }) ?? null;
  } catch {
    return null;
  }
};

const lookLater = (raw: RawPath): Promise<Stats | null> => lstat(raw).catch(() => null);

export const createLooks = (): Looks => createPromptly(lookNow, lookLater);

const me = process.getuid?.();

/** Whether this user may read a file. Asks the system only where owner and mode leave it open. */
export const isReadable = (raw: RawPath, stats: Stats): true | Promise<boolean> => {
  if (me === 0 || (me === stats.uid && (stats.mode & constants.S_IRUSR) !== 0)) return true;
  return access(raw, constants.R_OK).then(
    () => true,
    () => false,
  );
};

/** The error code of a failed file system call, such as `EACCES`. */
export const errorCode = (error: unknown): string =>
  error instanceof Error && 'code' in error && typeof error.code === 'string' ? error.code : '';
