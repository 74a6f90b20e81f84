import ignore from 'ignore';
import type { Check, Place } from '../../shared/project.ts';
import { readIgnoreLine } from './ignoreLine.ts';
import { createPlainRules, type PlacedPattern, type PlainRules } from './plainRules.ts';

/** A line that may leave files out, and where it stands. */
export type RuleLine = { readonly text: string; readonly at: Place };

/**
 * Tells which line leaves a path out whose folders stay in. Paths have forward slashes and are relative to the root.
 */
export type IgnoreRules = {
  readonly decidedBy: (path: string, isFolder: boolean) => RuleLine | null;
  readonly problems: readonly Check[];
};

const gitignore = '.gitignore';

const badLine = (line: RuleLine, reason: string): Check => {
  const inGitignore = line.at.file === gitignore;
  return {
    id: `files.bad-pattern:${line.at.file}:${line.at.line ?? 0}:${line.at.column ?? 0}`,
    severity: inGitignore ? 'warning' : 'error',
    title: `The pattern "${line.text.slice(0, 60)}" cannot be read: ${reason}`,
    why: inGitignore
      ? 'git takes it for a pattern that matches nothing, and so does this program, but elba refuses to pack the project.'
      : 'elba refuses to pack a project with such a pattern.',
    todo: 'Correct the pattern, or put a sign that is meant as itself in brackets, like "[[]".',
    at: line.at,
  };
};

/** The lines of the root's `.gitignore`, each with its place. */
export const gitignoreLines = (text: string): RuleLine[] =>
  text
    .replace(/^\uFEFF/, '')
    .split(/\r?\n/)
    .map((line, i) => ({ text: line, at: { file: gitignore, line: i + 1, column: 1 } }));

type DecidedBy = IgnoreRules['decidedBy'];

const byLibrary = (lines: readonly RuleLine[], patterns: readonly PlacedPattern[]): DecidedBy => {
  const matcher = ignore({ ignorecase: false });
  matcher.add(patterns.map(({ pattern, line }) => ({ pattern, mark: String(line) })));
  return (path, isFolder) => {
    const result = matcher.test(isFolder ? `${path}/` : path);
    return result.ignored ? (lines[Number(result.rule?.mark)] ?? null) : null;
  };
};

/** The library keeps every path it was asked about, which costs a walk a quarter of what its looks at the disk do. */
const byNames = (lines: readonly RuleLine[], patterns: readonly PlacedPattern[], plain: PlainRules): DecidedBy => {
  const takesOut = lines.map(() => false);
  for (const { pattern, line } of patterns) takesOut[line] = !pattern.startsWith('!');
  return (path, isFolder) => {
    const line = plain(path, path.slice(path.lastIndexOf('/') + 1), isFolder);
    return takesOut[line] === true ? (lines[line] ?? null) : null;
  };
};

/**
 * Builds the one matcher that elba uses: all lines are anchored at the root, the manifest's `exclude` comes first and the root's
 * `.gitignore` after it, and the later line wins. A folder that is left out cannot be entered again.
 */
export const createIgnoreRules = (lines: readonly RuleLine[]): IgnoreRules => {
  const problems: Check[] = [];
  const patterns: PlacedPattern[] = [];
  for (const [line, rule] of lines.entries()) {
    const read = readIgnoreLine(rule.text);
    if (read.kind === 'bad') problems.push(badLine(rule, read.reason));
    if (read.kind === 'rule') patterns.push(...read.patterns.map((pattern) => ({ pattern, line })));
  }
  const plain = createPlainRules(patterns);
  return { decidedBy: plain === null ? byLibrary(lines, patterns) : byNames(lines, patterns, plain), problems };
};
