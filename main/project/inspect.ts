import type { Check, IncludedFile, LeftOut, ProjectGit } from '../../shared/project.ts';
import { gitChecks } from './gitChecks.ts';
import { type GitFacts, readGitFacts } from './gitFacts.ts';
import { findLitter } from './litter.ts';
import { litterChecks } from './litterChecks.ts';

export type InspectInput = {
  /** A real path. */
  readonly root: string;
  readonly version: string | null;
  readonly included: readonly IncludedFile[];
  readonly leftOut: readonly LeftOut[];
  readonly stamps: ReadonlyMap<string, string>;
  readonly signal?: AbortSignal;
};

export type Inspected = { readonly checks: readonly Check[]; readonly git?: ProjectGit };

/** Says of a project what takes longer than reading its names: what is in its files, and what git says of it. */
export type Inspector = {
  /** Whether an inspection would take no time worth mentioning, because most files are known. */
  isQuick(stamps: ReadonlyMap<string, string>): boolean;
  /** Throws `cancelled` when aborted. */
  inspect(input: InspectInput): Promise<Inspected>;
};

export type InspectorParts = {
  readonly readGit?: typeof readGitFacts;
};

/** So many files that were not looked at before take no time worth mentioning. */
const mostQuick = 100;

const readGit = (read: typeof readGitFacts, { root, version, signal }: InspectInput): Promise<GitFacts | null> =>
  read({ folder: root, version, ...(signal === undefined ? {} : { signal }) });

/** Makes an inspector for one project. It remembers what it found in a file for as long as the file stays as it is. */
export const createInspector = (parts: InspectorParts = {}): Inspector => {
  let known: ReadonlyMap<string, string> = new Map();
  return {
    isQuick: (stamps) => [...stamps].filter(([path, stamp]) => known.get(path) !== stamp).length <= mostQuick,
    inspect: async (input) => {
      const { root, version, included, leftOut, stamps, signal } = input;
      const abort = signal === undefined ? {} : { signal };
      const [facts, litter] = await Promise.all([
        readGit(parts.readGit ?? readGitFacts, input),
        findLitter({ root, included, ...abort }),
      ]);
      known = stamps;
      const git = facts === null ? null : gitChecks(facts, version, leftOut);
      return {
        checks: [...litterChecks(litter), ...(git?.checks ?? [])],
        ...(git === null ? {} : { git: git.git }),
      };
    },
  };
};
