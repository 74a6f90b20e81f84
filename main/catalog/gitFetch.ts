import { once } from 'node:events';
import { existsSync, mkdirSync, readdirSync, rmSync, statSync } from 'node:fs';
import { join } from 'node:path';
import type { GitResolution } from '../elba/resolution.ts';
import { Failure, failure } from '../failure.ts';
import { type GitProgram, startGit } from './gitRun.ts';
import { explainGit, isOurs, noGit, tooLarge, withoutLogin } from './gitWords.ts';

export interface GitFetch {
  /** The bare repository of this program's own that the index is fetched into. */
  readonly repository: string;
  readonly from: Pick<GitResolution, 'url' | 'ref'>;
  readonly program: GitProgram;
  readonly signal: AbortSignal;
  onProgress(done: number, total: number | null, what: 'objects' | 'bytes'): void;
  /** More bytes than this are not fetched. */
  readonly mostBytes?: number;
}

/** The commit that was fetched, and by whom: the library has looked into its `index.toml` as well, null where there is none. */
export type GitFetched =
  | { readonly by: 'git'; readonly commit: string }
  | { readonly by: 'library'; readonly commit: string; readonly config: string | null };

const PROTOCOLS: ReadonlySet<string> = new Set(['https', 'http', 'ssh', 'file']);
const OUR_REF = 'refs/elba/index';
const MOST_BYTES = 1024 * 1024 * 1024;
/** Each fetch leaves a pack; after so many a new copy is smaller than what has gathered. */
const MOST_PACKS = 30;
const LOOK_MS = 500;
const MOST_WORDS = 16 * 1024;
/** What stands in the place of git on a Mac without it. */
const NOT_INSTALLED = /^xcode-select: |^xcrun: error: /m;

/** A name that git takes for a branch, a tag or a commit and for nothing else. */
const isRef = (ref: string): boolean =>
  /^[\p{L}\p{N}][\p{L}\p{N}._/+-]{0,199}$/u.test(ref) && !/\.\.|\.lock$|\/\/|\/$/.test(ref);

function protocolOf({ url, ref }: GitFetch['from']): string {
  const protocol = URL.parse(url)?.protocol.slice(0, -1) ?? '';
  if (!PROTOCOLS.has(protocol))
    throw failure(
      'index_unreadable',
      `A git index is fetched over https, http, ssh or file, not over ${protocol}. Correct it on the registry's page.`,
    );
  if (!isRef(ref))
    throw failure(
      'index_unreadable',
      `“${ref}” is not the name of a branch, a tag or a commit. Correct the index on the registry's page.`,
    );
  return protocol;
}

interface Ended {
  readonly code: number | null;
  readonly out: string;
  readonly words: string;
}

/** Runs git to its end; what it says on the way goes to `hear`. */
async function run(
  fetch: GitFetch,
  args: readonly string[],
  protocol: string,
  hear: (words: string) => void = () => undefined,
): Promise<Ended> {
  const git = startGit(fetch.program, fetch.repository, args, protocol);
  const abort = (): void => void git.kill('SIGKILL');
  fetch.signal.addEventListener('abort', abort, { once: true });
  let [out, words] = ['', ''];
  git.stdout.on('data', (chunk: Buffer) => {
    out = `${out}${chunk.toString('utf8')}`.slice(0, MOST_WORDS);
  });
  git.stderr.on('data', (chunk: Buffer) => {
    words = `${words}${chunk.toString('utf8')}`.slice(-MOST_WORDS);
    hear(chunk.toString('utf8'));
  });
  git.stdin.on('error', () => undefined);
  git.stdin.end();
  try {
    const [code] = await once(git, 'close');
    fetch.signal.throwIfAborted();
    if (code !== 0 && NOT_INSTALLED.test(words)) throw noGit();
    return { code: typeof code === 'number' ? code : null, out, words };
  } catch (thrown) {
    fetch.signal.throwIfAborted();
    if (thrown instanceof Error && 'code' in thrown && thrown.code === 'ENOENT') throw noGit();
    throw thrown;
  } finally {
    fetch.signal.removeEventListener('abort', abort);
  }
}

/** The last "12% (1234/9876)" of git's own words. */
function readProgress(words: string): { done: number; total: number } | null {
  const [, done, total] = [...words.matchAll(/\((\d+)\/(\d+)\)/g)].at(-1) ?? [];
  return done === undefined || total === undefined ? null : { done: Number(done), total: Number(total) };
}

