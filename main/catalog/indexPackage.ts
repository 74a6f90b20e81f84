import type { PackageRef } from '../../shared/ids.ts';
import { type IndexLine, parseIndexFile } from '../elba/indexFile.ts';
import { createLineJudge, type LineJudge } from '../elba/lineJudge.ts';
import { parsePackageName } from '../elba/packageName.ts';
import { compareVersions, isPrerelease } from '../elba/version.ts';

/** A finding in an index; `file` is relative to its root, `text` a sentence. */
export interface IndexFinding {
  readonly file: string;
  readonly line?: number;
  readonly text: string;
  /** elba can then use no version of this package. */
  readonly fatal?: boolean;
}

/** One package of an index: its published spelling and its lines, one a version, newest first by SemVer. */
export interface IndexPackage {
  readonly ref: PackageRef;
  readonly lines: readonly IndexLine[];
  readonly findings: readonly IndexFinding[];
}

const LONGEST_TEXT = 300;
const MOST_FINDINGS = 20;

const cut = (text: string): string => (text.length > LONGEST_TEXT ? `${text.slice(0, LONGEST_TEXT)}…` : text);

/** For elba the last of several lines for one version counts. */
const lastOfEach = (lines: readonly IndexLine[]): IndexLine[] => [
  ...new Map(lines.map((line) => [line.version, line])).values(),
];

/**
 * Reads what stands in one package's file of an index. Strict as elba in its findings, tolerant in its lines: what has the right
 * shape and names this package is given, the last of several lines for one version.
 */
export function parsePackage(
  file: string,
  ref: PackageRef,
  { text, utf8 }: { readonly text: string; readonly utf8: boolean },
  judge: LineJudge = createLineJudge(),
): IndexPackage {
  const { lines, problems } = parseIndexFile(text, judge);
  const findings: IndexFinding[] = problems.map(({ line, text: said, fatal }) => ({
    file,
    line,
    text: cut(`${said}.${fatal ? ' elba cannot use any version of this package.' : ''}`),
    ...(fatal ? { fatal } : {}),
  }));
  if (!utf8)
    findings.push({ file, text: 'It is not UTF-8. elba cannot use any version of this package.', fatal: true });
  const own = lines.filter((line) => judge.name(line.name) === file);
  if (own.length < lines.length) findings.push({ file, text: 'Some lines name another package. They are not shown.' });
  if (findings.length > MOST_FINDINGS) {
    const more = findings.length - MOST_FINDINGS;
    findings.splice(MOST_FINDINGS, more, { file, text: `${more.toLocaleString('en')} more lines have problems.` });
  }
  const spelling = parsePackageName(own[0]?.name ?? '');
  return {
    ref: spelling.ok ? spelling.ref : ref,
    lines: lastOfEach(own).sort((a, b) => judge.compare(b.version, a.version)),
    findings,
  };
}

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
