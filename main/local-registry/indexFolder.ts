import { randomBytes } from 'node:crypto';
import { readdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { mkdir, rename, rm } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { setImmediate as nextTurn, setTimeout as pause } from 'node:timers/promises';
import { formatIndexConfig } from '../elba/indexConfig.ts';
import { formatIndexFile } from '../elba/indexFile.ts';
import { formatResolution } from '../elba/resolution.ts';
import type { IndexSeal } from './indexSeal.ts';
import type { StoredPackage, StoredVersion } from './state.ts';

/** The index that elba reads, as a folder. Nothing but `index.toml` and a file per package lies in it. */
export type IndexFolder = {
  /** Writes the file of a package, whole or not at all. */
  write(of: StoredPackage): Promise<void>;
  /** Makes the folder right: writes what is missing or differs, moves what does not belong there to `aside`. */
  repair(packages: Iterable<StoredPackage>): Promise<{ written: number; movedAside: number }>;
  /** Leaves word for the next `repair`, which then has less to look at. The journal has to be closed. */
  leaveSeal(packages: Iterable<StoredPackage>, now: Date): Promise<void>;
};

export type IndexFolderOptions = {
  readonly root: string;
  /** For files that are not finished; on the same file system, not below the root: any stray file there makes elba panic. */
  readonly temporary: string;
  readonly aside: string;
  /** `http://127.0.0.1:PORT`. */
  readonly url: string;
  readonly seal: IndexSeal;
};

const configFile = 'index.toml';
/** elba makes and removes this while it reads. */
const elbasLock = '.dirlock';

/** The path of a version's download, below the registry's URL. */
export const downloadPath = (group: string, name: string, version: string): string =>
  `/api/v1/packages/${encodeURIComponent(group)}/${encodeURIComponent(name)}/${encodeURIComponent(version)}/download`;

type KnownLine = { readonly stored: StoredVersion; readonly yanked: boolean; readonly text: string };

/**
 * Makes the texts of packages' files. A line is made once and kept: a package with a thousand versions gets one more without the other
 * thousand being written anew.
 */
const createFileText = (url: string): ((of: StoredPackage) => string) => {
  const files = new WeakMap<StoredPackage, readonly KnownLine[]>();
  const newLine = ({ group, name }: StoredPackage, stored: StoredVersion): KnownLine => {
    const { version, yanked, published } = stored;
    const location = formatResolution({
      kind: 'tar',
      url: `${url}${downloadPath(group, name, version)}`,
      sha256: published.sha256,
    });
    const { dependencies } = published;
    const text = formatIndexFile([{ name: `${group}/${name}`, version, dependencies, yanked, location }]);
    return { stored, yanked, text };
  };
  return (of) => {
    const before = files.get(of) ?? [];
    // The versions of a package are kept in the order in which a file has to have them, and between two calls at most one comes in.
    const lines = of.versions.map((stored, at) => {
      const known = before[at]?.stored === stored ? before[at] : before[at - 1];
      return known?.stored === stored && known.yanked === stored.yanked ? known : newLine(of, stored);
    });
    files.set(of, lines);
    return lines.map(({ text }) => text).join('');
  };
};

const isBusy = (error: unknown): boolean =>
  error instanceof Error &&
  'code' in error &&
  (error.code === 'EPERM' || error.code === 'EACCES' || error.code === 'EBUSY');

/** On Windows a file that somebody is reading cannot be replaced for that moment. */
const replace = async (from: string, to: string, tries = 20): Promise<void> => {
  try {
    renameSync(from, to);
  } catch (error) {
    if (process.platform !== 'win32' || tries === 0 || !isBusy(error)) throw error;
    await pause(25);
    await replace(from, to, tries - 1);
  }
};

const readText = (file: string): string | null => {
  try {
    return readFileSync(file, 'utf8');
  } catch {
    return null;
  }
};

/** What lies in the root that is not in `wanted`: paths relative to the root. A foreign folder stands for all that is in it. */
const strays = (root: string, wanted: ReadonlySet<string>): string[] => {
  const groups = new Set([...wanted].map((path) => path.split('/', 1).join('')));
  return readdirSync(root, { withFileTypes: true }).flatMap((entry) => {
    if (entry.name === configFile || entry.name === elbasLock) return [];
    if (!entry.isDirectory() || !groups.has(entry.name)) return [entry.name];
    return readdirSync(join(root, entry.name), { withFileTypes: true })
      .filter((file) => !file.isFile() || !wanted.has(`${entry.name}/${file.name}`))
      .map((file) => `${entry.name}/${file.name}`);
  });
};

const pathsOf = (packages: readonly StoredPackage[]): string[] => [configFile, ...packages.map(({ key }) => key)];

/** How many files are compared before others get their turn. */
const slice = 200;

/** Opens the index folder; `repair` has to run before the first `write`. */
export const createIndexFolder = ({ root, temporary, aside, url, seal }: IndexFolderOptions): IndexFolder => {
  const known = new Set<string>();
  const fileText = createFileText(url);

  const put = async (path: string, text: string): Promise<void> => {
    const file = join(root, path);
    const folder = dirname(file);
    if (!known.has(folder)) await mkdir(folder, { recursive: true });
    known.add(folder);
    const unfinished = join(temporary, `${randomBytes(8).toString('hex')}.index`);
    try {
      // On the spot: each of these steps takes a tenth of what handing it to another thread does.
      writeFileSync(unfinished, text);
      await replace(unfinished, file);
      seal.noteRight(path, seal.stamp(path));
    } catch (error) {
      known.delete(folder);
      seal.noteRight(path, null);
      await rm(unfinished, { force: true });
      throw error;
    }
  };

  const moveAside = async (paths: readonly string[]): Promise<void> => {
    const stamp = new Date().toISOString().replaceAll(':', '-');
    for (const path of paths) {
      const target = join(aside, stamp, path);
      await mkdir(dirname(target), { recursive: true });
      await rename(join(root, path), target);
    }
  };

  return {
    write: (of) => put(of.key, fileText(of)),
    async repair(packages) {
      await mkdir(root, { recursive: true });
      const all = [...packages];
      const foreign = strays(root, new Set(all.map(({ key }) => key)));
      await moveAside(foreign);
      let written = 0;
      const correct = async (path: string, text: string): Promise<void> => {
        const stamp = seal.stamp(path);
        if (readText(join(root, path)) === text) return seal.noteRight(path, stamp);
        await put(path, text);
        written++;
      };
      await correct(configFile, formatIndexConfig(`${url}/`));
      // The first package is looked at in any case: it shows where another version of the program wrote in another way.
      for (const [at, of] of all.entries()) {
        if (at === 1 && written === 0 && seal.holds(pathsOf(all))) break;
        await correct(of.key, fileText(of));
        if (at % slice === slice - 1) await nextTurn();
      }
      return { written, movedAside: foreign.length };
    },
    leaveSeal: (packages, now) => seal.leave(pathsOf([...packages]), now),
  };
};
