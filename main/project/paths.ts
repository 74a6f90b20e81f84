import { sep } from 'node:path';

/** `./docs//x/` as `docs/x`. */
export const plainPath = (path: string): string =>
  path
    .split('/')
    .filter((part) => part !== '' && part !== '.')
    .join('/');

/** Whether a path is this one or lies below it; both relative, with forward slashes. */
export const isWithin = (folder: string, path: string): boolean => path === folder || path.startsWith(`${folder}/`);

/** A folder as it is shown: `~/…` below the home folder. */
export const displayFolder = (folder: string, homeFolder: string): string => {
  const plain = folder.replaceAll('\\', '/');
  const home = homeFolder.replaceAll('\\', '/').replace(/\/$/, '');
  if (home === '' || !isWithin(home, plain)) return folder;
  return `~${plain.slice(home.length)}`;
};

/** Whether a real path on disk lies below a real folder. */
export const isBelow = (folder: string, path: string): boolean =>
  path.startsWith(folder.endsWith(sep) ? folder : folder + sep);
