import type { IncludedFile } from '../../shared/project.ts';
import { excludePattern } from './excludePattern.ts';

/** Folders of one name that hold the output of builds, with the pattern that leaves them out. */
export type BuildFolders = { readonly pattern: string | null; readonly files: readonly IncludedFile[] };

const names: ReadonlySet<string> = new Set(['build', 'dist']);

/** The outermost folder of a path that has the name of a build folder, with a slash at its end; none within `node_modules`. */
const outermost = (path: string): string | null => {
  const folders = path.split('/').slice(0, -1);
  const at = folders.findIndex((name) => names.has(name));
  return at === -1 || folders.slice(0, at).includes('node_modules') ? null : `${folders.slice(0, at + 1).join('/')}/`;
};

const isSource = ({ path }: IncludedFile): boolean => /\.l?idr$/.test(path);

const nameOf = (folder: string): string => folder.split('/').at(-2) ?? '';

/**
 * Finds folders named `build` or `dist`, at any depth, that hold no Idris source: one that does is a part of the package. Several of one
 * name share a pattern unless it would take such a part along.
 */
export const findBuildFolders = (included: readonly IncludedFile[]): BuildFolders[] => {
  const byFolder = Map.groupBy(included, ({ path }) => outermost(path));
  byFolder.delete(null);
  const litter = [...byFolder].filter(([, files]) => !files.some(isSource));
  const withSources = new Set(included.filter(isSource).flatMap(({ path }) => path.split('/').slice(0, -1)));
  return [...Map.groupBy(litter, ([folder]) => nameOf(folder ?? ''))].flatMap(([name, folders]): BuildFolders[] => {
    if (folders.length > 1 && !withSources.has(name)) {
      return [{ pattern: `${name}/`, files: folders.flatMap(([, files]) => files) }];
    }
    return folders.map(([folder, files]) => ({ pattern: excludePattern(folder ?? ''), files }));
  });
};
