import { lstat, readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { failure } from '../failure.ts';
import { type GitOptions, gitIn, type RunGit } from './gitCommand.ts';

/** What git says of a project's folder. Paths have forward slashes and are relative to it. */
export type GitFacts = {
  /** Null where no branch is checked out. */
  readonly branch: string | null;
  /** The short name of the last commit; null before the first one. */
  readonly head: string | null;
  /**
   * Files within the folder that are not as in the last commit: changed, removed, or new and not ignored. Null where it is not known:
   * the repository brings filter programs of its own, which nobody should start by looking at it, or git took too long.
   */
  readonly uncommitted: readonly string[] | null;
  /** Tags of the last commit, by name. */
  readonly tags: readonly string[];
  /** Whether one of the tags names the version, such as `1.2.0`, `v1.2.0` or `json-1.2.0`. */
  readonly isTagged: boolean;
  /** Folders of submodules with nothing in them, as a plain clone leaves them: they go into no archive. */
  readonly emptySubmodules: readonly string[];
};

export type GitFactsInput = {
  /** Absolute. */
  readonly folder: string;
  /** The version in elba.toml, or null. */
  readonly version: string | null;
  readonly git?: string;
  readonly env?: GitOptions['env'];
  readonly timeoutMs?: number;
  readonly signal?: AbortSignal;
};

const usualTimeoutMs = 5000;

const namesVersion = (tag: string, version: string): boolean =>
  tag === version || (tag.endsWith(version) && /[-_/@v]/i.test(tag.charAt(tag.length - version.length - 1)));

/**
 * Whether the repository's own configuration names filter programs, which `status` would start. Where git is too old to say which file a
 * setting is from, it counts as if.
 */
const hasOwnFilters = async (run: RunGit): Promise<boolean> => {
  const listed = await run(['config', '--includes', '--null', '--list', '--show-scope', '--name-only']);
  if (listed === null) return true;
  const fields = listed.split('\0');
  const isOwn = (scope: string | undefined): boolean => scope === 'local' || scope === 'worktree';
  return fields.some((name, i) => i % 2 === 1 && /^filter\./i.test(name) && isOwn(fields[i - 1]));
};

const readUncommitted = async (run: RunGit, prefix: string): Promise<string[] | null> => {
  if (await hasOwnFilters(run)) return null;
  const flags = ['--porcelain=v1', '-z', '--untracked-files=all', '--ignore-submodules=all', '--no-renames'];
  const listed = await run(['status', ...flags, '--', '.']);
  if (listed === null) return null;
  // Each row has two letters and a space before its path, which is relative to the repository.
  const paths = listed.split('\0').map((row) => row.slice(3));
  return paths.filter((path) => path.startsWith(prefix) && path !== '').map((path) => path.slice(prefix.length));
};

const isEmptyFolder = async (path: string): Promise<boolean> => {
  const stats = await lstat(path).catch(() => null);
  if (stats?.isDirectory() !== true) return false;
  return (await readdir(path).catch(() => ['unreadable'])).length === 0;
};

const readEmptySubmodules = async (run: RunGit, folder: string): Promise<string[]> => {
  const listed = (await run(['ls-files', '--stage', '-z', '--', '.'])) ?? '';
  const links = listed.split('\0').filter((row) => row.startsWith('160000 '));
  const paths = links.map((row) => row.slice(row.indexOf('\t') + 1));
  const empty = await Promise.all(paths.map((path) => isEmptyFolder(join(folder, path))));
  return paths.filter((_, i) => empty[i]);
};

const nameOrNull = (text: string | null): string | null => text?.trim() || null;

/**
 * Asks the system's git about a folder, without changing anything, fetching anything or starting anything that the repository names. Null
 * where there is no git, no repository, or one that git does not trust (`safe.directory`). Throws `cancelled` when aborted.
 */
export const readGitFacts = async (input: GitFactsInput): Promise<GitFacts | null> => {
  const { folder, version, signal } = input;
  const run = gitIn(folder, {
    git: input.git ?? 'git',
    env: input.env ?? process.env,
    timeoutMs: input.timeoutMs ?? usualTimeoutMs,
    ...(signal === undefined ? {} : { signal }),
  });
  const place = await run(['rev-parse', '--is-inside-work-tree', '--show-prefix']);
  const prefix = /^true\n([\s\S]*)\n$/.exec(place ?? '')?.[1];
  const facts = prefix === undefined ? null : await readAll(run, folder, prefix, version);
  if (signal?.aborted === true) throw failure('cancelled', 'Looking at the folder with git was stopped.');
  return facts;
};

const readAll = async (run: RunGit, folder: string, prefix: string, version: string | null): Promise<GitFacts> => {
  const [branch, head, tagged, uncommitted, emptySubmodules] = await Promise.all([
    run(['symbolic-ref', '--short', '--quiet', 'HEAD']),
    run(['rev-parse', '--short', '--verify', '--quiet', 'HEAD']),
    run(['for-each-ref', '--points-at=HEAD', '--format=%(refname:strip=2)', 'refs/tags']),
    readUncommitted(run, prefix),
    readEmptySubmodules(run, folder),
  ]);
  const tags = (tagged ?? '').split('\n').filter((tag) => tag !== '');
  const isTagged = version !== null && tags.some((tag) => namesVersion(tag, version));
  return { branch: nameOrNull(branch), head: nameOrNull(head), uncommitted, tags, isTagged, emptySubmodules };
};
