import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { byteOrder } from '../byteOrder.ts';
import { manifestFile } from '../elba/manifest.ts';

const most = 3;
const deepest = 3;
const mostFolders = 500;
const skipped: ReadonlySet<string> = new Set(['.git', 'target', 'node_modules']);

/**
 * Finds up to three folders below the root that have an elba.toml, nearest first. It looks three levels deep, into 500 folders at
 * most, and follows no links. Paths are relative, with forward slashes.
 */
export const findProjectsBelow = async (root: string): Promise<string[]> => {
  const found: string[] = [];
  let level = [''];
  let looked = 0;
  for (let depth = 0; depth <= deepest && level.length > 0; depth += 1) {
    const next: string[] = [];
    for (const folder of level) {
      looked += 1;
      if (looked > mostFolders) return found;
      const entries = await readdir(join(root, folder), { withFileTypes: true }).catch(() => []);
      const isProject = entries.some((entry) => entry.name === manifestFile && entry.isFile());
      if (isProject && folder !== '') found.push(folder);
      if (found.length === most) return found;
      const below = entries.filter((entry) => entry.isDirectory() && !skipped.has(entry.name));
      next.push(...below.map((entry) => (folder === '' ? entry.name : `${folder}/${entry.name}`)).sort(byteOrder));
    }
    level = next;
  }
  return found;
};
