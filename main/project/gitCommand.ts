import { execFile } from 'node:child_process';
import { dirname } from 'node:path';

export type GitOptions = {
  /** The program; `git` is looked up in PATH. */
  readonly git: string;
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly timeoutMs: number;
  readonly signal?: AbortSignal;
};

/** Runs git in a folder and gives what it wrote, or null where it failed, took too long or wrote too much. */
export type RunGit = (args: readonly string[]) => Promise<string | null>;

const mostBytes = 16 * 1024 * 1024;

/** What a repository's own configuration could make git start: each is switched off from a place that it cannot override. */
const guards = [
  '--no-optional-locks',
  ...['core.fsmonitor=false', 'core.hooksPath=/dev/null', 'safe.bareRepository=explicit'].flatMap((one) => ['-c', one]),
];

/** Without `GIT_…` (which could lead to another repository), without questions, and with no way to fetch what is missing. */
const cleanEnvironment = (env: GitOptions['env']): NodeJS.ProcessEnv => ({
  ...Object.fromEntries(Object.entries(env).filter(([name]) => !/^(?:GIT_|SSH_ASKPASS$)/i.test(name))),
  GIT_OPTIONAL_LOCKS: '0',
  GIT_TERMINAL_PROMPT: '0',
  GIT_NO_LAZY_FETCH: '1',
  GIT_ALLOW_PROTOCOL: 'none',
  LC_ALL: 'C',
});

/**
 * Makes a git that only reads, for a folder whose configuration nobody vouches for. It starts in the program's own folder and is told
 * the folder by `-C`, because Windows looks for a program in the folder that it starts in first.
 */
export const gitIn = (folder: string, options: GitOptions): RunGit => {
  const settings = {
    cwd: dirname(process.execPath),
    env: cleanEnvironment(options.env),
    timeout: options.timeoutMs,
    killSignal: 'SIGKILL',
    maxBuffer: mostBytes,
    windowsHide: true,
    ...(options.signal === undefined ? {} : { signal: options.signal }),
  } as const;
  return (args) =>
    new Promise((resolve) => {
      execFile(options.git, ['-C', folder, ...guards, ...args], settings, (error, stdout) =>
        resolve(error === null ? stdout : null),
      ).stdin?.end();
    });
};
