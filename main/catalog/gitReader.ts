import { once } from 'node:events';
import { failure } from '../failure.ts';
import { isUtf8 } from '../utf8.ts';
import { type GitProgram, startGit, systemGit } from './gitRun.ts';
import type { IndexFinding } from './indexPackage.ts';
import {
  createBreather,
  type EntryKind,
  type FileContent,
  type IndexReader,
  LARGEST_FILE,
  MOST_PACKAGES,
  problemOfEntry,
  readConfig,
  TOO_LARGE,
  tooMany,
} from './indexReader.ts';
import { STAMP_BYTES } from './indexTable.ts';

/** A file in a tree. */
export interface GitBlob {
  readonly oid: string;
  readonly size: number;
}

export const unreadableCopy = (why: string) =>
  failure('index_unreadable', `The copy of the git index can't be read: ${why}. Refresh to fetch it anew.`);

/** What git says of one entry: `mode type oid size\tpath`. */
const entryForm = /^(\d{6}) (\w+) ([0-9a-f]{40,64}) +(\d+|-)\t([\s\S]+)$/;
/** No name in an index is so long; more without an end of it is not from git. */
const LONGEST_ENTRY = 64 * 1024;

const kindOfMode = (mode: string): EntryKind => {
  if (mode === '120000') return 'link';
  if (mode === '040000') return 'folder';
  return mode.startsWith('100') ? 'file' : 'special';
};

/** What is known of a tree: the files of packages by their keys, what is wrong with the rest, and `index.toml`. */
export interface GitTree {
  readonly blobs: Map<string, GitBlob>;
  readonly findings: IndexFinding[];
  config: GitBlob | null;
}

/** Puts an entry of a commit's tree where it belongs. `mode` is git's, such as 100644; `path` counts from the root. */
export function addEntry(tree: GitTree, mode: string, path: string, blob: GitBlob): void {
  const parts = path.split('/');
  if (path === 'index.toml' && kindOfMode(mode) === 'file') tree.config = blob;
  if (parts.length === 1 || path.startsWith('.')) return;
  const [group = '', name = '', ...deeper] = parts;
  const text =
    deeper.length > 0
      ? 'It lies deeper than elba looks. It is not read.'
      : problemOfEntry(group, name, kindOfMode(mode));
  if (text !== null) tree.findings.push({ file: path, text });
  else if (tree.blobs.size < MOST_PACKAGES) tree.blobs.set(path, blob);
  else if (tree.blobs.size === MOST_PACKAGES && !tree.findings.some(({ file }) => file === ''))
    tree.findings.push({ file: '', text: tooMany(MOST_PACKAGES) });
}

function addLine(tree: GitTree, line: string): void {
  const read = entryForm.exec(line);
  // git writes BAD for the size of an object that it does not have.
  if (read === null) throw unreadableCopy('an object of it is missing or damaged');
  const [, mode = '', , oid = '', size = '', path = ''] = read;
  addEntry(tree, mode, path, { oid, size: Number(size) });
}

/** More entries are not looked at. */
export const MOST_ENTRIES = 2 * MOST_PACKAGES;

async function readTree(
  program: GitProgram,
  repository: string,
  commit: string,
  signal: AbortSignal,
): Promise<GitTree> {
  const git = startGit(program, repository, ['ls-tree', '-r', '-z', '--long', '--full-tree', commit]);
  const abort = (): void => void git.kill('SIGKILL');
  signal.addEventListener('abort', abort, { once: true });
  const closed = once(git, 'close');
  const tree: GitTree = { blobs: new Map(), findings: [], config: null };
  let rest = '';
  let entries = 0;
  try {
    git.stdin.end();
    git.stderr.resume();
    git.stdout.setEncoding('utf8');
    for await (const chunk of git.stdout) {
      const fields = `${rest}${String(chunk)}`.split('\0');
      rest = fields.pop() ?? '';
      for (const line of fields) addLine(tree, line);
      entries += fields.length;
      if (rest.length > LONGEST_ENTRY || entries > MOST_ENTRIES)
        throw unreadableCopy('it has more entries than an index can have');
    }
    const [code] = await closed;
    signal.throwIfAborted();
    if (code !== 0) throw unreadableCopy('git does not find its commit');
    return tree;
  } finally {
    signal.removeEventListener('abort', abort);
    git.kill('SIGKILL');
  }
}

