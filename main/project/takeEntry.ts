import type { Check, IncludedFile, LeftOut } from '../../shared/project.ts';
import { type Entry, isReadable, type Looks, type RawPath, type Seen } from './entries.ts';
import type { IgnoreRules, RuleLine } from './ignoreRules.ts';
import * as stays from './leftOut.ts';
import { followName, linkCheck } from './links.ts';

/** A folder that waits to be entered: its path on disk, and below the root. */
export type Folder = { readonly raw: RawPath; readonly path: string };

/** What was found so far, and what finds it. */
export type Finds = {
  readonly root: string;
  readonly rules: IgnoreRules;
  readonly looks: Looks;
  readonly included: IncludedFile[];
  readonly stamps: Map<string, string>;
  readonly leftOut: LeftOut[];
  /** Folders that stay out, whose sizes are not known yet. */
  readonly unmeasured: { row: LeftOut; raw: RawPath }[];
  readonly problems: Check[];
  readonly waiting: Folder[];
};

const leaveOut = (finds: Finds, row: LeftOut, entry: Entry): void => {
  if (entry.kind === 'folder') finds.unmeasured.push({ row, raw: entry.raw });
  else finds.leftOut.push(row);
};

const leaveOutFile = async (finds: Finds, row: LeftOut, entry: Entry): Promise<void> => {
  const bytes = entry.kind === 'file' ? (await finds.looks.ask(entry.raw))?.size : undefined;
  leaveOut(finds, bytes === undefined ? row : { ...row, bytes }, entry);
};

const takeLink = async (finds: Finds, path: string, entry: Entry): Promise<void> => {
  const link = await followName(entry.raw, path, finds.root);
  finds.leftOut.push(stays.leftOutLink(path, link.target));
  finds.problems.push(linkCheck(link));
};

const takeUnreadable = (finds: Finds, path: string, { size }: Seen): void => {
  finds.leftOut.push({ ...stays.leftOutUnreadable(path, 'file'), bytes: size });
  finds.problems.push(stays.unreadableCheck(path, false));
};

const takeReadable = (finds: Finds, path: string, stats: Seen): void => {
  finds.included.push({ path, bytes: stats.size, executable: (stats.mode & 0o111) !== 0 });
  finds.stamps.set(path, stats.stamp);
};

const takeSeen = (finds: Finds, path: string, raw: RawPath, stats: Seen | null): void | Promise<void> => {
  if (stats === null) return;
  const readable = isReadable(raw, stats);
  if (readable === true) return takeReadable(finds, path, stats);
  return readable.then((may) => (may ? takeReadable : takeUnreadable)(finds, path, stats));
};

const takeFile = (finds: Finds, path: string, { raw, seen }: Entry): void | Promise<void> => {
  const stats = seen === undefined ? finds.looks.ask(raw) : seen;
  return stats instanceof Promise
    ? stats.then((seen) => takeSeen(finds, path, raw, seen))
    : takeSeen(finds, path, raw, stats);
};

/** A pattern for folders counts for links as well: elba follows them, so for elba a link to a folder is one. */
const decidedBy = (rules: IgnoreRules, path: string, kind: Entry['kind']): RuleLine | null =>
  rules.decidedBy(path, kind === 'folder') ?? (kind === 'link' ? rules.decidedBy(path, true) : null);

/**
 * Decides on one entry. Rules come before kinds, so that what a rule leaves out raises no question. Most entries need no waiting, and
 * a promise for each would cost as much as looking at it.
 */
export const take = (finds: Finds, parent: string, entry: Entry): void | Promise<void> => {
  const path = parent === '' ? entry.name : `${parent}/${entry.name}`;
  if (stays.builtinNames.has(entry.name)) {
    return leaveOutFile(finds, stays.leftOutByName(path, entry.kind, entry.name), entry);
  }
  const rule = decidedBy(finds.rules, path, entry.kind);
  if (rule !== null) return leaveOutFile(finds, stays.leftOutByRule(path, entry.kind, rule), entry);
  if (!entry.utf8) {
    finds.problems.push(stays.nameCheck(path));
    return leaveOutFile(finds, stays.leftOutName(path, entry.kind), entry);
  }
  if (entry.kind === 'folder') finds.waiting.push({ raw: entry.raw, path });
  else if (entry.kind === 'link') return takeLink(finds, path, entry);
  else if (entry.kind === 'file') return takeFile(finds, path, entry);
  else {
    finds.leftOut.push(stays.leftOutSpecial(path));
    finds.problems.push(stays.specialCheck(path));
  }
};
