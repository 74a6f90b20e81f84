import { type FSWatcher, watch } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import type { Check } from '../../shared/project.ts';
import { errorCode } from './entries.ts';
import type { BuiltReport } from './report.ts';
import { type TreeScope, type WatchTree, watchTree } from './watchTree.ts';

export type WatchEvents = {
  /** Told, a while after the last of several changes, that the folder is to be looked at again. */
  readonly onChange: () => void;
  /** Told what keeps changes from being seen, or null when they are seen again. */
  readonly onTrouble: (trouble: Check | null) => void;
};

export type ProjectWatch = {
  /** Fits what is watched to a new report. */
  follow(built: BuiltReport): void;
  close(): Promise<void>;
};

export type WatchProject = (folder: string, events: WatchEvents) => ProjectWatch;

export type WatchOptions = {
  /** How long the folder has to be quiet, in milliseconds. While it never is, a change is told after ten times as long. */
  readonly debounceMs?: number;
  readonly tree?: WatchTree;
  /** A project with more files than this is not watched. */
  readonly mostFiles?: number;
};

const usualDebounceMs = 150;
const usualMostFiles = 20_000;
const patience = 10;

const limits: ReadonlySet<string> = new Set(['ENOSPC', 'EMFILE', 'ENFILE']);
/** What goes away, or may not be read, while it is looked at: the next look tells of it. */
const passing: ReadonlySet<string> = new Set(['ENOENT', 'ENOTDIR', 'EACCES', 'EPERM']);

const notWatched = (why: string): Check => ({
  id: 'project.not-watched',
  severity: 'hint',
  title: 'Changes in this folder may not show by themselves',
  why,
  todo: 'Refresh after you change a file.',
});

const limitWhy = 'The system allows no more files to be watched.';

/** Runs an action once things are quiet, or have not been for too long. */
const createDebounce = (ms: number, action: () => void) => {
  let timer: NodeJS.Timeout | null = null;
  let since = 0;
  const run = (): void => {
    timer = null;
    action();
  };
  const stop = (): void => {
    if (timer !== null) clearTimeout(timer);
    timer = null;
  };
  const poke = (): void => {
    const now = performance.now();
    if (timer === null) since = now;
    else if (now - since > ms * patience) return;
    stop();
    timer = setTimeout(run, ms);
  };
  return { poke, stop };
};

/** Hears of names right in a folder; a folder that cannot be watched is not heard of. */
const watchNames = (folder: string, isMeant: (name: string) => boolean, onChange: () => void): FSWatcher | null => {
  try {
    const watcher = watch(folder, { persistent: false }, (_event, changed) => {
      if (changed === null || isMeant(changed)) onChange();
    });
    watcher.on('error', () => watcher.close());
    return watcher;
  } catch {
    return null;
  }
};

/** Hears when a folder itself comes, goes or is renamed. */
const watchName = (folder: string, onChange: () => void): FSWatcher | null => {
  const name = basename(folder);
  return watchNames(dirname(folder), (changed) => changed === name, onChange);
};

const gitNames: ReadonlySet<string> = new Set(['HEAD', 'index', 'packed-refs']);

/** Hears of commits, checkouts and tags. Where the repository begins further up it does not. */
const watchGit = (root: string, onChange: () => void): { close(): void } => {
  const watchers = [
    watchNames(join(root, '.git'), (name) => gitNames.has(name), onChange),
    watchNames(join(root, '.git', 'refs', 'tags'), (name) => !name.endsWith('.lock'), onChange),
  ];
  return { close: () => watchers.map((watcher) => watcher?.close()) };
};

const withoutManifest: ReadonlySet<string> = new Set(['manifest.missing', 'files.none']);

/** Without a manifest the files are not listed, so they are not watched either: only an elba.toml that appears is of interest. */
const scopeOf = ({ root, report, files }: BuiltReport, mostFiles: number): TreeScope | null => {
  if (root === null) return null;
  const tooMany = files.included.length > mostFiles;
  const leftOut = files.leftOut.filter((row) => row.kind === 'folder').map((row) => row.path);
  return {
    root,
    isShallow: tooMany || report.checks.some((check) => withoutManifest.has(check.id)),
    leftOut: new Set(leftOut),
  };
};

const keyOf = (scope: TreeScope | null): string =>
  scope === null ? '' : JSON.stringify([scope.root, scope.isShallow, ...scope.leftOut]);

/**
 * Makes the function that watches the folder of a project. Nothing is watched before the first `follow`; a folder that is gone is seen
 * when it comes back. What the watcher cannot do is told as a hint, and nothing fails for it.
 */
export const createWatchProject = (options: WatchOptions = {}): WatchProject => {
  const { debounceMs = usualDebounceMs, tree = watchTree, mostFiles = usualMostFiles } = options;
  return (folder, { onChange, onTrouble }) => {
    const changes = createDebounce(debounceMs, onChange);
    let name: FSWatcher | null = null;
    let watched: { readonly key: string; close(): Promise<void> } | null = null;
    let isClosed = false;
    let isLimited = false;

    const stopTree = async (): Promise<void> => {
      const before = watched;
      watched = null;
      await before?.close();
    };

    const onError = (error: unknown): void => {
      const code = errorCode(error);
      if (isClosed || isLimited || passing.has(code)) return;
      if (limits.has(code)) {
        isLimited = true;
        void stopTree();
      }
      onTrouble(notWatched(limits.has(code) ? limitWhy : `Watching it failed (${code === '' ? 'unknown' : code}).`));
    };

    const startWatched = (key: string, scope: TreeScope): NonNullable<typeof watched> => {
      const files = tree(scope, { onChange: changes.poke, onError });
      const git = watchGit(scope.root, changes.poke);
      const close = (): Promise<void> => {
        git.close();
        return files.close();
      };
      return { key, close };
    };

    const follow = (built: BuiltReport): void => {
      if (isClosed) return;
      name ??= watchName(folder, changes.poke);
      if (isLimited) return;
      const scope = scopeOf(built, mostFiles);
      const key = keyOf(scope);
      if (key === (watched?.key ?? '')) return;
      void stopTree();
      if (scope === null) return;
      const tooMany = built.files.included.length > mostFiles;
      onTrouble(tooMany ? notWatched(`It has more than ${mostFiles.toLocaleString('en')} files.`) : null);
      watched = startWatched(key, scope);
    };

    const close = async (): Promise<void> => {
      isClosed = true;
      changes.stop();
      name?.close();
      await stopTree();
    };

    return { follow, close };
  };
};
