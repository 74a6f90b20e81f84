import { isUtf8 } from '../utf8.ts';
import { libraryFolder } from './gitLibraryFolder.ts';
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

/** The library is loaded by those who have no git. What it reads of a pack stays in memory until the reader is gone. */
async function openCopy(gitdir: string) {
  const { readBlob, readTree } = await import('isomorphic-git');
  const at = { fs: libraryFolder(gitdir, () => undefined), gitdir, cache: {} };
  const orUnreadable = (): never => {
    throw unreadableCopy('an object of it is missing or damaged');
  };
  return {
    tree: async (oid: string) => (await readTree({ ...at, oid }).catch(orUnreadable)).tree,
    async file(oid: string): Promise<FileContent> {
      const { blob } = await readBlob({ ...at, oid }).catch(orUnreadable);
      if (blob.length > LARGEST_FILE) return { problem: TOO_LARGE };
      return { text: Buffer.from(blob).toString('utf8'), utf8: isUtf8(blob) };
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
  let opened: Promise<{ readonly copy: Copy; readonly tree: GitTree }> | null = null;
  const open = (signal: AbortSignal) => {
    opened ??= openCopy(repository).then(async (copy) => ({ copy, tree: await readTree(copy, commit, signal) }));
    return opened;
  };
  return {
    async names(signal) {
      const { copy, tree } = await open(signal);
      const { config, findings } = readConfig(tree.config === null ? null : await copy.file(tree.config.oid));
      return { config, keys: [...tree.blobs.keys()].sort(), findings: [...findings, ...tree.findings] };
    },
    async files(keys, taker, signal) {
      const { copy, tree } = await open(signal);
      const breathe = createBreather();
      for (const key of keys) {
        signal.throwIfAborted();
        await breathe();
        const blob = tree.blobs.get(key);
        if (blob === undefined) continue;
        const stamp = Buffer.from(blob.oid, 'hex').subarray(0, STAMP_BYTES);
        if (!taker.isKnown(key, stamp)) taker.take(key, stamp, await copy.file(blob.oid));
      }
    },
  };
}
