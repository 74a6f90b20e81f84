import { type ChildProcessWithoutNullStreams, spawn } from 'node:child_process';
import { dirname } from 'node:path';
import type { GitLibrary } from './gitLibrary.ts';

/** Which git, and the environment that it is started in. */
export interface GitProgram {
  readonly git: string;
  readonly env: Readonly<Record<string, string | undefined>>;
  /** Further configuration, each as `name=value`; it cannot put back what is switched off. */
  readonly config?: readonly string[];
  /** What fetches in its place where it is not installed. */
  readonly library?: GitLibrary;
}

/** What a repository or the person's configuration could make git start or ask: each is switched off where it cannot be put back. */
const guards = [
  'core.hooksPath=/dev/null',
  'core.fsmonitor=false',
  'core.askPass=',
  'credential.helper=',
  'credential.interactive=never',
  'gc.auto=0',
  'maintenance.auto=false',
  'fetch.recurseSubmodules=no',
  'submodule.recurse=false',
  'fetch.writeCommitGraph=false',
  'transfer.fsckObjects=true',
  'fetch.unpackLimit=1',
  'core.bigFileThreshold=16m',
].flatMap((one) => ['-c', one]);

/** Without `GIT_…` (which could lead elsewhere), without questions, and only by the protocol that was named. */
const environment = (env: GitProgram['env'], protocol: string): NodeJS.ProcessEnv => ({
  ...Object.fromEntries(Object.entries(env).filter(([name]) => !/^(?:GIT_|SSH_ASKPASS)/i.test(name))),
  GIT_TERMINAL_PROMPT: '0',
  GIT_OPTIONAL_LOCKS: '0',
  GIT_NO_LAZY_FETCH: '1',
  GIT_NO_REPLACE_OBJECTS: '1',
  GIT_ALLOW_PROTOCOL: protocol,
  GIT_SSH_COMMAND: 'ssh -oBatchMode=yes',
  LC_ALL: 'C',
});

/**
 * Starts git for a bare repository of this program's own. `protocol` is the only one by which it may reach another repository, or
 * `none`. It starts in the program's folder, because Windows looks for a program in the folder that it starts in first.
 */
export function startGit(
  { git, env, config = [] }: GitProgram,
  repository: string,
  args: readonly string[],
  protocol = 'none',
): ChildProcessWithoutNullStreams {
  return spawn(git, [`--git-dir=${repository}`, ...config.flatMap((one) => ['-c', one]), ...guards, ...args], {
    cwd: dirname(process.execPath),
    env: environment(env, protocol),
    windowsHide: true,
  });
}

/** The git of this computer, as it is found in PATH. */
export const systemGit = (): GitProgram => ({ git: 'git', env: process.env });
