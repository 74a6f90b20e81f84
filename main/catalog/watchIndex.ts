import { type FSWatcher, watch } from 'node:fs';
import { readdir } from 'node:fs/promises';
import { join } from 'node:path';

/** Hears of changes in an index folder; closed by what it answers. */
export type WatchIndex = (root: string, onChange: () => void) => { close(): void };

const QUIET_MS = 200;
/** Each group is a folder to watch; of a larger index a change in one beyond shows with the next refresh. */
const MOST_GROUPS = 2000;

/** elba makes and removes this whenever it reads; files that are still being written are named otherwise as well. */
const isNoise = (name: string | null): boolean => name?.startsWith('.') === true;

/**
 * Watches the root and each group, not each of a hundred thousand files; a change is told once things were quiet for a moment. A folder
 * that can't be watched is not heard of.
 */
export const watchIndex: WatchIndex = (root, onChange) => {
  const groups = new Map<string, FSWatcher>();
  let timer: NodeJS.Timeout | null = null;
  let closed = false;
  const poke = (): void => {
    if (timer !== null) clearTimeout(timer);
    timer = setTimeout(onChange, QUIET_MS).unref();
  };
  const watchOne = (folder: string, onName: (name: string | null) => void): FSWatcher | null => {
    try {
      const watcher = watch(folder, { persistent: false }, (_event, name) => {
        if (!isNoise(name)) onName(name);
      });
      watcher.on('error', () => watcher.close());
      return watcher;
    } catch {
      return null;
    }
  };
  const follow = async (): Promise<void> => {
    const entries = await readdir(root, { withFileTypes: true }).catch(() => []);
    const names = entries.filter((entry) => entry.isDirectory() && !isNoise(entry.name)).map(({ name }) => name);
    for (const name of names.slice(0, MOST_GROUPS)) {
      if (closed || groups.has(name)) continue;
      const watcher = watchOne(join(root, name), poke);
      if (watcher === null) continue;
      groups.set(name, watcher);
    }
  };
  const top = watchOne(root, (name) => {
    // A group that went away and came back is another folder.
    if (name !== null) groups.get(name)?.close();
    if (name !== null) groups.delete(name);
    void follow();
    poke();
  });
  void follow();
  return {
    close() {
      closed = true;
      if (timer !== null) clearTimeout(timer);
      top?.close();
      for (const watcher of [...groups.values()]) watcher.close();
    },
  };
};
