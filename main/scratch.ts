import { readdir, rm } from 'node:fs/promises';
import { join } from 'node:path';

/** Folders for what lives no longer than this run: what came in through the browser, built archives, downloaded archives, copies that are dragged out. */
export interface Scratch {
  readonly staging: string;
  readonly archives: string;
  readonly downloads: string;
  /** Copies that are dragged out of the window. */
  readonly dragged: string;
  /** Removes what earlier runs left because they were killed. */
  clearOld(): Promise<void>;
  /** Removes everything, at the end of the run. */
  remove(): Promise<void>;
}

const NAMES = ['staging', 'archives', 'downloads', 'dragged'] as const;

async function removeAllBut(folder: string, keep: string): Promise<void> {
  const names = await readdir(folder).catch(() => []);
  for (const name of names) if (name !== keep) await rm(join(folder, name), { recursive: true, force: true });
}

/** Names the folders of this run inside the data folder; whoever uses one makes it. */
export function createScratch(dataFolder: string, run: string): Scratch {
  const folderOf = (name: (typeof NAMES)[number]): string => join(dataFolder, name);
  return {
    staging: join(folderOf('staging'), run),
    archives: join(folderOf('archives'), run),
    downloads: join(folderOf('downloads'), run),
    dragged: join(folderOf('dragged'), run),
    clearOld: async () => {
      for (const name of NAMES) await removeAllBut(folderOf(name), run);
    },
    remove: async () => {
      for (const name of NAMES) await rm(folderOf(name), { recursive: true, force: true });
    },
  };
}
