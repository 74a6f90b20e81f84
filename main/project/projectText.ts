import { failure } from '../failure.ts';
import { isUtf8 } from '../utf8.ts';
import { readProjectFile } from './readFile.ts';

export type ProjectText = { readonly text: string; readonly truncated: boolean; readonly binary: boolean };

const mostBytes = 1024 * 1024;

/** How many bytes of a cut-off character stand at the end, or null where the bytes are no text. */
const brokenTail = (bytes: Buffer, truncated: boolean): number | null => {
  if (bytes.includes(0)) return null;
  const tails = truncated ? [0, 1, 2, 3] : [0];
  return tails.find((cut) => isUtf8(bytes.subarray(0, bytes.length - cut))) ?? null;
};

/**
 * The beginning of a file of a project as text, at most 1 MiB; a `binary` file has no text. Plain files within the project only:
 * no links. Throws `not_found` and `folder_unreadable`.
 */
export const readProjectText = async (root: string, path: string): Promise<ProjectText> => {
  const read = await readProjectFile(root, path, mostBytes);
  if (read.kind === 'unreadable') {
    throw failure('folder_unreadable', `${path} cannot be read. This account has no permission for it.`);
  }
  if (read.kind !== 'read') throw failure('not_found', `There is no file ${path} in this project any more.`);
  const truncated = read.size > read.bytes.length;
  const tail = brokenTail(read.bytes, truncated);
  if (tail === null) return { text: '', truncated, binary: true };
  return { text: read.bytes.toString('utf8', 0, read.bytes.length - tail), truncated, binary: false };
};
