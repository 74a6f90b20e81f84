import type { Check, IncludedFile, LeftOut, ProjectGit } from '../../shared/project.ts';
import { Failure } from '../failure.ts';
import { gitChecks } from './gitChecks.ts';
import { type GitFacts, readGitFacts } from './gitFacts.ts';
import { findLitter, readProgram } from './litter.ts';
import { litterChecks } from './litterChecks.ts';
import type { ProjectSource } from './projectSource.ts';
import { searchFailed } from './secretChecks.ts';
import { createSecretScanner, type SecretScan, type SecretScanner } from './secrets.ts';

export type InspectInput = {
  /** Where git is asked: a real path; null for what lies in no folder. */
  readonly root: string | null;
  readonly source: ProjectSource;
  readonly version: string | null;
  readonly included: readonly IncludedFile[];
  readonly leftOut: readonly LeftOut[];
  readonly stamps: ReadonlyMap<string, string>;
  readonly signal?: AbortSignal;
};

export type Inspected = {
  readonly checks: readonly Check[];
  readonly git?: ProjectGit;
  /** Absent where the search failed, which `checks` then say. */
  readonly secrets?: SecretScan;
};

/** Says of a project what takes longer than reading its names: what is in its files, and what git says of it. */
export type Inspector = {
  /** Whether an inspection would take no time worth mentioning, because most files are known. */
  isQuick(stamps: ReadonlyMap<string, string>): boolean;
  /** Throws `cancelled` when aborted. */
  inspect(input: InspectInput): Promise<Inspected>;
};

export type InspectorParts = {
  /** The key of `createSecretScanner`. */
  readonly key: string;
  readonly log: (line: string) => void;
  readonly readGit?: typeof readGitFacts;
  readonly scanner?: SecretScanner;
};

/** So many files that were not looked at before take no time worth mentioning. */
const mostQuick = 100;

const readGit = async (read: typeof readGitFacts, { root, version, signal }: InspectInput): Promise<GitFacts | null> =>
  root === null ? null : read({ folder: root, version, ...(signal === undefined ? {} : { signal }) });

/** Null where the search itself went wrong: its words could quote what it read, so they are only named. */
const scanSecrets = async (
  scanner: SecretScanner,
  log: InspectorParts['log'],
  input: InspectInput,
): Promise<SecretScan | null> => {
  const { source, included, signal } = input;
  try {
    return await scanner.scan({ source, included, ...(signal === undefined ? {} : { signal }) });
  } catch (error) {
    if (error instanceof Failure && error.error.code === 'cancelled') throw error;
    log(`The search for secrets failed: ${error instanceof Error ? error.name : typeof error}`);
    return null;
  }
};

type Programs = ReadonlyMap<string, { readonly stamp: string | undefined; readonly what: string | null }>;

/** Reads a file only where it is not as it was before; `now` becomes what is known the next time. */
const rememberPrograms = ({ source, stamps }: InspectInput, before: Programs) => {
  const now = new Map<string, { stamp: string | undefined; what: string | null }>();
  const programIn = async (path: string): Promise<string | null> => {
    const stamp = stamps.get(path);
    const known = before.get(path);
    const what = known !== undefined && known.stamp === stamp ? known.what : await readProgram(source, path);
    now.set(path, { stamp, what });
    return what;
  };
  return { now, programIn };
};

/** Makes an inspector for one project. It remembers what it found in a file for as long as the file stays as it is. */
export const createInspector = (parts: InspectorParts): Inspector => {
  const scanner = parts.scanner ?? createSecretScanner(parts.key);
  let known: ReadonlyMap<string, string> = new Map();
  let programs: Programs = new Map();
  return {
    isQuick: (stamps) => [...stamps].filter(([path, stamp]) => known.get(path) !== stamp).length <= mostQuick,
    inspect: async (input) => {
      const { source, version, included, leftOut, stamps, signal } = input;
      const reading = rememberPrograms(input, programs);
      const { programIn } = reading;
      const [facts, litter, secrets] = await Promise.all([
        readGit(parts.readGit ?? readGitFacts, input),
        findLitter({ source, included, programIn, ...(signal === undefined ? {} : { signal }) }),
        scanSecrets(scanner, parts.log, input),
      ]);
      known = stamps;
      programs = reading.now;
      const git = facts === null ? null : gitChecks(facts, version, leftOut);
      return {
        checks: [...(secrets === null ? [searchFailed] : []), ...litterChecks(litter), ...(git?.checks ?? [])],
        ...(git === null ? {} : { git: git.git }),
        ...(secrets === null ? {} : { secrets }),
      };
    },
  };
};
