import { createHash } from 'node:crypto';
import { type BigIntStats, lstatSync } from 'node:fs';
import { lstat } from 'node:fs/promises';
import { join } from 'node:path';
import type { IncludedFile } from '../../shared/project.ts';
import { createPromptly } from '../promptly.ts';

const GONE = 'gone';

const stateOf = (stats: BigIntStats | undefined): string =>
  stats === undefined ? GONE : `${stats.size} ${stats.mtimeNs} ${stats.ctimeNs} ${stats.ino} ${stats.mode}`;

const stateNow = (file: string): string => {
  try {
    return stateOf(lstatSync(file, { bigint: true, throwIfNoEntry: false }));
  } catch {
    return GONE;
  }
};

const stateLater = (file: string): Promise<string> => lstat(file, { bigint: true }).then(stateOf, () => GONE);

/**
 * A mark that changes when a file of the list is written, replaced or touched, or the list or its `first` entries do: sizes, times and
 * inodes, as git looks for changes. Cheap beside reading the files, so it can be taken before every upload.
 */
export async function fingerprint(
  folder: string,
  files: readonly IncludedFile[],
  first: readonly string[],
): Promise<string> {
  const hash = createHash('sha256').update(JSON.stringify(first));
  const looks = createPromptly(stateNow, stateLater);
  for (const { path, executable } of files) {
    hash.update(`${path}\0${executable}\0${await looks.ask(join(folder, path))}\n`);
    await looks.breathe();
  }
  return hash.digest('hex');
}
