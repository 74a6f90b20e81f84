import { readFile } from 'node:fs/promises';
import * as z from 'zod';
import { BundledPackage } from '../../shared/licences.ts';
import { failure } from '../failure.ts';

const Packages = z.array(BundledPackage);

async function readList(file: URL): Promise<BundledPackage[]> {
  try {
    return Packages.parse(JSON.parse(await readFile(file, 'utf8')));
  } catch {
    throw failure(
      'not_found',
      'The list of packages is missing from this copy of the program. Build it again with npm run build.',
    );
  }
}

/** The packages in the program, by name, each once. Throws `not_found` where the build left no list. */
export async function bundledPackages(files: readonly URL[]): Promise<BundledPackage[]> {
  const lists = await Promise.all(files.map(readList));
  const each = new Map(lists.flat().map((one) => [`${one.name} ${one.version}`, one]));
  return [...each.values()].sort((a, b) => (a.name < b.name ? -1 : a.name > b.name ? 1 : 0));
}
