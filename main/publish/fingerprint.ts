import { createHash } from 'node:crypto';
import { lstat } from 'node:fs/promises';
import { join } from 'node:path';
import type { IncludedFile } from '../../shared/project.ts';

const AT_ONCE = 32;

async function lineOf(folder: string, { path, executable }: IncludedFile): Promise<string> {
  const stat = await lstat(join(folder, ...path.split('/')), { bigint: true }).catch(() => null);
  const state = stat === null ? 'gone' : [stat.size, stat.mtimeNs, stat.ctimeNs, stat.ino, stat.mode].join(' ');
  return `${path}\0${executable}\0${state}\n`;
}

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
  for (let at = 0; at < files.length; at += AT_ONCE) {
    const lines = await Promise.all(files.slice(at, at + AT_ONCE).map((file) => lineOf(folder, file)));
    for (const line of lines) hash.update(line);
  }
  return hash.digest('hex');
}
