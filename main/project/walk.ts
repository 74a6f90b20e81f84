import type { Stats } from 'node:fs';
import { opendir, realpath } from 'node:fs/promises';
import type { Check, IncludedFile, LeftOut, Place } from '../../shared/project.ts';
import { byteOrder } from '../byteOrder.ts';
import { failure } from '../failure.ts';
import { createLooks, type Entry, errorCode, isReadable, type Looks, listFolder, type RawPath } from './entries.ts';
import { folderSize, type SizeBudget } from './folderSize.ts';
import { createIgnoreRules, gitignoreLines, type IgnoreRules, type RuleLine } from './ignoreRules.ts';
import * as stays from './leftOut.ts';
import { followName, linkCheck } from './links.ts';
import { readProjectFile } from './readFile.ts';
import { stampOf } from './stamp.ts';

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
};

type Walk = {
  readonly root: string;
  readonly rules: IgnoreRules;
  readonly options: WalkOptions;
  readonly included: IncludedFile[];
  readonly leftOut: LeftOut[];
  readonly problems: Check[];
  readonly stamps: Map<string, string>;
  readonly looks: Looks;
  readonly unmeasured: { row: LeftOut; raw: RawPath }[];
  readonly waiting: Folder[];
  seen: number;
  full: boolean;
};
type Folder = { readonly raw: RawPath; readonly path: string };

const mostFiles = 200_000;
const mostGitignoreBytes = 1024 * 1024;
const sizeBudget = 20_000;
const foldersAtOnce = 8;
const progressEvery = 500;

const stopIfAborted = (walk: Walk): void => {
  if (walk.options.signal?.aborted) throw failure('cancelled', 'Reading the folder was stopped.');
};

const leaveOut = (walk: Walk, row: LeftOut, entry: Entry): void => {
  if (entry.kind === 'folder') walk.unmeasured.push({ row, raw: entry.raw });
  else walk.leftOut.push(row);
};

const leaveOutFile = async (walk: Walk, row: LeftOut, entry: Entry): Promise<void> => {
  const bytes = entry.kind === 'file' ? (await walk.looks.ask(entry.raw))?.size : undefined;
  leaveOut(walk, bytes === undefined ? row : { ...row, bytes }, entry);
};

const takeLink = async (walk: Walk, path: string, entry: Entry): Promise<void> => {
  const link = await followName(entry.raw, path, walk.root);
  walk.leftOut.push(stays.leftOutLink(path, link.target));
  walk.problems.push(linkCheck(link));
};

const takeUnreadable = (walk: Walk, path: string, { size }: Stats): void => {
  walk.leftOut.push({ ...stays.leftOutUnreadable(path, 'file'), bytes: size });
  walk.problems.push(stays.unreadableCheck(path, false));
};

const takeReadable = (walk: Walk, path: string, stats: Stats): void => {
  walk.included.push({ path, bytes: stats.size, executable: (stats.mode & 0o111) !== 0 });
  walk.stamps.set(path, stampOf(stats));
};

const takeSeen = (walk: Walk, path: string, raw: RawPath, stats: Stats | null): void | Promise<void> => {
  if (stats === null) return;
  const readable = isReadable(raw, stats);
  if (readable === true) return takeReadable(walk, path, stats);
  return readable.then((may) => (may ? takeReadable : takeUnreadable)(walk, path, stats));
};

const takeFile = (walk: Walk, path: string, { raw }: Entry): void | Promise<void> => {
  const stats = walk.looks.ask(raw);
  return stats instanceof Promise
    ? stats.then((seen) => takeSeen(walk, path, raw, seen))
    : takeSeen(walk, path, raw, stats);
};

/** A pattern for folders counts for links as well: elba follows them, so for elba a link to a folder is one. */
const decidedBy = (rules: IgnoreRules, path: string, kind: Entry['kind']): RuleLine | null =>
  rules.decidedBy(path, kind === 'folder') ?? (kind === 'link' ? rules.decidedBy(path, true) : null);

/**
 * Decides on one entry. Rules come before kinds, so that what a rule leaves out raises no question. Most entries need no waiting, and
 * a promise for each would cost as much as looking at it.
 */
const take = (walk: Walk, parent: string, entry: Entry): void | Promise<void> => {
  const path = parent === '' ? entry.name : `${parent}/${entry.name}`;
  if (stays.builtinNames.has(entry.name)) {
    return leaveOutFile(walk, stays.leftOutByName(path, entry.kind, entry.name), entry);
  }
  const rule = decidedBy(walk.rules, path, entry.kind);
  if (rule !== null) return leaveOutFile(walk, stays.leftOutByRule(path, entry.kind, rule), entry);
  if (!entry.utf8) {
    walk.problems.push(stays.nameCheck(path));
    return leaveOutFile(walk, stays.leftOutName(path, entry.kind), entry);
  }
  if (entry.kind === 'folder') walk.waiting.push({ raw: entry.raw, path });
  else if (entry.kind === 'link') return takeLink(walk, path, entry);
  else if (entry.kind === 'file') return takeFile(walk, path, entry);
  else {
    walk.leftOut.push(stays.leftOutSpecial(path));
    walk.problems.push(stays.specialCheck(path));
  }
};

