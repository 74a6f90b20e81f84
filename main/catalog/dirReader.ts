import { createHash } from 'node:crypto';
import {
  closeSync,
  constants,
  fstatSync,
  lstatSync,
  opendirSync,
  openSync,
  readSync,
  type Stats,
  statSync,
} from 'node:fs';
import { join } from 'node:path';
import { failure } from '../failure.ts';
import { isUtf8 } from '../utf8.ts';
import type { IndexFinding } from './indexPackage.ts';
import {
  A_LINK,
  createBreather,
  type FileContent,
  type IndexReader,
  kindOfDirent,
  LARGEST_FILE,
  MOST_PACKAGES,
  NOT_PLAIN,
  problemOfEntry,
  readConfig,
  TOO_LARGE,
  tooMany,
} from './indexReader.ts';
import { STAMP_BYTES } from './indexTable.ts';

const codeOf = (thrown: unknown): string =>
  thrown instanceof Error && 'code' in thrown && typeof thrown.code === 'string' ? thrown.code : 'error';

function sentenceFor(code: string): string {
  if (code === 'ELOOP' || code === 'EMLINK') return A_LINK;
  if (code === 'EACCES' || code === 'EPERM') return 'It may not be read by you, so this package is not shown.';
  return `It could not be read (${code}), so this package is not shown.`;
}

/** Changes with whatever changes a file. */
const stampOf = ({ ino, size, mtimeMs, ctimeMs }: Stats): Uint8Array =>
  createHash('sha1').update(`${ino} ${size} ${mtimeMs} ${ctimeMs}`).digest().subarray(0, STAMP_BYTES);

function readWhole(file: number, size: number): Buffer {
  const bytes = Buffer.allocUnsafe(size);
  let at = 0;
  while (at < size) {
    const read = readSync(file, bytes, at, size - at, null);
    if (read === 0) break;
    at += read;
  }
  return bytes.subarray(0, at);
}

/** Reads a plain file up to the cap; null where none is there. Links and special files are never opened for their content. */
export function readPlainFile(path: string): FileContent | null {
  let file: number;
  try {
    // O_NONBLOCK: opening a pipe must not wait for somebody to write to it.
    file = openSync(path, constants.O_RDONLY | (constants.O_NOFOLLOW ?? 0) | (constants.O_NONBLOCK ?? 0));
  } catch (thrown) {
    const code = codeOf(thrown);
    return code === 'ENOENT' || code === 'ENOTDIR' ? null : { problem: sentenceFor(code) };
  }
  try {
    const stat = fstatSync(file);
    if (!stat.isFile()) return { problem: NOT_PLAIN };
    if (stat.size > LARGEST_FILE) return { problem: TOO_LARGE };
    const bytes = readWhole(file, stat.size);
    return { text: bytes.toString('utf8'), utf8: isUtf8(bytes) };
  } catch (thrown) {
    return { problem: sentenceFor(codeOf(thrown)) };
  } finally {
    closeSync(file);
  }
}

function requireFolder(root: string): void {
  const found = statSync(root, { throwIfNoEntry: false });
  if (found?.isDirectory()) return;
  throw failure(
    'index_unreadable',
    found === undefined
      ? `The index folder ${root} is not there. Check its path on the registry's page.`
      : `The index ${root} is a file, not a folder. Check its path on the registry's page.`,
  );
}

/** What an index folder's `index.toml` says, or what is wrong with it. Throws `index_unreadable` where there is no such folder. */
export function readFolderConfig(root: string): ReturnType<typeof readConfig> {
  requireFolder(root);
  return readConfig(readPlainFile(join(root, 'index.toml')));
}

interface Found {
  readonly keys: string[];
  readonly findings: IndexFinding[];
}

async function listGroup(
  root: string,
  group: string,
  found: Found,
  { most, breathe }: { readonly most: number; breathe(): Promise<void> },
): Promise<void> {
  const folder = opendirSync(join(root, group), { bufferSize: 256 });
  try {
    for (let entry = folder.readSync(); entry !== null; entry = folder.readSync()) {
      if (entry.name === '.dirlock') continue;
      if (found.keys.length + found.findings.length >= most) {
        found.findings.push({ file: group, text: tooMany(most) });
        return;
      }
      const text = problemOfEntry(group, entry.name, kindOfDirent(entry));
      if (text === null) found.keys.push(`${group}/${entry.name}`);
      else found.findings.push({ file: `${group}/${entry.name}`, text });
      await breathe();
    }
  } finally {
    folder.closeSync();
  }
}

async function listFolder(root: string, most: number, signal: AbortSignal): Promise<Found> {
  const found: Found = { keys: [], findings: [] };
  const breathe = createBreather();
  const folder = opendirSync(root);
  try {
    for (let entry = folder.readSync(); entry !== null; entry = folder.readSync()) {
      signal.throwIfAborted();
      if (entry.name.startsWith('.') || entry.isFile()) continue;
      if (entry.isSymbolicLink())
        found.findings.push({ file: entry.name, text: 'It is a link. Links are not followed, so it is not read.' });
      else if (entry.isDirectory() && found.keys.length < most) {
        await listGroup(root, entry.name, found, { most, breathe }).catch((thrown: unknown) => {
          found.findings.push({ file: entry.name, text: `The folder could not be read (${codeOf(thrown)}).` });
        });
      }
    }
  } finally {
    folder.closeSync();
  }
  found.keys.sort();
  return found;
}

/**
 * Reads an index folder (`index+dir+…`) in slices. Links are not followed, hostile names and overlong files are reported and left out.
 * Throws `index_unreadable` where there is no such folder. More than `most` packages are left out, and said so.
 */
export const dirReader = (root: string, most = MOST_PACKAGES): IndexReader => ({
  async names(signal) {
    const { config, findings } = readFolderConfig(root);
    const found = await listFolder(root, most, signal);
    return { config, keys: found.keys, findings: [...findings, ...found.findings] };
  },
  async files(keys, taker, signal) {
    requireFolder(root);
    const breathe = createBreather();
    for (const key of keys) {
      signal.throwIfAborted();
      await breathe();
      const path = join(root, ...key.split('/'));
      // The stamp is taken before the content, so that a change in between is seen by the next read.
      const stat = lstatSync(path, { throwIfNoEntry: false });
      if (stat === undefined) continue;
      const stamp = stampOf(stat);
      if (taker.isKnown(key, stamp)) continue;
      const content = readPlainFile(path);
      if (content !== null) taker.take(key, stamp, content);
    }
  },
});
