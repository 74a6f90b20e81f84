import { failure } from '../failure.ts';
import { type ReadText, readableText } from '../utf8.ts';
import type { ProjectSource } from './projectSource.ts';

const mostBytes = 1024 * 1024;

/**
 * The beginning of a file of a project as text, at most 1 MiB. Plain files within the project only: no links. Throws `not_found` and
 * `folder_unreadable`.
 */
export const readProjectText = async (source: Pick<ProjectSource, 'read'>, path: string): Promise<ReadText> => {
  const read = await source.read(path, mostBytes);
  if (read.kind === 'unreadable') {
    throw failure('folder_unreadable', `${path} cannot be read. This account has no permission for it.`);
  }
  if (read.kind !== 'read') throw failure('not_found', `There is no file ${path} in this project any more.`);
  return readableText(read.bytes, read.size);
};
