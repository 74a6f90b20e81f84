import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { fetchGit } from '../catalog/gitFetch.ts';
import { type GitProgram, startGit } from '../catalog/gitRun.ts';
import type { GitResolution } from '../elba/resolution.ts';
import { failure } from '../failure.ts';

export interface GitHeadOptions {
  readonly program: GitProgram;
  /** Absolute; the copy lies in it for the time of the look. */
  readonly folder: string;
  readonly signal: AbortSignal;
}

const MOST_BYTES = 256 * 1024 * 1024;
const MOST_CONFIG_BYTES = 64 * 1024;

/** The text of `index.toml` in a commit; null where there is none, or it is longer than one can be. */
async function readConfig(program: GitProgram, repository: string, commit: string): Promise<string | null> {
  const git = startGit(program, repository, ['cat-file', 'blob', `${commit}:index.toml`]);
  const parts: Buffer[] = [];
  let bytes = 0;
  git.stdout.on('data', (part: Buffer) => {
    bytes += part.length;
    if (bytes <= MOST_CONFIG_BYTES) parts.push(part);
    else git.kill('SIGKILL');
  });
  git.stdin.on('error', () => undefined);
  git.stdin.end();
  const [code] = await once(git, 'close');
  return code === 0 ? Buffer.concat(parts).toString('utf8') : null;
}

/**
 * The `index.toml` of a git index in its newest state, read from a copy that is removed again. Throws what fetching throws, and
 * `index_unreadable` where there is none.
 */
export async function readGitHead(from: GitResolution, options: GitHeadOptions): Promise<string> {
  const { program, folder, signal } = options;
  const repository = join(folder, `look-${randomUUID()}.git`);
  try {
    const fetched = await fetchGit({ repository, from, program, signal, onProgress: () => {}, mostBytes: MOST_BYTES });
    const config = fetched.by === 'library' ? fetched.config : await readConfig(program, repository, fetched.commit);
    if (config !== null) return config;
    throw failure(
      'index_unreadable',
      'There is no index.toml in this repository, so elba does not take it for an index.',
    );
  } finally {
    await rm(repository, { recursive: true, force: true });
  }
}
