import * as z from 'zod';
import { createLineJudge, type LineJudge } from './lineJudge.ts';
import { parseResolution } from './resolution.ts';
import { compareVersions, withoutBuild } from './version.ts';

const line = z.object({
  name: z.string(),
  version: z.string(),
  dependencies: z.array(z.object({ name: z.string(), index: z.string().nullish(), req: z.string() })),
  yanked: z.boolean(),
  location: z.string().nullish(),
});

/** One version of a package in an index. */
export type IndexLine = {
  readonly name: string;
  readonly version: string;
  readonly dependencies: readonly {
    readonly name: string;
    readonly index?: string | null | undefined;
    readonly req: string;
  }[];
  readonly yanked: boolean;
  readonly location?: string | null | undefined;
};

/** `fatal`: elba then cannot use the package at all. Lines count from 1; `text` is a sentence without its full stop. */
export type IndexProblem = { readonly line: number; readonly text: string; readonly fatal: boolean };

/** Longer lines are reported and not parsed. */
const longestLine = 1024 * 1024;
/** A file with more is no index, and looking through all of it would take a while for nothing. */
const mostProblems = 10_000;

const parseJson = (text: string): unknown => {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
};

/** What every archive of a registry's own is called; anything else is looked at as a URL. */
const plainLocation = /^tar\+https?:\/\/[a-z0-9.-]+(?::\d{1,4})?\/[\w./+-]*(?:#sha256=[0-9a-f]{64})?$/;

const isLocation = (text: string): boolean => plainLocation.test(text) || parseResolution(text).ok;

const problemOf = (read: z.infer<typeof line>, judge: LineJudge): string | null => {
  if (judge.name(read.name) === null) return `"${read.name}" is not a package name`;
  if (!judge.isVersion(read.version)) return `"${read.version}" is not a version`;
  if (read.location != null && !isLocation(read.location)) return `"${read.location}" is not a location`;
  for (const dependency of read.dependencies) {
    if (judge.name(dependency.name) === null) return `"${dependency.name}" is not a package name`;
    const problem = judge.constraint(dependency.req);
    if (problem !== null) return problem;
  }
  return null;
};

const parseLine = (text: string, judge: LineJudge): { line: IndexLine | null; problem: string | null } => {
  if (text.trim() === '') return { line: null, problem: 'The line is blank' };
  if (text.length > longestLine) return { line: null, problem: 'The line is longer than 1 MiB' };
  const json = parseJson(text);
  if (json === undefined) return { line: null, problem: 'The line is not JSON' };
  const read = line.safeParse(json);
  if (!read.success) {
    const key = read.error.issues[0]?.path.join('.') ?? '';
    return {
      line: null,
      problem: key === '' ? 'The line is not a JSON object' : `"${key}" is missing or of another type`,
    };
  }
  return { line: read.data, problem: problemOf(read.data, judge) };
};

/**
 * Reads a package's file of an index, as strict as elba in its problems (one bad or blank line makes the whole package unusable
 * for elba) and tolerant in what it gives: every line that has the right shape, in the order of the file. The same version twice,
 * or twice but for build metadata, is a problem that is not fatal: elba takes the last one.
 */
export const parseIndexFile = (
  text: string,
  judge: LineJudge = createLineJudge(),
): { lines: IndexLine[]; problems: IndexProblem[] } => {
  const lines: IndexLine[] = [];
  const problems: IndexProblem[] = [];
  const seen = new Map<string, string>();
  const rows = text.split('\n');
  if (rows.at(-1) === '') rows.pop();
  if (rows.length === 0) problems.push({ line: 1, text: 'The file is empty', fatal: true });
  for (const [i, row] of rows.entries()) {
    if (problems.length >= mostProblems) {
      problems.push({ line: i + 1, text: 'After so many problems the rest was not looked at', fatal: true });
      break;
    }
    const parsed = parseLine(row.endsWith('\r') ? row.slice(0, -1) : row, judge);
    if (parsed.problem !== null) problems.push({ line: i + 1, text: parsed.problem, fatal: true });
    if (parsed.line === null) continue;
    const { version } = parsed.line;
    const plain = withoutBuild(version);
    const before = seen.get(plain);
    if (before !== undefined) {
      problems.push({
        line: i + 1,
        text: `Version ${version} collides with ${before} above; elba takes the last`,
        fatal: false,
      });
    }
    seen.set(plain, version);
    lines.push(parsed.line);
  }
  return { lines, problems };
};

const formatLine = (entry: IndexLine): string =>
  JSON.stringify({
    name: entry.name,
    version: entry.version,
    dependencies: entry.dependencies.map(({ name, index, req }) =>
      index == null ? { name, req } : { name, index, req },
    ),
    yanked: entry.yanked,
    ...(entry.location == null ? {} : { location: entry.location }),
  });

/**
 * Writes a package's file of an index: ascending by version, because elba's `add`, `install` and `search` take the last line; LF,
 * no blank line. Without lines it gives an empty text, which must not be written: an empty file makes elba's `search` panic.
 */
export const formatIndexFile = (lines: readonly IndexLine[]): string =>
  [...lines]
    .sort((a, b) => compareVersions(a.version, b.version))
    .map((entry) => `${formatLine(entry)}\n`)
    .join('');