const enter = async (walk: Walk, folder: Folder): Promise<void> => {
  stopIfAborted(walk);
  let entries: Entry[];
  try {
    entries = await listFolder(folder.raw);
  } catch (error) {
    if (folder.path === '') throw error;
    if (errorCode(error) === 'ENOENT') return;
    walk.leftOut.push(stays.leftOutUnreadable(folder.path, 'folder'));
    walk.problems.push(stays.unreadableCheck(folder.path, true));
    return;
  }
  for (const entry of entries) {
    const waiting = take(walk, folder.path, entry) ?? walk.looks.breathe();
    if (waiting !== null) await waiting;
  }
  const before = walk.seen;
  walk.seen += entries.length;
  if (Math.floor(before / progressEvery) < Math.floor(walk.seen / progressEvery)) walk.options.onProgress?.(walk.seen);
  if (walk.included.length > (walk.options.mostFiles ?? mostFiles)) walk.full = true;
};

/** While one folder's files are looked at, the next ones are listed in the background. */
const enterAll = async (walk: Walk): Promise<void> => {
  const entered = new Set<Promise<void>>();
  while (!walk.full) {
    while (entered.size < foldersAtOnce) {
      const folder = walk.waiting.pop();
      if (folder === undefined) break;
      const entering: Promise<void> = enter(walk, folder).then(() => void entered.delete(entering));
      entered.add(entering);
    }
    if (entered.size === 0) return;
    await Promise.race(entered);
  }
  await Promise.all(entered);
};

const measureLeftOut = async (walk: Walk): Promise<void> => {
  const budget: SizeBudget = { left: sizeBudget };
  for (const { row, raw } of walk.unmeasured) {
    stopIfAborted(walk);
    const bytes = await folderSize(raw, budget, walk.looks);
    walk.leftOut.push(bytes === undefined ? row : { ...row, bytes });
  }
};

/** The rules of the root's `.gitignore`; none where it is no plain file. Links are not followed here either. */
const readGitignore = async (root: string): Promise<RuleLine[]> => {
  const read = await readProjectFile(root, '.gitignore', mostGitignoreBytes);
  return read.kind === 'read' ? gitignoreLines(read.bytes.toString('utf8')) : [];
};

const rootProblem = (error: unknown): Error => {
  const code = errorCode(error);
  if (code === 'ENOENT') return failure('not_found', 'The folder is gone. It was moved or deleted.');
  if (code === 'ENOTDIR') return failure('not_a_project', 'This is a file. Choose the folder that holds elba.toml.');
  return failure(
    'folder_unreadable',
    'The folder cannot be read. This account has no permission, or the disk does not answer.',
  );
};

/**
 * The real path of a project's folder. Throws `not_found`, `not_a_project` or `folder_unreadable` for what cannot be listed.
 */
export const openRoot = async (folder: string): Promise<string> => {
  try {
    const root = await realpath(folder);
    await (await opendir(root)).close();
    return root;
  } catch (error) {
    throw rootProblem(error);
  }
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
  const excludeAt = options.excludeAt ?? (() => ({ file: 'elba.toml' }));
  const excluded = options.exclude.map((text, i) => ({ text, at: excludeAt(i) }));
  const rules = createIgnoreRules([...excluded, ...(await readGitignore(root))]);
  const walk: Walk = {
    root,
    rules,
    options,
    included: [],
    leftOut: [],
    problems: [...rules.problems],
    stamps: new Map(),
    looks: createLooks(),
    unmeasured: [],
    waiting: [],
    seen: 0,
    full: false,
  };
  await enter(walk, { raw: root, path: '' }).catch((error: unknown) => {
    throw errorCode(error) === '' ? error : rootProblem(error);
  });
  await enterAll(walk);
  await measureLeftOut(walk);
  stopIfAborted(walk);
  if (walk.full) walk.problems.push(stays.tooManyCheck(options.mostFiles ?? mostFiles));
  const byPath = (a: { path: string }, b: { path: string }): number => byteOrder(a.path, b.path);
  const byPlace = (a: Check, b: Check): number =>
    byteOrder(a.at?.file ?? '', b.at?.file ?? '') || byteOrder(a.id, b.id);
  return {
    included: walk.included.sort(byPath),
    leftOut: walk.leftOut.sort(byPath),
    problems: walk.problems.sort(byPlace),
    stamps: walk.stamps,
  };
};
