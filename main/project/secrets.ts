import { setImmediate as nextTurn } from 'node:timers/promises';
import type { IncludedFile } from '../../shared/project.ts';
import { failure } from '../failure.ts';
import { isUtf8 } from '../utf8.ts';
import type { ProjectSource } from './projectSource.ts';
import { isKeyStore } from './secretFiles.ts';
import { type FileText, type SecretFinding, secretsInFile } from './secretsInFile.ts';

export type { SecretFinding } from './secretsInFile.ts';

export type ScanInput = {
  readonly source: Pick<ProjectSource, 'read' | 'stamp'>;
  readonly included: readonly IncludedFile[];
  readonly signal?: AbortSignal;
  /** Called now and then with the number of files looked at. */
  readonly onProgress?: (files: number) => void;
};

/** The findings in the order of the files; `tooLarge` are files over 1 MiB, which are not looked at. */
export type SecretScan = { readonly findings: readonly SecretFinding[]; readonly tooLarge: readonly string[] };

/** Looks at files and remembers what it found as long as path, size and time of change stay the same. */
export type SecretScanner = {
  /** Throws `cancelled` when aborted; what was found by then is remembered. */
  scan(input: ScanInput): Promise<SecretScan>;
};

type Remembered = { readonly stamp: string; readonly findings: readonly SecretFinding[] };
type Pause = () => Promise<void>;

const mostBytes = 1024 * 1024;
const filesAtOnce = 8;
const progressEvery = 256;
/** A rule takes some milliseconds for a file of 1 MiB, so the event loop is never held up much longer than this. */
const turnMs = 12;

const stopIfAborted = (signal: AbortSignal | undefined): void => {
  if (signal?.aborted === true) throw failure('cancelled', 'Looking for secrets was stopped.');
};

const createPause = (signal: AbortSignal | undefined): Pause => {
  let since = performance.now();
  return async () => {
    if (performance.now() - since < turnMs) return;
    await nextTurn();
    stopIfAborted(signal);
    since = performance.now();
  };
};

/** What is not UTF-8 is read as Latin-1: the rules look for ASCII alone. A text never has a NUL in it. */
const textOf = (path: string, bytes: Buffer): FileText => {
  const isBinary = bytes.includes(0);
  const text = bytes.toString(!isBinary && isUtf8(bytes) ? 'utf8' : 'latin1');
  return { path, text: text.replace(/^\uFEFF/, ''), isBinary };
};

/** What is known of a file before its text is looked at. */
type Opened =
  | { readonly kind: 'known'; readonly before: Remembered }
  | { readonly kind: 'read'; readonly stamp: string; readonly bytes: Buffer };

/** Null where the file went away or cannot be read, which other checks tell. */
const openFile = async (
  source: ScanInput['source'],
  path: string,
  before: Remembered | undefined,
): Promise<Opened | null> => {
  const stamp = await source.stamp(path);
  if (stamp === null) return null;
  if (before?.stamp === stamp) return { kind: 'known', before };
  const read = await source.read(path, mostBytes);
  return read.kind === 'read' ? { kind: 'read', stamp, bytes: read.bytes } : null;
};

const lookAt = async (path: string, bytes: Buffer, key: string, pause: Pause): Promise<readonly SecretFinding[]> => {
  const file = textOf(path, bytes);
  await pause();
  return file.isBinary && !isKeyStore(path) ? [] : secretsInFile(file, key, pause);
};

/**
 * Makes a scanner for one project. `key` is a random text that is kept with the findings that a person accepted: ids are made with it, so
 * that nobody can find a weak password by trying out what gives a stored id. With another key every finding is a new one.
 *
 * Texts of at most 1 MiB are looked at with secretlint's recommended rules, and files whose name gives them away by that. No secret, and
 * nothing that it could be found from, is in what it gives.
 */
export const createSecretScanner = (key: string): SecretScanner => {
  let remembered: ReadonlyMap<string, Remembered> = new Map();

  /** Reads some files at once, and looks at their texts one after the other: they would only get in each other's way. */
  const scanSome = async (
    source: ScanInput['source'],
    paths: readonly string[],
    pause: Pause,
  ): Promise<Map<string, Remembered>> => {
    const opened = await Promise.all(paths.map((path) => openFile(source, path, remembered.get(path))));
    const found = new Map<string, Remembered>();
    for (const [i, path] of paths.entries()) {
      const file = opened[i];
      if (file?.kind === 'known') found.set(path, file.before);
      if (file?.kind !== 'read') continue;
      found.set(path, { stamp: file.stamp, findings: await lookAt(path, file.bytes, key, pause) });
    }
    return found;
  };

  const scan = async ({ source, included, signal, onProgress }: ScanInput): Promise<SecretScan> => {
    const pause = createPause(signal);
    const isTooLarge = (file: IncludedFile): boolean => file.bytes > mostBytes && !isKeyStore(file.path);
    const files = included.filter((file) => !isTooLarge(file));
    const found = new Map<string, Remembered>();
    try {
      for (let at = 0; at < files.length; at += filesAtOnce) {
        stopIfAborted(signal);
        const some = files.slice(at, at + filesAtOnce).map(({ path }) => path);
        for (const [path, result] of await scanSome(source, some, pause)) found.set(path, result);
        if (at % progressEvery === 0) onProgress?.(at);
      }
    } finally {
      // A scan that was stopped must not forget the files that it did not come to.
      remembered = signal?.aborted === true ? new Map([...remembered, ...found]) : found;
    }
    return {
      findings: files.flatMap(({ path }) => found.get(path)?.findings ?? []),
      tooLarge: included.filter(isTooLarge).map(({ path }) => path),
    };
  };

  return { scan };
};
