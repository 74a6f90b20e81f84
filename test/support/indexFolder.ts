import { mkdir, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { formatIndexConfig } from '../../main/elba/indexConfig.ts';
import { formatIndexFile, type IndexLine } from '../../main/elba/indexFile.ts';
import { normaliseName } from '../../main/elba/packageName.ts';

/** One index line with what a test does not care about filled in. */
export const indexLine = (name: string, version: string, more: Partial<IndexLine> = {}): IndexLine => ({
  name,
  version,
  dependencies: [],
  yanked: false,
  location: `tar+http://127.0.0.1:1/${name}-${version}.tar.gz#sha256=${'0'.repeat(64)}`,
  ...more,
});

/** Writes an index as elba reads it: `index.toml` and one file a package, named by the normalised name of its lines. */
export async function writeIndex(root: string, lines: readonly IndexLine[], registryUrl: string | null = null) {
  await mkdir(root, { recursive: true });
  await writeFile(join(root, 'index.toml'), formatIndexConfig(registryUrl));
  const files = Map.groupBy(lines, ({ name }) => {
    const [group = '', rest = ''] = name.split('/');
    return normaliseName({ group, name: rest });
  });
  for (const folder of new Set([...files.keys()].map(dirname))) await mkdir(join(root, folder), { recursive: true });
  for (const [file, some] of files) await writeFile(join(root, file), formatIndexFile(some));
}
