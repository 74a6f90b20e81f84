import type { Failure } from '../failure.ts';
import { isUtf8 } from '../utf8.ts';
import { libraryFolder } from './gitLibraryFolder.ts';
import { type GitObjects, openGitObjects } from './gitObjects.ts';
import { addEntry, type GitTree, MOST_ENTRIES, unreadableCopy } from './gitReader.ts';
import {
  createBreather,
  type FileContent,
  type IndexReader,
  LARGEST_FILE,
  readConfig,
  TOO_LARGE,
} from './indexReader.ts';
import { STAMP_BYTES } from './indexTable.ts';

const lost = (): Failure => unreadableCopy('an object of it is missing or damaged');

const contentOf = (blob: Uint8Array): FileContent =>
  blob.length > LARGEST_FILE
    ? { problem: TOO_LARGE }
    : { text: Buffer.from(blob).toString('utf8'), utf8: isUtf8(blob) };

/** The library is loaded by those who have no git. It knows trees; for files it takes many times as long as their packs need. */
async function openCopy(gitdir: string) {
  const { readBlob, readTree } = await import('isomorphic-git');
  const at = { fs: libraryFolder(gitdir, () => undefined), gitdir };
  const cache = {};
  return {
    async tree(oid: string) {
      const found = await readTree({ ...at, cache, oid }).catch(() => null);
      if (found === null) throw lost();
      return found.tree;
    },
    /** What lies in no pack. */
    async loose(oid: string): Promise<FileContent> {
      const found = await readBlob({ ...at, oid }).catch(() => null);
      if (found === null) throw lost();
      return contentOf(found.blob);
    },
  };
}
type Copy = Awaited<ReturnType<typeof openCopy>>;

/** Reads the root and one list for each group; what lies deeper is not gone into. */
async function readTree(copy: Copy, commit: string, signal: AbortSignal): Promise<GitTree> {
  const tree: GitTree = { blobs: new Map(), findings: [], config: null };
  const breathe = createBreather();
  let entries = 0;
  const list = async (oid: string, group: string | null): Promise<void> => {
    for (const { mode, path, oid: at, type } of await copy.tree(oid)) {
      signal.throwIfAborted();
      entries += 1;
      if (entries > MOST_ENTRIES) throw unreadableCopy('it has more entries than an index can have');
      // How large a file is, is known when it is read.
      if (group !== null) addEntry(tree, mode, `${group}/${path}`, { oid: at, size: 0 });
      else if (type !== 'tree') addEntry(tree, mode, path, { oid: at, size: 0 });
      else if (!path.startsWith('.')) await list(at, path);
    }
    await breathe();
  };
  await list(commit, null);
  return tree;
}

/**
 * Reads an index out of a bare git repository by a library, for a computer without git. Links, submodules, folders and overlong files are
 * reported and not read. Throws `index_unreadable` where an object is not what it should be.
 */
export function libraryReader(repository: string, commit: string): IndexReader {
  let opened: Promise<{ readonly copy: Copy; readonly objects: GitObjects; readonly tree: GitTree }> | null = null;
  const open = (signal: AbortSignal) => {
    opened ??= openCopy(repository).then(async (copy) => {
      const tree = await readTree(copy, commit, signal);
      return { copy, tree, objects: openGitObjects(repository) };
    });
    return opened;
  };
  const read = async ({ copy, objects }: Awaited<ReturnType<typeof open>>, oid: string): Promise<FileContent> => {
    const packed = objects.read(oid);
    return packed === null ? copy.loose(oid) : contentOf(packed);
  };
  return {
    async names(signal) {
      const all = await open(signal);
      const { blobs, config: blob, findings } = all.tree;
      const said = readConfig(blob === null ? null : await read(all, blob.oid));
      return { config: said.config, keys: [...blobs.keys()].sort(), findings: [...said.findings, ...findings] };
    },
    async files(keys, taker, signal) {
      const all = await open(signal);
      const breathe = createBreather();
      const wanted: { readonly key: string; readonly stamp: Uint8Array; readonly oid: string }[] = [];
      for (const key of keys) {
        const { oid } = all.tree.blobs.get(key) ?? {};
        if (oid === undefined) continue;
        const stamp = Buffer.from(oid, 'hex').subarray(0, STAMP_BYTES);
        if (!taker.isKnown(key, stamp)) wanted.push({ key, stamp, oid });
      }
      for (const { key, stamp, oid } of all.objects.inOrder(wanted)) {
        signal.throwIfAborted();
        await breathe();
        taker.take(key, stamp, await read(all, oid));
      }
    },
  };
}
