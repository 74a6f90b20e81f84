import type { Dirent } from 'node:fs';
import { lstat, opendir, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { type IndexConfig, parseIndexConfig } from '../elba/indexConfig.ts';
import { formatName, normaliseName, parsePackageName } from '../elba/packageName.ts';
import { failure } from '../failure.ts';
import { mapBounded } from './bounded.ts';
import { type IndexFinding, type IndexPackage, readIndexPackage, readRootFile } from './indexPackage.ts';

/** All of an index folder. `packages` is keyed and ordered by normalised name (`group/name`). */
export interface IndexDirectory {
  readonly config: IndexConfig | null;
  readonly packages: ReadonlyMap<string, IndexPackage>;
  readonly findings: readonly IndexFinding[];
  /** What the files looked like when they were read, so that the next read takes over what did not change. */
  readonly stamps: ReadonlyMap<string, string>;
}

export interface ReadOptions {
  readonly previous?: IndexDirectory | undefined;
  readonly signal?: AbortSignal;
  /** For tests: how many files are read before the rest is left out and said so. */
  readonly mostFiles?: number;
}

const FILES_AT_ONCE = 16;
const MOST_FILES = 250_000;
const MOST_FINDINGS = 1000;
const SLICE_MS = 12;

interface Found {
  readonly files: string[];
  readonly findings: IndexFinding[];
}

/** Lets other work run whenever a slice of time is used up. */
function createBreather(): () => Promise<void> {
  let since = performance.now();
  return async () => {
    if (performance.now() - since < SLICE_MS) return;
    await new Promise((resolve) => setImmediate(resolve));
    since = performance.now();
  };
}

/** What is wrong with the place or the name of an entry inside a group; null where it is a package's file. */
function problemOfEntry(group: string, entry: Dirent): string | null {
  if (entry.isSymbolicLink()) return 'It is a link. Links are not followed, so this package is not shown.';
  if (entry.isDirectory()) return 'A folder lies where elba expects the file of a package. It is not read.';
  if (!entry.isFile()) return 'It is not a plain file, so it is not read.';
  const named = parsePackageName(`${group}/${entry.name}`);
  if (!named.ok)
    return `It is no package: ${named.reason}. elba's search stops at such a file; move it out of the index.`;
  if (normaliseName(named.ref) === formatName(named.ref)) return null;
  return `elba looks for ${normaliseName(named.ref)} and does not find it under this name.`;
}

async function listGroup(root: string, group: string, found: Found, mostFiles: number): Promise<void> {
  for await (const entry of await opendir(join(root, group), { bufferSize: 256 })) {
    if (entry.name === '.dirlock') continue;
    if (found.files.length >= mostFiles) {
      found.findings.push({
        file: group,
        text: `Only the first ${mostFiles.toLocaleString('en')} packages are shown.`,
      });
      return;
    }
    const file = `${group}/${entry.name}`;
    const text = problemOfEntry(group, entry);
    if (text === null) found.files.push(file);
    else found.findings.push({ file, text });
  }
}

async function listFiles(root: string, { signal, mostFiles = MOST_FILES }: ReadOptions): Promise<Found> {
  const found: Found = { files: [], findings: [] };
  for await (const entry of await opendir(root)) {
    signal?.throwIfAborted();
    if (entry.name.startsWith('.') || entry.isFile()) continue;
    if (entry.isSymbolicLink()) {
      found.findings.push({ file: entry.name, text: 'It is a link. Links are not followed, so it is not read.' });
    } else if (entry.isDirectory() && found.files.length < mostFiles) {
      await listGroup(root, entry.name, found, mostFiles).catch((thrown: unknown) => {
        const reason = thrown instanceof Error ? thrown.message : String(thrown);
        found.findings.push({ file: entry.name, text: `The folder could not be read: ${reason}.` });
      });
    }
  }
  found.files.sort();
  return found;
}

async function readConfig(root: string): Promise<{ config: IndexConfig | null; findings: IndexFinding[] }> {
  const problem = (text: string) => ({ config: null, findings: [{ file: 'index.toml', text }] });
  const content = await readRootFile(root, 'index.toml');
  if (content === null) return problem('There is no index.toml, so elba does not take this folder for an index.');
  if ('problem' in content) return problem(content.problem);
  const parsed = parseIndexConfig(content.text);
  return parsed.ok
    ? { config: parsed.config, findings: [] }
    : problem(`${parsed.reason}. elba ignores this whole index.`);
}

async function stampOf(path: string): Promise<string> {
  const { ino, size, mtimeMs, ctimeMs } = await lstat(path);
  return `${ino} ${size} ${mtimeMs} ${ctimeMs}`;
}

async function requireFolder(root: string): Promise<void> {
  const found = await stat(root).catch(() => null);
  if (found?.isDirectory()) return;
  throw failure(
    'index_unreadable',
    found === null
      ? `The index folder ${root} is not there. Check its path on the registry's page.`
      : `The index ${root} is a file, not a folder. Check its path on the registry's page.`,
  );
}

/**
 * Reads an index folder (`index+dir+…`) whole, in slices, so that nothing else waits for it. Links are not followed, hostile names
 * and overlong files are reported and left out, and a file that did not change since `previous` is not read again.
 * Throws `index_unreadable` where there is no such folder.
 */
export async function readIndexDirectory(root: string, options: ReadOptions = {}): Promise<IndexDirectory> {
  await requireFolder(root);
  const breathe = createBreather();
  const { config, findings } = await readConfig(root);
  const found = await listFiles(root, options);
  const packages = new Map<string, IndexPackage>();
  const stamps = new Map<string, string>();
  const readOne = async (file: string): Promise<IndexPackage | null> => {
    options.signal?.throwIfAborted();
    await breathe();
    // The stamp is taken before the content, so that a change in between is seen by the next read.
    const stamp = await stampOf(join(root, file)).catch(() => null);
    if (stamp === null) return null;
    stamps.set(file, stamp);
    const known = options.previous?.stamps.get(file) === stamp ? options.previous.packages.get(file) : undefined;
    if (known !== undefined) return known;
    const [group = '', name = ''] = file.split('/');
    return readIndexPackage(root, { group, name });
  };
  const read = await mapBounded(found.files, FILES_AT_ONCE, readOne);
  const all = [...findings, ...found.findings];
  for (const [at, some] of read.entries()) {
    const file = found.files[at];
    if (some === null || file === undefined) continue;
    packages.set(file, some);
    if (all.length <= MOST_FINDINGS) all.push(...some.findings);
  }
  if (all.length > MOST_FINDINGS) {
    all.splice(MOST_FINDINGS, all.length, {
      file: '',
      text: `Only the first ${MOST_FINDINGS.toLocaleString('en')} problems are listed.`,
    });
  }
  return { config, packages, findings: all, stamps };
}
