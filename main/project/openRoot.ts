import { opendir, realpath } from 'node:fs/promises';
import { failure } from '../failure.ts';
import { errorCode } from './entries.ts';

/** Why a project's folder cannot be listed, from what the system threw. */
export const rootProblem = (error: unknown): Error => {
  const code = errorCode(error);
  if (code === 'ENOENT') return failure('not_found', 'The folder is gone. It was moved or deleted.');
  if (code === 'ENOTDIR') return failure('not_a_project', 'This is a file. Choose the folder that holds elba.toml.');
  return failure(
    'folder_unreadable',
    'The folder cannot be read. This account has no permission, or the disk does not answer.',
  );
};

/**
 * The real path of a project's folder. Throws `not_found`, `not_a_project` or `folder_unreadable` for what cannot be listed.
 */
export const openRoot = async (folder: string): Promise<string> => {
  try {
    const root = await realpath(folder);
    await (await opendir(root)).close();
    return root;
  } catch (error) {
    throw rootProblem(error);
  }
};
