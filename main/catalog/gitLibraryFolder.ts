import { lstat, mkdir, readdir, readFile, readlink, rmdir, stat, unlink, writeFile } from 'node:fs/promises';
import { relative, resolve } from 'node:path';
import type { PromiseFsClient } from 'isomorphic-git';

/**
 * The files that the library works on: one folder and nothing outside of it, whatever name a server gives to a branch, and no links.
 * `onPack` sees a pack before it is written and may throw.
 */
export function libraryFolder(folder: string, onPack: (pack: Buffer) => void): PromiseFsClient {
  const inside = (path: string): string => {
    const found = resolve(path);
    if (/^\.\.(?:[/\\]|$)/.test(relative(folder, found)) || relative(folder, found) === found)
      throw new Error('corrupt: a name in it leads out of the repository');
    return found;
  };
  return {
    promises: {
      readFile: async (path: string, options: Parameters<typeof readFile>[1] = null) => readFile(inside(path), options),
      async writeFile(path: string, bytes: Uint8Array | string, options?: Parameters<typeof writeFile>[2]) {
        if (path.endsWith('.pack')) onPack(Buffer.from(bytes));
        await writeFile(inside(path), bytes, options);
      },
      mkdir: async (path: string) => mkdir(inside(path), { mode: 0o700 }),
      rmdir: async (path: string) => rmdir(inside(path)),
      unlink: async (path: string) => unlink(inside(path)),
      stat: async (path: string) => stat(inside(path)),
      lstat: async (path: string) => lstat(inside(path)),
      readdir: async (path: string) => readdir(inside(path)),
      readlink: async (path: string) => readlink(inside(path)),
      symlink: async () => {
        throw new Error('corrupt: it wants a link to be made');
      },
    },
  };
}
