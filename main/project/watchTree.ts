import { basename, relative, sep } from 'node:path';
import { watch } from 'chokidar';

export type TreeScope = {
  /** A real path. */
  readonly root: string;
  /** Whether only the names in the root are watched, not what lies in its folders. */
  readonly isShallow: boolean;
  /** Folders that are not looked into, by their paths from the root with forward slashes. */
  readonly leftOut: ReadonlySet<string>;
};

export type TreeEvents = {
  /** Told the path of everything that changes, and the root once when the watcher has begun: what changed until then was not seen. */
  readonly onChange: (path: string) => void;
  readonly onError: (error: unknown) => void;
};

export type WatchTree = (scope: TreeScope, events: TreeEvents) => { close(): Promise<void> };

const builtin: ReadonlySet<string> = new Set(['.git', 'target']);

/** Watches a folder with what lies below it. Links are not followed; `.git`, `target` and what is left out are not looked into. */
export const watchTree: WatchTree = ({ root, isShallow, leftOut }, { onChange, onError }) => {
  const isIgnored = (path: string): boolean => {
    const inside = relative(root, path);
    if (inside === '') return false;
    return builtin.has(basename(path)) || leftOut.has(inside.split(sep).join('/'));
  };
  const watcher = watch(root, {
    ignoreInitial: true,
    ignorePermissionErrors: true,
    followSymlinks: false,
    ignored: isIgnored,
    ...(isShallow ? { depth: 0 } : {}),
  });
  watcher.on('all', (_event, path) => onChange(path)).on('ready', () => onChange(root));
  watcher.on('error', onError);
  return { close: () => watcher.close() };
};
