import { readdir, rm } from 'node:fs/promises';
import { join } from 'node:path';

/** Folders for what lives no longer than this run: folders that came in through the browser, and built archives. */
export interface Scratch {
  readonly staging: string;
  readonly archives: string;
  /** Removes what earlier runs left because they were killed. */
  clearOld(): Promise<void>;
  /** Removes everything, at the end of the run. */
  remove(): Promise<void>;
}

async function removeAllBut(folder: string, keep: string): Promise<void> {
  const names = await readdir(folder).catch(() => []);
  for (const name of names) if (name !== keep) await rm(join(folder, name), { recursive: true, force: true });
}

/** Names the folders of this run inside the data folder; whoever uses one makes it. */
export function createScratch(dataFolder: string, run: string): Scratch {
  const [staging, archives] = [join(dataFolder, 'staging'), join(dataFolder, 'archives')];
  return {
    staging: join(staging, run),
    archives: join(archives, run),
    clearOld: async () => {
      await removeAllBut(staging, run);
      await removeAllBut(archives, run);
    },
    remove: async () => {
      await rm(staging, { recursive: true, force: true });
      await rm(archives, { recursive: true, force: true });
    },
  };
}
