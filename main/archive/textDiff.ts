import { structuredPatch } from 'diff';
import { isUtf8 } from '../utf8.ts';

/**
 * A line of a difference; the numbers count from 1 in the old and in the new text, `text` has no line end. `noNewline` marks a last
 * line without one.
 */
export type DiffLine = {
  readonly kind: 'same' | 'add' | 'del';
  readonly text: string;
  readonly oldLine?: number;
  readonly newLine?: number;
  readonly noNewline?: true;
};

/** A stretch of changed lines with three lines around them; where it has no lines of one text, that start is the line before it. */
export type DiffHunk = { readonly oldStart: number; readonly newStart: number; readonly lines: readonly DiffLine[] };

/**
 * The difference of two texts. Line ends are not compared: `lineEndsChanged` says that one has CRLF and the other has not, and no hunks
 * at all mean that nothing else differs. It is not drawn where one of the two is no UTF-8 text, is over the size, or where finding
 * the shortest difference takes too long.
 */
export type TextDiff =
  | { readonly kind: 'hunks'; readonly hunks: readonly DiffHunk[]; readonly lineEndsChanged: boolean }
  | { readonly kind: 'not_drawn'; readonly reason: 'binary' | 'too_big' | 'too_slow' };

export type TextDiffLimits = { readonly mostBytes: number; readonly timeoutMs: number };

/** The time is all that the calling thread is held up for. */
const usualLimits: TextDiffLimits = { mostBytes: 1024 * 1024, timeoutMs: 200 };

const context = 3;
const longestLine = 2000;

const isText = (bytes: Uint8Array): boolean => !bytes.includes(0) && isUtf8(bytes);

const shown = (line: string): string => (line.length > longestLine ? `${line.slice(0, longestLine)}…` : line);

const kinds: Readonly<Record<string, DiffLine['kind']>> = { ' ': 'same', '+': 'add', '-': 'del' };

/** Reads the lines of a patch, which begin with a sign; one with a backslash speaks of the line before it. */
const readLines = (lines: readonly string[], oldStart: number, newStart: number): DiffLine[] => {
  const read: DiffLine[] = [];
  let [oldLine, newLine] = [oldStart, newStart];
  for (const line of lines) {
    const kind = kinds[line.charAt(0)];
    const last = read.at(-1);
    if (kind === undefined) {
      if (last !== undefined) read[read.length - 1] = { ...last, noNewline: true };
      continue;
    }
    read.push({
      kind,
      text: shown(line.slice(1)),
      ...(kind === 'add' ? {} : { oldLine: oldLine++ }),
      ...(kind === 'del' ? {} : { newLine: newLine++ }),
    });
  }
  return read;
};

/**
 * Compares two files as texts, line by line; an absent file is an empty one. Both have to be in memory; at most 1 MiB each is looked at,
 * and for at most 200 ms, unless other limits are given.
 */
export const diffTexts = (before: Uint8Array, after: Uint8Array, limits: TextDiffLimits = usualLimits): TextDiff => {
  if (before.length > limits.mostBytes || after.length > limits.mostBytes)
    return { kind: 'not_drawn', reason: 'too_big' };
  if (!isText(before) || !isText(after)) return { kind: 'not_drawn', reason: 'binary' };
  const [old, now] = [Buffer.from(before).toString('utf8'), Buffer.from(after).toString('utf8')];
  const options = { context, stripTrailingCr: true, timeout: limits.timeoutMs };
  const patch = structuredPatch('', '', old, now, undefined, undefined, options);
  if (patch === undefined) return { kind: 'not_drawn', reason: 'too_slow' };
  const hunks = patch.hunks.map(({ oldStart, newStart, lines }) => ({
    oldStart,
    newStart,
    lines: readLines(lines, oldStart, newStart),
  }));
  return { kind: 'hunks', hunks, lineEndsChanged: old.includes('\r\n') !== now.includes('\r\n') };
};
