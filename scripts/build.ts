import { mkdir, readdir, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { repository, run, tool } from './run.ts';

const SOURCES = ['main', 'renderer', 'shared', 'electron.vite.config.ts', 'package.json', 'package-lock.json'];
const STAMP = join(repository, 'out', '.built');

/** When the newest file at or below a path was changed, in milliseconds; 0 where there is none. */
async function newest(path: string): Promise<number> {
  const here = await stat(path).catch(() => null);
  if (here === null) return 0;
  if (!here.isDirectory()) return here.mtimeMs;
  const names = await readdir(path);
  // The folder's own time counts as well: it changes when a file goes away.
  return Math.max(here.mtimeMs, ...(await Promise.all(names.map((name) => newest(join(path, name))))));
}

async function isFresh(): Promise<boolean> {
  const times = await Promise.all(SOURCES.map((source) => newest(join(repository, source))));
  return (await newest(STAMP)) > Math.max(...times);
}

/**
 * Builds out/ unless it is newer than everything it is made of. What the build says goes to stderr. Answers whether there is a
 * build to start.
 */
export async function ensureBuilt(): Promise<boolean> {
  if (await isFresh()) return true;
  const startedAt = new Date();
  const code = await run(
    process.execPath,
    [tool('electron-vite/bin/electron-vite.js'), 'build', '--logLevel', 'warn'],
    {
      stdio: ['ignore', 2, 2],
    },
  );
  if (code !== 0) return false;
  await mkdir(join(repository, 'out'), { recursive: true });
  await writeFile(STAMP, `${startedAt.toISOString()}\n`);
  return true;
}
