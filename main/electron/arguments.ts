import { resolve } from 'node:path';

/** What the window was asked for on its command line; both absolute, or null. */
export interface WindowArguments {
  readonly dataFolder: string | null;
  readonly folder: string | null;
}

/**
 * Reads `[--data DIR] [FOLDER]`, also as `--data=DIR`, from a command line that also holds Chromium's own switches. `appPath` is the argument by which
 * Electron found the program itself, null for the packaged one. Relative folders are seen from `from`.
 */
export function parseWindowArguments(argv: readonly string[], appPath: string | null, from: string): WindowArguments {
  const args = argv.slice(1);
  const apart = args.indexOf('--data');
  const named = apart === -1 ? undefined : args[apart + 1];
  const data = named ?? args.find((arg) => arg.startsWith('--data='))?.slice('--data='.length);
  const isOwnValue = (index: number): boolean => apart !== -1 && index === apart + 1;
  const plain = args.filter((arg, index) => arg !== '' && !arg.startsWith('-') && !isOwnValue(index));
  const own = appPath === null ? -1 : plain.findIndex((arg) => resolve(from, arg) === resolve(from, appPath));
  const folder = plain.find((_arg, index) => index > own);
  return {
    dataFolder: data === undefined ? null : resolve(from, data),
    folder: folder === undefined ? null : resolve(from, folder),
  };
}
