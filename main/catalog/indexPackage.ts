import { constants } from 'node:fs';
import { open } from 'node:fs/promises';
import { join } from 'node:path';
import type { PackageRef } from '../../shared/ids.ts';
import { type IndexLine, parseIndexFile } from '../elba/indexFile.ts';
import { formatName, normaliseName, parsePackageName } from '../elba/packageName.ts';
import { compareVersions, isPrerelease } from '../elba/version.ts';
import { isUtf8 } from '../utf8.ts';

/** A finding in an index; `file` is relative to its root, `text` a sentence. */
export interface IndexFinding {
  readonly file: string;
  readonly line?: number;
  readonly text: string;
}

/** One package of an index: its published spelling and its lines, one a version, newest first by SemVer. */
export interface IndexPackage {
  readonly ref: PackageRef;
  readonly lines: readonly IndexLine[];
  readonly findings: readonly IndexFinding[];
}

/** A larger file is reported and not read. 10,000 versions take about 3 MiB. */
const LARGEST_FILE = 8 * 1024 * 1024;
const LONGEST_TEXT = 300;
const MOST_FINDINGS = 20;

const cut = (text: string): string => (text.length > LONGEST_TEXT ? `${text.slice(0, LONGEST_TEXT)}…` : text);

const codeOf = (thrown: unknown): string =>
  thrown instanceof Error && 'code' in thrown && typeof thrown.code === 'string' ? thrown.code : 'error';

function sentenceFor(code: string): string {
  if (code === 'ELOOP' || code === 'EMLINK')
    return 'It is a link. Links are not followed, so this package is not shown.';
  if (code === 'EACCES' || code === 'EPERM') return 'It may not be read by you, so this package is not shown.';
  return `It could not be read (${code}), so this package is not shown.`;
}

type FileText = { readonly text: string; readonly utf8: boolean } | { readonly problem: string } | null;

/** Reads a plain file up to the cap; null where none is there. Links and special files are never opened for their content. */
async function readPlainFile(path: string): Promise<FileText> {
  let handle: Awaited<ReturnType<typeof open>>;
  try {
    // O_NONBLOCK: opening a pipe must not wait for somebody to write to it.
    handle = await open(path, constants.O_RDONLY | (constants.O_NOFOLLOW ?? 0) | (constants.O_NONBLOCK ?? 0));
  } catch (thrown) {
    const code = codeOf(thrown);
    return code === 'ENOENT' || code === 'ENOTDIR' ? null : { problem: sentenceFor(code) };
  }
  try {
    const stat = await handle.stat();
    if (!stat.isFile()) return { problem: 'It is not a plain file, so it is not read.' };
    if (stat.size > LARGEST_FILE) return { problem: 'It is larger than 8 MiB, so it is not read.' };
    const bytes = await handle.readFile();
    return { text: bytes.toString('utf8'), utf8: isUtf8(bytes) };
  } catch (thrown) {
    return { problem: sentenceFor(codeOf(thrown)) };
  } finally {
    await handle.close();
  }
}

/** For elba the last of several lines for one version counts. */
const lastOfEach = (lines: readonly IndexLine[]): IndexLine[] => [
  ...new Map(lines.map((line) => [line.version, line])).values(),
];

function parsePackage(file: string, ref: PackageRef, text: string, utf8: boolean): IndexPackage {
  const { lines, problems } = parseIndexFile(text);
  const findings: IndexFinding[] = problems.map(({ line, text: said, fatal }) => ({
    file,
    line,
    text: cut(`${said}.${fatal ? ' elba cannot use any version of this package.' : ''}`),
  }));
  if (!utf8) findings.push({ file, text: 'It is not UTF-8. elba cannot use any version of this package.' });
  const own = lines.filter((line) => {
    const named = parsePackageName(line.name);
    return named.ok && normaliseName(named.ref) === file;
  });
  if (own.length < lines.length) findings.push({ file, text: 'Some lines name another package. They are not shown.' });
  if (findings.length > MOST_FINDINGS) {
    const more = findings.length - MOST_FINDINGS;
    findings.splice(MOST_FINDINGS, more, { file, text: `${more.toLocaleString('en')} more lines have problems.` });
  }
  const spelling = parsePackageName(own[0]?.name ?? '');
  return {
    ref: spelling.ok ? spelling.ref : ref,
    lines: lastOfEach(own).sort((a, b) => compareVersions(b.version, a.version)),
    findings,
  };
}

/**
 * Reads one package's file of an index folder, found under its normalised name. Null where the index has no such file.
 * Strict as elba in its findings, tolerant in its lines: what has the right shape is given.
 */
export async function readIndexPackage(root: string, ref: PackageRef): Promise<IndexPackage | null> {
  const parsed = parsePackageName(formatName(ref));
  if (!parsed.ok) return null;
  const file = normaliseName(parsed.ref);
  const content = await readPlainFile(join(root, ...file.split('/')));
  if (content === null) return null;
  if ('problem' in content) return { ref, lines: [], findings: [{ file, text: content.problem }] };
  return parsePackage(file, ref, content.text, content.utf8);
}

/** Reads `index.toml` or another small file at the root; the problem is a sentence. */
export const readRootFile = (root: string, name: string): Promise<FileText> => readPlainFile(join(root, name));

interface Candidate {
  readonly version: string;
  readonly yanked: boolean | null;
}

/**
 * The version that stands for a package in a list: the newest that is not yanked, releases before pre-releases; where all
 * are yanked, the newest of those. Null without any.
 */
export function latestOf(versions: readonly Candidate[]): { version: string; yanked: boolean } | null {
  const rank = ({ version, yanked }: Candidate): number => (yanked === true ? 0 : 2) + (isPrerelease(version) ? 0 : 1);
  let best: Candidate | null = null;
  for (const some of versions) {
    const better = best === null ? 1 : rank(some) - rank(best) || compareVersions(some.version, best.version);
    if (better > 0) best = some;
  }
  return best === null ? null : { version: best.version, yanked: best.yanked === true };
}
