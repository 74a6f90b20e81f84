import { once } from 'node:events';
import { existsSync, mkdirSync, readdirSync, rmSync, statSync } from 'node:fs';
import { join } from 'node:path';
import type { GitResolution } from '../elba/resolution.ts';
import { type Failure, failure } from '../failure.ts';
import { type GitProgram, startGit } from './gitRun.ts';

export interface GitFetch {
  /** The bare repository of this program's own that the index is fetched into. */
  readonly repository: string;
  readonly from: Pick<GitResolution, 'url' | 'ref'>;
  readonly program: GitProgram;
  readonly signal: AbortSignal;
  onProgress(done: number, total: number | null): void;
  /** More bytes than this are not fetched. */
  readonly mostBytes?: number;
}

const PROTOCOLS: ReadonlySet<string> = new Set(['https', 'http', 'ssh', 'file']);
const OUR_REF = 'refs/elba/index';
const MOST_BYTES = 1024 * 1024 * 1024;
/** Each fetch leaves a pack; after so many a new copy is smaller than what has gathered. */
const MOST_PACKS = 30;
const LOOK_MS = 500;
const MOST_WORDS = 16 * 1024;

/** An address as a person may see it: without user and password. */
export function withoutLogin(address: string): string {
  const url = URL.parse(address);
  if (url === null || (url.username === '' && url.password === '')) return address;
  url.username = '';
  url.password = '';
  return url.href;
}

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

const noGit = (): Failure =>
  failure(
    'not_supported_here',
    'This index is a git repository, and there is no git on this computer. Install git, then refresh.',
  );

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
    return { code: typeof code === 'number' ? code : null, out, words };
  } catch (thrown) {
    fetch.signal.throwIfAborted();
    if (thrown instanceof Error && 'code' in thrown && thrown.code === 'ENOENT') throw noGit();
    throw thrown;
  } finally {
    fetch.signal.removeEventListener('abort', abort);
  }
}

const reasons: readonly (readonly [RegExp, Parameters<typeof failure>[0], (where: string, ref: string) => string])[] = [
  [
    /couldn't find remote ref|not our ref/i,
    'index_unreadable',
    (where, ref) => `${where} has no branch or tag “${ref}”. Name the right one behind # on the registry's page.`,
  ],
  [
    /could not resolve host|failed to connect|connection refused|network is unreachable|timed out/i,
    'unreachable',
    (where) => `${where} can't be reached. Check the connection and the address, then refresh.`,
  ],
  [
    /authentication failed|could not read username|permission denied|terminal prompts disabled|returned error: 40[13]/i,
    'index_unreadable',
    (where) => `${where} wants a login, and this program has none for it. Use an address that can be read without one.`,
  ],
  [
    /certificate|ssl/i,
    'tls_failed',
    (where) => `The connection to ${where} is not safe, so nothing was fetched. Its certificate can't be trusted.`,
  ],
  [
    /not found|does not appear to be a git repository|no such file|returned error: 404/i,
    'index_unreadable',
    (where) => `There is no git repository at ${where}. Check the address on the registry's page.`,
  ],
  [
    /fsck|bad object|corrupt|invalid|inflate|did not match/i,
    'index_unreadable',
    (where) => `What ${where} sent is damaged, so it was not taken. What was read before is shown.`,
  ],
];

/** Whether a fetch may have failed by the copy on this computer: no other reason was given. */
const isOurs = (words: string): boolean => {
  const [, , sentence] = reasons.find(([form]) => form.test(words)) ?? [];
  return sentence === undefined || sentence === reasons.at(-1)?.[2];
};

function explain({ from }: GitFetch, words: string): Failure {
  const where = withoutLogin(from.url);
  const serverText = words.replaceAll(from.url, where).trim().slice(-500);
  const [, code, sentence] = reasons.find(([form]) => form.test(words)) ?? [];
  const message = sentence?.(where, from.ref) ?? `Git could not fetch the index from ${where}.`;
  return failure(code ?? 'index_unreadable', message, { serverText });
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
    if (progress !== null) fetch.onProgress(progress.done, progress.total);
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
    throw failure(
      'too_large',
      `${withoutLogin(fetch.from.url)} sent more than an index can hold, so it was not taken.`,
    );
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

/**
 * Fetches the newest state of a git index, and nothing of its past, into a bare repository. Gives the commit. No hook runs, no question
 * is asked, and no other protocol is followed than the one of the address. Throws `not_supported_here` without git, `unreachable`,
 * `tls_failed`, `too_large`, `index_unreadable` with git's own words, and the signal's reason when it is aborted.
 */
export async function fetchGit(fetch: GitFetch): Promise<string> {
  const protocol = protocolOf(fetch.from);
  const wasThere = existsSync(fetch.repository);
  await prepare(fetch);
  let fetched = await fetchOnce(fetch, protocol);
  if (fetched.code !== 0 && wasThere && isOurs(fetched.words)) {
    rmSync(fetch.repository, { recursive: true, force: true });
    await prepare(fetch);
    fetched = await fetchOnce(fetch, protocol);
  }
  if (fetched.code !== 0) throw explain(fetch, fetched.words);
  const found = await run(fetch, ['rev-parse', '--verify', '--quiet', `${OUR_REF}^{commit}`], 'none');
  const commit = /^[0-9a-f]{40,64}$/.exec(found.out.trim())?.[0];
  if (commit === undefined)
    throw failure(
      'index_unreadable',
      `“${fetch.from.ref}” of ${withoutLogin(fetch.from.url)} is no commit, so there is no index in it.`,
    );
  return commit;
}
