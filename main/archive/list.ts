import { type ArchiveLimits, type Finding, type FindingKind, finding, usualLimits } from './findings.ts';
import { type GzipProblem, readGzipMember } from './gzipReader.ts';
import type { ArchiveEntry } from './tarEntry.ts';
import { createTarReader, type EntrySink } from './tarReader.ts';

export type { ArchiveEntry } from './tarEntry.ts';
export type { EntrySink } from './tarReader.ts';

/**
 * What was found. `whole` says that reading got to the end; otherwise the last finding says why not. `findings` are at most
 * `mostFindings`; `moreFindings` counts the rest. `unpackedBytes` are those of the tar that were read.
 */
export type ArchiveReading = {
  readonly whole: boolean;
  readonly entries: number;
  readonly readBytes: number;
  readonly unpackedBytes: number;
  readonly findings: readonly Finding[];
  readonly moreFindings: number;
};

const mostFindings = 100;

/** Below this much a high ratio is only a small file with much repetition. */
const ratioFrom = 16 * 1024 * 1024;

const odd = /[\p{Cc}\\\uFFFD]/u;

/** The name as it would land in a folder: no `./`, no doubled or trailing slash. Two entries with the same one collide. */
export const plainPath = (path: string): string =>
  path
    .split('/')
    .filter((part) => part !== '' && part !== '.')
    .join('/');

const nameProblem = (path: string): FindingKind | null => {
  if (path.startsWith('/') || path.startsWith('\\') || /^[A-Za-z]:/.test(path)) return 'absolute';
  if (path.split(/[/\\]/).includes('..')) return 'parent';
  if (odd.test(path) || plainPath(path) === '') return path === './' || path === '.' ? null : 'odd_name';
  return path.startsWith('./') ? 'dot_prefix' : null;
};

const createFindings = () => {
  const findings: Finding[] = [];
  let more = 0;
  return {
    findings,
    more: () => more,
    add: (kind: FindingKind, path?: string): void => {
      // Room is kept for the finding that ends the reading: it comes last and must not be lost.
      if (findings.length < mostFindings || path === undefined) findings.push(finding(kind, path));
      else more++;
    },
  };
};

/** Looks at each entry's name and kind. A folder may be named twice, everything else only once. */
const createEntryCheck = (add: (kind: FindingKind, path?: string) => void) => {
  const seen = new Map<string, ArchiveEntry['kind']>();
  return (entry: ArchiveEntry): void => {
    const problem = nameProblem(entry.path);
    if (problem !== null) add(problem, entry.path);
    if (entry.kind === 'link' || entry.kind === 'special') add(entry.kind, entry.path);
    const plain = plainPath(entry.path);
    const before = seen.get(plain);
    if (before !== undefined && !(before === 'folder' && entry.kind === 'folder')) add('duplicate', entry.path);
    seen.set(plain, entry.kind);
  };
};

const isTold = (problem: GzipProblem | null): problem is Exclude<GzipProblem, 'stopped'> =>
  problem !== null && problem !== 'stopped';

/**
 * Reads a tar.gz from a source that nobody vouches for, without ever writing: streams, keeps no content, and stops at the limits, at
 * the first broken byte of the gzip or tar form, or when `signal` is aborted (then it throws the signal's reason). Each entry is told to
 * `onEntry`, which may take its content piece by piece. Whatever else is wrong with the archive comes back as findings.
 */
export const readArchive = async (
  source: AsyncIterable<Uint8Array>,
  options: {
    limits?: ArchiveLimits;
    onEntry?: (entry: ArchiveEntry) => EntrySink | null;
    signal?: AbortSignal;
  } = {},
): Promise<ArchiveReading> => {
  const limits = options.limits ?? usualLimits;
  const { findings, more, add } = createFindings();
  const check = createEntryCheck(add);
  let entries = 0;
  let unpackedBytes = 0;
  let taken = 0;
  const tar = createTarReader({
    limits,
    onProblem: add,
    onEntry: (entry) => {
      entries++;
      check(entry);
      return options.onEntry?.(entry) ?? null;
    },
  });
  const counted = async function* (): AsyncGenerator<Uint8Array> {
    for await (const chunk of source) {
      options.signal?.throwIfAborted();
      taken += chunk.length;
      yield chunk;
    }
  };
  const sink = (bytes: Buffer): boolean => {
    unpackedBytes += bytes.length;
    if (unpackedBytes > limits.unpackedBytes) add('too_large');
    else if (unpackedBytes > ratioFrom && unpackedBytes > taken * limits.ratio) add('suspicious_ratio');
    else return options.signal?.aborted !== true && tar.push(bytes);
    return false;
  };
  const { problem, readBytes } = await readGzipMember(counted(), sink);
  options.signal?.throwIfAborted();
  if (isTold(problem)) add(problem);
  if (problem === null || problem === 'second_member' || problem === 'trailing_bytes') tar.end();
  const whole = problem === null && !findings.some(({ kind }) => kind === 'cut_off' || kind === 'not_tar');
  return { whole, entries, readBytes, unpackedBytes, findings, moreFindings: more() };
};
