import type { Finding, FindingKind } from '../archive/findings.ts';
import { type ArchiveEntry, type EntrySink, plainPath, readArchive } from '../archive/list.ts';
import { type Answer, internalError, refused } from './answers.ts';
import { decodeText, readUploadManifest, type UploadManifest } from './uploadManifest.ts';

/** `readme` is the path of the entry that will be shown, as it is written in the archive; null where there is none. */
export type Upload = { readonly manifest: UploadManifest; readonly readme: string | null };
export type Inspected =
  | { readonly ok: true; readonly upload: Upload }
  | { readonly ok: false; readonly answer: Answer };

const longestManifest = 1024 * 1024;
const longestReadme = 2 * 1024 * 1024;

/** These say little about an archive's worth: elba and tar take them, and so does the registry. */
const harmless: ReadonlySet<FindingKind> = new Set<FindingKind>(['dot_prefix', 'odd_name', 'no_end']);

/** Takes an entry's content up to `limit` bytes; `bytes` is null when it was longer. */
const collector = (limit: number): { sink: EntrySink; bytes: () => Buffer | null } => {
  const parts: Buffer[] = [];
  let length = 0;
  return {
    bytes: () => (length > limit ? null : Buffer.concat(parts)),
    sink: {
      write(piece) {
        length += piece.length;
        if (length > limit) parts.length = 0;
        else parts.push(Buffer.from(piece));
      },
      end: () => undefined,
    },
  };
};

/** The content of the first file that `wanted` picks, up to `limit` bytes, and all that was found on the way. */
const collect = async (source: AsyncIterable<Uint8Array>, limit: number, wanted: (entry: ArchiveEntry) => boolean) => {
  let found: { path: string; bytes: () => Buffer | null } | null = null;
  const files: string[] = [];
  const onEntry = (entry: ArchiveEntry): EntrySink | null => {
    if (entry.kind !== 'file') return null;
    files.push(entry.path);
    if (found !== null || !wanted(entry)) return null;
    const { sink, bytes } = collector(limit);
    found = { path: entry.path, bytes };
    return sink;
  };
  const reading = await readArchive(source, { onEntry });
  // The callback's assignment is invisible to the compiler, which takes `found` for null here.
  const picked = found as { path: string; bytes: () => Buffer | null } | null;
  return { reading, files, picked };
};

/** The content of one entry, up to the size of a README; null where there is no such entry or it is longer. */
export const readEntry = async (source: AsyncIterable<Uint8Array>, path: string): Promise<Buffer | null> => {
  const { picked } = await collect(source, longestReadme, (entry) => entry.path === path);
  return picked?.bytes() ?? null;
};

const isReadme = (path: string): boolean => {
  const name = path.split('/').at(-1) ?? '';
  return /^readme(?:\.[^.]*)?$/i.test(name);
};

/** The manifest's `readme`, else the one in the root, else the first anywhere. */
const chooseReadme = (files: readonly string[], named: string | null): string | null =>
  (named === null ? undefined : files.find((path) => plainPath(path) === plainPath(named))) ??
  files.find((path) => isReadme(path) && !plainPath(path).includes('/')) ??
  files.find(isReadme) ??
  null;

const integrityProblem = (findings: readonly Finding[]): Answer | null => {
  const found = findings.find(({ kind }) => !harmless.has(kind));
  return found === undefined ? null : refused('invalid_manifest', found.text);
};

const noManifest = refused('invalid_manifest', 'Manifest not found in archive');

/**
 * Looks into an uploaded archive, whose bytes are asked for once or twice. Refuses as the reference registry does what has no
 * `elba.toml` in its root (any case, but no `./`) and what its manifest breaks, and in addition every archive that readers would
 * understand differently: broken or cut off, with something behind its end, with links, special files, names twice or names that leave
 * the folder.
 */
export const inspectUpload = async (content: () => AsyncIterable<Uint8Array>): Promise<Inspected> => {
  const isManifest = (entry: ArchiveEntry): boolean => entry.path.toLowerCase() === 'elba.toml';
  const { reading, files, picked } = await collect(content(), longestManifest, isManifest);
  if (picked === null) return { ok: false, answer: integrityOfLinkedManifest(reading.findings) ?? noManifest };
  const broken = integrityProblem(reading.findings);
  if (broken !== null) return { ok: false, answer: broken };
  const bytes = picked.bytes();
  const read = bytes === null ? null : readUploadManifest(bytes);
  if (read === null) return { ok: false, answer: refused('invalid_manifest', 'The manifest is longer than 1 MiB') };
  if (!read.ok) return read;
  const readme = chooseReadme(files, read.manifest.readme);
  if (readme === null) return { ok: true, upload: { manifest: read.manifest, readme } };
  const text = await readEntry(content(), readme);
  if (text === null) return { ok: true, upload: { manifest: read.manifest, readme: null } };
  if (decodeText(text) === null) return { ok: false, answer: internalError };
  return { ok: true, upload: { manifest: read.manifest, readme } };
};

/** An elba.toml that is a link is there, and yet not: say what it is. */
const integrityOfLinkedManifest = (findings: readonly Finding[]): Answer | null => {
  const found = findings.find(({ kind, path }) => kind === 'link' && path?.toLowerCase() === 'elba.toml');
  return found === undefined ? null : refused('invalid_manifest', found.text);
};
