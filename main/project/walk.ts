import type { Check, IncludedFile, LeftOut, Place } from '../../shared/project.ts';
import { byteOrder } from '../byteOrder.ts';
import { enter, enterAll, stopIfAborted, type Walk } from './enterFolders.ts';
import { createLooks, errorCode } from './entries.ts';
import type { FolderReader } from './folderReader.ts';
import { folderSize, type SizeBudget } from './folderSize.ts';
import { createIgnoreRules, gitignoreLines, type IgnoreRules, type RuleLine } from './ignoreRules.ts';
import * as stays from './leftOut.ts';
import { openRoot, rootProblem } from './openRoot.ts';
import { readProjectFile } from './readFile.ts';

/** What goes into the archive, what stays out with the reason, both in the byte order of their paths, and what is wrong. */
export type Walked = {
  readonly included: readonly IncludedFile[];
  readonly leftOut: readonly LeftOut[];
  readonly problems: readonly Check[];
  /** By the path of an included file: what changes when the file is written, replaced or touched. */
  readonly stamps: ReadonlyMap<string, string>;
};

export type WalkOptions = {
  readonly exclude: readonly string[];
  /** Where a line of `exclude` stands; elba.toml without a line where it is not given. */
  readonly excludeAt?: (index: number) => Place;
  readonly signal?: AbortSignal;
  /** Called now and then with the number of entries seen. */
  readonly onProgress?: (entries: number) => void;
  /** The walk stops with an error check beyond so many files. */
  readonly mostFiles?: number;
  /** Helps where so many folders wait to be entered. */
  readonly reader?: FolderReader;
  readonly manyFolders?: number;
};

const mostFiles = 200_000;
/** Fewer are entered before the other thread has begun. */
const manyFolders = 100;
const mostGitignoreBytes = 1024 * 1024;
const sizeBudget = 20_000;

const byPath = (a: { path: string }, b: { path: string }): number => byteOrder(a.path, b.path);

const byPlace = (a: Check, b: Check): number => byteOrder(a.at?.file ?? '', b.at?.file ?? '') || byteOrder(a.id, b.id);

const measureLeftOut = async (walk: Walk): Promise<void> => {
  const { unmeasured, leftOut, looks } = walk.finds;
  const budget: SizeBudget = { left: sizeBudget };
  // In the same order every time, because the budget may end before they do.
  for (const { row, raw } of unmeasured.sort((a, b) => byPath(a.row, b.row))) {
    stopIfAborted(walk);
    const bytes = await folderSize(raw, budget, looks);
    leftOut.push(bytes === undefined ? row : { ...row, bytes });
  }
};

/** The rules of the root's `.gitignore`; none where it is no plain file. Links are not followed here either. */
const readGitignore = async (root: string): Promise<RuleLine[]> => {
  const read = await readProjectFile(root, '.gitignore', mostGitignoreBytes);
  return read.kind === 'read' ? gitignoreLines(read.bytes.toString('utf8')) : [];
};

const rulesFor = async (root: string, { exclude, excludeAt }: WalkOptions): Promise<IgnoreRules> => {
  const excluded = exclude.map((text, i) => ({ text, at: excludeAt?.(i) ?? { file: 'elba.toml' } }));
  return createIgnoreRules([...excluded, ...(await readGitignore(root))]);
};

const beginWalk = async (root: string, options: WalkOptions): Promise<Walk> => {
  const rules = await rulesFor(root, options);
  return {
    finds: {
      root,
      rules,
      looks: createLooks(),
      included: [],
      stamps: new Map(),
      leftOut: [],
      unmeasured: [],
      problems: [...rules.problems],
      waiting: [],
    },
    signal: options.signal,
    onProgress: options.onProgress,
    mostFiles: options.mostFiles ?? mostFiles,
    reader: options.reader,
    manyFolders: options.manyFolders ?? manyFolders,
    seen: 0,
    full: false,
  };
};

/**
 * Lists what would be packed, by the rules of elba: everything but `.git` and `target` at any depth and what one matcher over
 * `exclude` and the root's `.gitignore` leaves out; nested `.gitignore`, `.ignore` and `.git/info/exclude` do not count. Unlike
 * elba it never follows links. It opens nothing but the root's `.gitignore` and never leaves the root.
 *
 * Throws `not_found`, `not_a_project` or `folder_unreadable` for the root itself, and `cancelled` when aborted.
 */
export const walkProject = async (folder: string, options: WalkOptions): Promise<Walked> => {
  const root = await openRoot(folder);
  const walk = await beginWalk(root, options);
  await enter(walk, { raw: root, path: '' }).catch((error: unknown) => {
    throw errorCode(error) === '' ? error : rootProblem(error);
  });
  await enterAll(walk);
  await measureLeftOut(walk);
  stopIfAborted(walk);
  const { included, leftOut, problems, stamps } = walk.finds;
  if (walk.full) problems.push(stays.tooManyCheck(walk.mostFiles));
  return { included: included.sort(byPath), leftOut: leftOut.sort(byPath), problems: problems.sort(byPlace), stamps };
};