function packsOf(repository: string): { count: number; bytes: number } {
  const folder = join(repository, 'objects', 'pack');
  const names = existsSync(folder) ? readdirSync(folder) : [];
  const sizes = names.map((name) => statSync(join(folder, name), { throwIfNoEntry: false })?.size ?? 0);
  return {
    count: names.filter((name) => name.endsWith('.pack')).length,
    bytes: sizes.reduce((sum, size) => sum + size, 0),
  };
}

/** Ends a fetch that brings more than an index can be: nothing in the protocol says beforehand how much will come. */
function limitSize(fetch: GitFetch): { signal: AbortSignal; stop(): void; isOver(): boolean } {
  const controller = new AbortController();
  const before = packsOf(fetch.repository).bytes;
  const look = setInterval(() => {
    if (packsOf(fetch.repository).bytes - before > (fetch.mostBytes ?? MOST_BYTES)) controller.abort();
  }, LOOK_MS);
  return {
    signal: AbortSignal.any([fetch.signal, controller.signal]),
    stop: () => clearInterval(look),
    isOver: () => controller.signal.aborted,
  };
}

async function fetchOnce(fetch: GitFetch, protocol: string): Promise<Ended> {
  const limit = limitSize(fetch);
  const args = [
    'fetch',
    '--progress',
    '--force',
    '--depth=1',
    '--no-tags',
    '--no-recurse-submodules',
    '--no-auto-maintenance',
    '--no-write-fetch-head',
  ];
  const hear = (words: string): void => {
    const progress = readProgress(words);
    if (progress !== null) fetch.onProgress(progress.done, progress.total, 'objects');
  };
  try {
    return await run(
      { ...fetch, signal: limit.signal },
      [...args, '--', fetch.from.url, `+${fetch.from.ref}:${OUR_REF}`],
      protocol,
      hear,
    );
  } catch (thrown) {
    if (!limit.isOver() || fetch.signal.aborted) throw thrown;
    rmSync(fetch.repository, { recursive: true, force: true });
    throw tooLarge(fetch.from.url);
  } finally {
    limit.stop();
  }
}

async function prepare(fetch: GitFetch): Promise<void> {
  const { repository } = fetch;
  if (packsOf(repository).count > MOST_PACKS) rmSync(repository, { recursive: true, force: true });
  if (existsSync(join(repository, 'HEAD'))) return;
  mkdirSync(repository, { recursive: true, mode: 0o700 });
  const made = await run(fetch, ['init', '--quiet', '--bare', '--template='], 'none');
  if (made.code !== 0)
    throw failure('disk_failed', `A folder for the git index could not be made: ${made.words.trim().slice(-300)}`);
}

async function fetchByGit(fetch: GitFetch, protocol: string): Promise<string> {
  const wasThere = existsSync(fetch.repository);
  await prepare(fetch);
  let fetched = await fetchOnce(fetch, protocol);
  if (fetched.code !== 0 && wasThere && isOurs(fetched.words)) {
    rmSync(fetch.repository, { recursive: true, force: true });
    await prepare(fetch);
    fetched = await fetchOnce(fetch, protocol);
  }
  if (fetched.code !== 0) throw explainGit(fetch.from, fetched.words);
  const found = await run(fetch, ['rev-parse', '--verify', '--quiet', `${OUR_REF}^{commit}`], 'none');
  const commit = /^[0-9a-f]{40,64}$/.exec(found.out.trim())?.[0];
  if (commit === undefined)
    throw failure(
      'index_unreadable',
      `“${fetch.from.ref}” of ${withoutLogin(fetch.from.url)} is no commit, so there is no index in it.`,
    );
  return commit;
}

/**
 * Fetches the newest state of a git index, and nothing of its past, into a bare repository. No hook runs, no question is asked, and no
 * other protocol is followed than the one of the address. Where there is no git, the program's library fetches over https and http.
 * Throws `not_supported_here` without either, `unreachable`, `tls_failed`, `too_large`, `index_unreadable` with git's own words, and
 * the signal's reason when it is aborted.
 */
export async function fetchGit(fetch: GitFetch): Promise<GitFetched> {
  const protocol = protocolOf(fetch.from);
  try {
    return { by: 'git', commit: await fetchByGit(fetch, protocol) };
  } catch (thrown) {
    const { library } = fetch.program;
    const isMissing = thrown instanceof Failure && thrown.error.code === 'not_supported_here';
    if (!isMissing || library === undefined || !protocol.startsWith('http')) throw thrown;
    return await library(fetch);
  }
}
