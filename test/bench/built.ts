import { resolve } from 'node:path';
import { ensureBuilt } from '../../scripts/build.ts';

/** A file of the built program, which is built first where it is not fresh. */
export const builtFile = async (path: string): Promise<string> => {
  if (!(await ensureBuilt())) throw new Error('The program could not be built, so it can’t be measured.');
  return resolve(import.meta.dirname, '../../out', path);
};
