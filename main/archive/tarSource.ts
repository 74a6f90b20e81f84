import { closeSync, constants, fstatSync, lstatSync, openSync, readSync, type Stats } from 'node:fs';
import { join } from 'node:path';
import type { IncludedFile } from '../../shared/project.ts';
import { Failure, failure } from '../failure.ts';
import { fileHeader, paddingAfter, tarEnd } from './tarHeader.ts';

/** A tar stream that is drawn from the files of a folder, piece by piece. */
export type TarSource = {
  /** Writes the next bytes of the stream into `block` and gives their number; less than its length only at the end. */
  fill(block: Buffer): number;
  /** Content bytes drawn so far. */
  contentBytes(): number;
  close(): void;
};

type OpenFile = { readonly fd: number; readonly file: IncludedFile; readonly before: Stats; left: number };

// Windows knows neither flag; Node then leaves the constants out, whatever their type says.
const noFollow: number | undefined = constants.O_NOFOLLOW;
const noWait: number | undefined = constants.O_NONBLOCK;
const openFlags = constants.O_RDONLY | (noFollow ?? 0) | (noWait ?? 0);

const lookAgain = 'Look at the folder again, then build the archive once more.';

const changed = (path: string, what: string): Failure => failure('folder_changed', `${path} ${what}. ${lookAgain}`);

const readingFailure = (path: string, error: unknown): Failure => {
  const code = error instanceof Error && 'code' in error ? error.code : undefined;
  switch (code) {
    case 'ENOENT':
      return changed(path, 'is no longer there');
    case 'ENOTDIR':
    case 'ELOOP':
    case 'EMLINK':
    case 'ENXIO':
    case 'EISDIR':
      return changed(path, 'is no longer a regular file');
    case 'EACCES':
    case 'EPERM':
      return failure('folder_unreadable', `${path} may not be read by you. Change its permissions or leave it out.`);
    default: {
      const reason = error instanceof Error ? error.message : String(error);
      return failure('folder_unreadable', `${path} could not be read (${reason}). Check the disk, then try again.`);
    }
  }
};

/** Refuses a path on which a folder has become a link or something else since the walk. Folders just seen are not asked again. */
const createFolderGuard = (root: string): ((path: string) => void) => {
  let known: string[] = [];
  return (path) => {
    const folders = path.split('/').slice(0, -1);
    let same = 0;
    while (same < folders.length && folders[same] === known[same]) same++;
    known = known.slice(0, same);
    for (const folder of folders.slice(same)) {
      if (!lstatSync(join(root, ...known, folder)).isDirectory())
        throw changed(path, 'is no longer inside a real folder of the project');
      known.push(folder);
    }
  };
};

const openRegular = (root: string, file: IncludedFile): OpenFile => {
  const path = join(root, ...file.path.split('/'));
  if (noFollow === undefined && !lstatSync(path).isFile()) throw changed(file.path, 'is no longer a regular file');
  const fd = openSync(path, openFlags);
  const before = fstatSync(fd);
  if (before.isFile() && before.size === file.bytes) return { fd, file, before, left: file.bytes };
  closeSync(fd);
  throw changed(file.path, before.isFile() ? 'has another size now' : 'is no longer a regular file');
};

/**
 * Draws a tar stream from `files` (in the order given) below the folder `root`. Reads with synchronous calls in slices of the
 * caller's block: thousands of small files are read several times faster so, and the thread pool stays free for compression.
 * Links are never followed, on any level below `root`. Throws `folder_changed` where a file vanished, changed its size or
 * was written to while it was read, and `folder_unreadable` where it cannot be read.
 */
export const createTarSource = (root: string, files: readonly IncludedFile[]): TarSource => {
  const guard = createFolderGuard(root);
  let next = 0;
  let current: OpenFile | null = null;
  let pending: Buffer = Buffer.alloc(0);
  let ended = false;
  let content = 0;

  const open = (file: IncludedFile): void => {
    try {
      guard(file.path);
      current = openRegular(root, file);
    } catch (error) {
      throw error instanceof Failure ? error : readingFailure(file.path, error);
    }
    pending = fileHeader(file);
  };

  const finish = ({ fd, file, before }: OpenFile): void => {
    const after = fstatSync(fd);
    closeSync(fd);
    current = null;
    if (after.size !== before.size || after.mtimeMs !== before.mtimeMs)
      throw changed(file.path, 'was changed while it was read');
    pending = tarEnd.subarray(0, paddingAfter(file.bytes));
  };

  const read = (from: OpenFile, block: Buffer, at: number): number => {
    const wanted = Math.min(from.left, block.length - at);
    let got: number;
    try {
      got = readSync(from.fd, block, at, wanted, null);
    } catch (error) {
      throw readingFailure(from.file.path, error);
    }
    if (got === 0) throw changed(from.file.path, 'became shorter while it was read');
    from.left -= got;
    content += got;
    return got;
  };

  const advance = (): boolean => {
    const file = files[next];
    if (file !== undefined) {
      next++;
      open(file);
      return true;
    }
    if (ended) return false;
    ended = true;
    pending = tarEnd;
    return true;
  };

  return {
    contentBytes: () => content,
    fill(block) {
      let at = 0;
      while (at < block.length) {
        if (pending.length > 0) {
          const copied = pending.copy(block, at);
          pending = pending.subarray(copied);
          at += copied;
        } else if (current !== null) {
          if (current.left > 0) at += read(current, block, at);
          else finish(current);
        } else if (!advance()) break;
      }
      return at;
    },
    close() {
      if (current !== null) closeSync(current.fd);
      current = null;
    },
  };
};
