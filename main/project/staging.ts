import { mkdir, open, readdir, rm } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import type { StagingId } from '../../shared/ids.ts';
import { type Failure, failure } from '../failure.ts';
import { errorCode } from './entries.ts';

/** A folder that came in whole, and how to remove it again. */
export type Staged = { readonly folder: string; readonly dispose: () => Promise<void> };

/** A file that came in by itself. */
export type StagedFile = { readonly file: string; readonly dispose: () => Promise<void> };

export type StagingParts = {
  /** Absolute; everything in it belongs to the staging area. */
  readonly folder: string;
  readonly newId: () => StagingId;
  /** More files or bytes than this are refused, so that a home folder dropped by mistake does not fill the disk. */
  readonly mostFiles?: number;
  readonly mostBytes?: number;
};

type Area = { readonly folder: string; files: number; bytes: number };

const mostFiles = 200_000;
const mostBytes = 4 * 1024 ** 3;

const isWindows = process.platform === 'win32';

const partsOf = (path: string): string[] => {
  const parts = path.split('/');
  const bad = (part: string): boolean =>
    part === '' || part === '.' || part === '..' || part.includes('\0') || (isWindows && /[\\:]/.test(part));
  if (parts.some(bad)) throw failure('invalid_input', 'A file came in under a name that no folder can hold.');
  return parts;
};

const writeFailure = (path: string, error: unknown): Failure => {
  const code = errorCode(error);
  if (code === 'EEXIST' || code === 'ENOTDIR' || code === 'EISDIR') {
    return failure('invalid_input', `${path} came in twice, or as a file and as a folder.`);
  }
  if (code === 'ENAMETOOLONG')
    return failure('invalid_input', `The path ${path.slice(0, 80)}… is too long for this system.`);
  if (code === 'ENOSPC' || code === 'EDQUOT') {
    return failure(
      'disk_failed',
      'There is no room left on the disk for the files that were dropped. Free some and drop the folder again.',
    );
  }
  return failure(
    'disk_failed',
    `${path} could not be written to the staging folder. Check the disk and drop the folder again.`,
  );
};

type Limits = { readonly files: number; readonly bytes: number };

const tooLarge = (): Failure =>
  failure(
    'too_large',
    'The folder is too large to come in through the browser. Open it in the desktop program, or name it on the command line.',
  );

const writeFile = async (area: Area, path: string, bytes: AsyncIterable<Uint8Array>, limits: Limits): Promise<void> => {
  area.files += 1;
  if (area.files > limits.files) throw tooLarge();
  const file = join(area.folder, ...partsOf(path));
  await mkdir(dirname(file), { recursive: true, mode: 0o700 });
  const handle = await open(file, 'wx', 0o600);
  try {
    for await (const chunk of bytes) {
      area.bytes += chunk.length;
      if (area.bytes > limits.bytes) throw tooLarge();
      await handle.writeFile(chunk);
    }
  } finally {
    await handle.close();
  }
};

const makeFolder = async (folder: string, path: string): Promise<void> => {
  await mkdir(folder, { recursive: true, mode: 0o700 }).catch((error: unknown) => {
    throw writeFailure(path, error);
  });
};

/** The folder that holds everything: what a browser sends begins with the dropped folder's own name. */
const projectIn = async (folder: string): Promise<string> => {
  const entries = await readdir(folder, { withFileTypes: true });
  const [only] = entries;
  return entries.length === 1 && only?.isDirectory() ? join(folder, only.name) : folder;
};

/** The one file that came in by itself. */
const fileIn = async (folder: string): Promise<string> => {
  const entries = await readdir(folder, { withFileTypes: true });
  const [only] = entries;
  if (entries.length === 1 && only?.isFile()) return join(folder, only.name);
  throw failure('not_a_project', 'This is not a package. Drop the folder with elba.toml.');
};

/**
 * Takes in folders file by file, for hosts that are not given paths. Paths are relative with forward slashes; `..`, absolute ones,
 * empty parts and NUL are refused with `invalid_input`. Everything is streamed to disk, and nothing is ever written twice.
 */
export const createStaging = (parts: StagingParts) => {
  const areas = new Map<StagingId, Area>();

  const get = (id: StagingId): Area => {
    const area = areas.get(id);
    if (area === undefined) throw failure('not_found', 'This upload is over. Drop the folder again.');
    return area;
  };

  const drop = async (id: StagingId): Promise<void> => {
    const area = areas.get(id);
    areas.delete(id);
    if (area !== undefined) await rm(area.folder, { recursive: true, force: true });
  };

  const limits = { files: parts.mostFiles ?? mostFiles, bytes: parts.mostBytes ?? mostBytes };

  return {
    /** Begins an upload. */
    begin: async (): Promise<StagingId> => {
      const id = parts.newId();
      const folder = join(parts.folder, id);
      await makeFolder(folder, 'The upload');
      areas.set(id, { folder, files: 0, bytes: 0 });
      return id;
    },

    /** Writes one file. Throws `invalid_input`, `too_large`, `disk_failed`. */
    write: async (id: StagingId, path: string, bytes: AsyncIterable<Uint8Array>): Promise<void> => {
      await writeFile(get(id), path, bytes, limits).catch((error: unknown) => {
        throw errorCode(error) === '' ? error : writeFailure(path, error);
      });
    },

    /** Notes a folder whose content was not brought along, so that the review can say that it stays out. */
    folder: (id: StagingId, path: string): Promise<void> => makeFolder(join(get(id).folder, ...partsOf(path)), path),

    /** Ends an upload and gives the project in it: the one folder that came in, or all that did. */
    commit: async (id: StagingId): Promise<Staged> => ({
      folder: await projectIn(get(id).folder),
      dispose: () => drop(id),
    }),

    /** Ends an upload of one file and gives it. Throws `not_a_project` where something else came in. */
    commitFile: async (id: StagingId): Promise<StagedFile> => ({
      file: await fileIn(get(id).folder),
      dispose: () => drop(id),
    }),

    /** Removes an upload and all its files. */
    drop,

    /** Removes everything that an earlier run left behind. */
    clear: async (): Promise<void> => {
      areas.clear();
      await rm(parts.folder, { recursive: true, force: true });
    },
  };
};

export type Staging = ReturnType<typeof createStaging>;
