import { createHash } from 'node:crypto';
import { closeSync, createReadStream, openSync, readSync } from 'node:fs';
import { createGunzip } from 'node:zlib';
import type { ArchiveEntry } from '../archive/tarEntry.ts';
import { createTarReader, type EntrySink } from '../archive/tarReader.ts';
import { failure } from '../failure.ts';
import { isUtf8 } from '../utf8.ts';
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

/** Unpacked, an index of a million versions takes a third of a gigabyte. */
const MOST_UNPACKED = 4 * 1024 * 1024 * 1024;
const limits = {
  entries: 3 * MOST_PACKAGES,
  nameBytes: 4096,
  unpackedBytes: MOST_UNPACKED,
  ratio: Number.POSITIVE_INFINITY,
};

const refuse = (why: string) => failure('index_unreadable', `The tar of the index can't be used: ${why}.`);

/** A path as the index has it: a leading `./` does not count. */
const pathOf = (path: string): string => path.replace(/^(?:\.\/)+/, '').replace(/\/$/, '');

function isGzip(file: string): boolean {
  const handle = openSync(file, 'r');
  try {
    const start = Buffer.alloc(2);
    readSync(handle, start, 0, 2, 0);
    return start[0] === 0x1f && start[1] === 0x8b;
  } finally {
    closeSync(handle);
  }
}

/** Reads a tar from beginning to end, packed or not. `onEntry` takes what it wants of each entry. */
async function walk(
  file: string,
  onEntry: (path: string, entry: ArchiveEntry) => EntrySink | null,
  signal: AbortSignal,
): Promise<void> {
  const breathe = createBreather();
  let problem: string | null = null;
  const tar = createTarReader({
    limits,
    onEntry: (entry) => onEntry(pathOf(entry.path), entry),
    onProblem: (kind) => {
      // Some programs leave the two blocks of zeros at the end out, or put something behind them.
      if (kind !== 'no_end' && kind !== 'data_after_end') problem ??= kind.replaceAll('_', ' ');
    },
  });
  const source = createReadStream(file, { highWaterMark: 256 * 1024, signal });
  const bytes = isGzip(file) ? source.pipe(createGunzip({ chunkSize: 256 * 1024 })) : source;
  source.on('error', (error) => bytes.destroy(error));
  let unpacked = 0;
  try {
    for await (const chunk of bytes) {
      unpacked += chunk.length;
      if (unpacked > MOST_UNPACKED) throw refuse('it is larger than 4 GiB unpacked');
      if (!tar.push(chunk)) break;
      await breathe();
    }
    tar.end();
  } catch (thrown) {
    signal.throwIfAborted();
    if (thrown instanceof Error && 'code' in thrown) throw refuse(`it is damaged (${String(thrown.code)})`);
    throw thrown;
  } finally {
    source.destroy();
    bytes.destroy();
  }
  if (problem !== null) throw refuse(`it is damaged or hostile (${problem})`);
}

/** Collects a file's content, up to the cap. */
function collect(entry: ArchiveEntry, done: (content: FileContent, stamp: Uint8Array) => void): EntrySink {
  const parts: Buffer[] = [];
  const isTooLarge = entry.bytes > LARGEST_FILE;
  return {
    write: (bytes) => void (isTooLarge || parts.push(Buffer.from(bytes))),
    end: () => {
      const whole = Buffer.concat(parts);
      const stamp = createHash('sha1').update(`${entry.bytes} `).update(whole).digest().subarray(0, STAMP_BYTES);
      done(isTooLarge ? { problem: TOO_LARGE } : { text: whole.toString('utf8'), utf8: isUtf8(whole) }, stamp);
    },
  };
}

const kindOf = ({ kind }: ArchiveEntry): EntryKind => kind;

/**
 * Reads an index out of a tar or tar.gz on this computer, without ever writing: once for the names, once for the files. What is
 * hostile in a name is reported; a broken or endless archive is `index_unreadable`.
 */
export const tarIndexReader = (file: string): IndexReader => ({
  async names(signal) {
    const keys = new Set<string>();
    const findings: IndexFinding[] = [];
    let config: FileContent | null = null;
    const onEntry = (path: string, entry: ArchiveEntry): EntrySink | null => {
      if (path === 'index.toml' && entry.kind === 'file')
        return collect(entry, (content) => {
          config = content;
        });
      const [group = '', name = '', ...deeper] = path.split('/');
      if (name === '' || (path.startsWith('.') && group !== '..')) return null;
      const text =
        deeper.length > 0
          ? 'It lies deeper than elba looks. It is not read.'
          : problemOfEntry(group, name, kindOf(entry));
      if (text !== null) findings.push({ file: path, text });
      else if (keys.size < MOST_PACKAGES) keys.add(path);
      else if (!findings.some(({ file: of }) => of === '')) findings.push({ file: '', text: tooMany(MOST_PACKAGES) });
      return null;
    };
    await walk(file, onEntry, signal);
    const read = readConfig(config);
    return { config: read.config, keys: [...keys].sort(), findings: [...read.findings, ...findings] };
  },
  async files(keys, taker, signal) {
    const wanted = new Set(keys);
    const onEntry = (path: string, entry: ArchiveEntry): EntrySink | null => {
      // The first entry of a name counts here; what follows under the same name is not read.
      if (entry.kind !== 'file' || !wanted.delete(path)) return null;
      return collect(entry, (content, stamp) => {
        if (!taker.isKnown(path, stamp)) taker.take(path, stamp, content);
      });
    };
    await walk(file, onEntry, signal);
  },
});
