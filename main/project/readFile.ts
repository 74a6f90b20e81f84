import { constants } from 'node:fs';
import { lstat, open, realpath } from 'node:fs/promises';
import { join, sep } from 'node:path';
import { isUtf8 } from '../utf8.ts';
import { errorCode } from './entries.ts';
import { isBelow } from './paths.ts';

/** The beginning of a file. `size` is that of the whole file. */
export type ReadFile =
  | { readonly kind: 'read'; readonly bytes: Buffer; readonly size: number }
  | { readonly kind: 'missing' }
  | { readonly kind: 'not_a_file' }
  | { readonly kind: 'unreadable' };

const flags = constants.O_RDONLY | (constants.O_NOFOLLOW ?? 0) | (constants.O_NONBLOCK ?? 0);

const readOpen = async (file: string, most: number): Promise<ReadFile> => {
  const handle = await open(file, flags);
  try {
    const stats = await handle.stat();
    if (!stats.isFile()) return { kind: 'not_a_file' };
    const length = Math.min(most, stats.size);
    const { buffer, bytesRead } = await handle.read(Buffer.alloc(length), 0, length, 0);
    return { kind: 'read', bytes: buffer.subarray(0, bytesRead), size: stats.size };
  } finally {
    await handle.close();
  }
};

const isWithin = (root: string, path: string): boolean =>
  path !== '' && !path.includes('\0') && !path.split(/[/\\]/).includes('..') && !join(root, path).endsWith(sep);

/**
 * Reads the beginning of a file of a project, at most `most` bytes. It reads plain files within the root only: no links, no
 * folders on the way that are links out of the root, no pipes or devices (which are not even opened).
 */
export const readProjectFile = async (root: string, path: string, most: number): Promise<ReadFile> => {
  if (!isWithin(root, path)) return { kind: 'missing' };
  const file = join(root, path);
  try {
    if (!(await lstat(file)).isFile()) return { kind: 'not_a_file' };
    const [realRoot, real] = await Promise.all([realpath(root), realpath(file)]);
    if (!isBelow(realRoot, real)) return { kind: 'not_a_file' };
    return await readOpen(file, most);
  } catch (error) {
    const gone = ['ENOENT', 'ENOTDIR', 'ENAMETOOLONG'].includes(errorCode(error));
    return { kind: gone ? 'missing' : 'unreadable' };
  }
};

/** Line and column, from 1, of the first byte that is no UTF-8; null where there is none. */
export const firstBadByte = (bytes: Buffer): { line: number; column: number } | null => {
  if (isUtf8(bytes)) return null;
  let line = 1;
  let start = 0;
  for (let end = bytes.indexOf(10); end !== -1; end = bytes.indexOf(10, start)) {
    if (!isUtf8(bytes.subarray(start, end))) break;
    start = end + 1;
    line += 1;
  }
  const decoded = bytes.subarray(start).toString('utf8');
  return { line, column: [...decoded.slice(0, decoded.indexOf('\uFFFD'))].length + 1 };
};