/** Takes apart what `cat-file --batch` writes: a line `oid type size`, the content, a newline. */
function createBatch(onBlob: (bytes: Buffer) => void) {
  let head = Buffer.alloc(0);
  let parts: Buffer[] = [];
  let left = -1;
  return (chunk: Buffer): void => {
    let at = 0;
    while (at < chunk.length) {
      if (left === -1) {
        const newline = chunk.indexOf(10, at);
        head = Buffer.concat([head, chunk.subarray(at, newline === -1 ? chunk.length : newline)]);
        if (newline === -1) {
          if (head.length > LONGEST_ENTRY) throw unreadableCopy('git answered in a form that nobody knows');
          return;
        }
        at = newline + 1;
        const size = /^[0-9a-f]+ blob (\d+)$/.exec(head.toString('latin1'))?.[1];
        if (size === undefined) throw unreadableCopy('an object of it is missing or damaged');
        head = Buffer.alloc(0);
        parts = [];
        // The newline behind the content counts.
        left = Number(size) + 1;
      }
      const piece = chunk.subarray(at, at + left);
      parts.push(piece);
      left -= piece.length;
      at += piece.length;
      if (left > 0) return;
      const whole = parts.length === 1 ? piece : Buffer.concat(parts);
      left = -1;
      onBlob(whole.subarray(0, whole.length - 1));
    }
  };
}

type OnBlob = (at: number, content: FileContent) => void;

/** Reads blobs in their order by one git, which is fed a little ahead of what was read. */
async function readBlobs(
  program: GitProgram,
  repository: string,
  blobs: readonly GitBlob[],
  onBlob: OnBlob,
  signal: AbortSignal,
): Promise<void> {
  const git = startGit(program, repository, ['cat-file', '--batch', '--buffer']);
  const abort = (): void => void git.kill('SIGKILL');
  signal.addEventListener('abort', abort, { once: true });
  const closed = once(git, 'close');
  const breathe = createBreather();
  let at = 0;
  try {
    git.stderr.resume();
    git.stdin.on('error', () => undefined);
    git.stdin.end(blobs.map(({ oid }) => `${oid}\n`).join(''));
    const take = createBatch((bytes) => {
      onBlob(at, { text: bytes.toString('utf8'), utf8: isUtf8(bytes) });
      at += 1;
    });
    for await (const chunk of git.stdout) {
      take(chunk);
      await breathe();
    }
    await closed;
    signal.throwIfAborted();
    if (at < blobs.length) throw unreadableCopy('an object of it is missing or damaged');
  } finally {
    signal.removeEventListener('abort', abort);
    git.kill('SIGKILL');
  }
}

/**
 * Reads an index out of a bare git repository without a checkout: the tree by `ls-tree`, the files by one `cat-file`. Links, submodules
 * and overlong files are reported and not read. Throws `index_unreadable` where git does not find what it should.
 */
export function gitReader(repository: string, commit: string, program: GitProgram = systemGit()): IndexReader {
  let tree: GitTree | null = null;
  return {
    async names(signal) {
      const found = await readTree(program, repository, commit, signal);
      tree = found;
      let content: FileContent | null = null;
      if (found.config !== null && found.config.size > LARGEST_FILE) content = { problem: TOO_LARGE };
      else if (found.config !== null) {
        await readBlobs(
          program,
          repository,
          [found.config],
          (_, text) => {
            content = text;
          },
          signal,
        );
      }
      const { config, findings } = readConfig(content);
      return { config, keys: [...found.blobs.keys()].sort(), findings: [...findings, ...found.findings] };
    },
    async files(keys, taker, signal) {
      const known = tree ?? (await readTree(program, repository, commit, signal));
      const wanted: { key: string; stamp: Uint8Array; blob: GitBlob }[] = [];
      for (const key of keys) {
        const blob = known.blobs.get(key);
        if (blob === undefined) continue;
        const stamp = Buffer.from(blob.oid, 'hex').subarray(0, STAMP_BYTES);
        if (taker.isKnown(key, stamp)) continue;
        if (blob.size > LARGEST_FILE) taker.take(key, stamp, { problem: TOO_LARGE });
        else wanted.push({ key, stamp, blob });
      }
      if (wanted.length === 0) return;
      const onBlob: OnBlob = (at, content) => {
        const file = wanted[at];
        if (file !== undefined) taker.take(file.key, file.stamp, content);
      };
      await readBlobs(
        program,
        repository,
        wanted.map(({ blob }) => blob),
        onBlob,
        signal,
      );
    },
  };
}
