import { createHmac } from 'node:crypto';
import type { Place } from '../../shared/project.ts';
import { type Hidden, maskLine } from './maskLine.ts';
import { lookAtName, type SecretFile } from './secretFiles.ts';
import { findSecrets, type SecretSpan } from './secretRules.ts';
import { secretWords } from './secretWords.ts';

/**
 * Something secret that would go in. `id` stays the same as long as path, rule and secret do, wherever in the file it stands, and says
 * nothing of the secret to who has not the scanner's key. `maskedLine` is null where the file has no lines, or too many secrets.
 */
export type SecretFinding = {
  readonly id: string;
  readonly path: string;
  readonly at: Place;
  readonly rule: string;
  readonly severity: 'error' | 'warning';
  readonly title: string;
  readonly maskedLine: string | null;
};

/** The text of a file, without a byte order mark, and whether it has lines to show. */
export type FileText = { readonly path: string; readonly text: string; readonly isBinary: boolean };

/** With more of them than this a file is one finding. */
const mostSingle = 20;

const placeOf = (path: string, text: string, at: number): Place => {
  const before = text.slice(0, at);
  const line = before.split('\n').length;
  return { file: path, line, column: [...before.slice(before.lastIndexOf('\n') + 1)].length + 1 };
};

/** Spans that overlap are one secret, named after the shortest of them. */
const merge = (spans: readonly SecretSpan[]): SecretSpan[] => {
  const merged: { rule: string; start: number; end: number; shortest: number }[] = [];
  for (const span of [...spans].sort((a, b) => a.start - b.start || a.end - b.end)) {
    const last = merged.at(-1);
    const length = span.end - span.start;
    if (last === undefined || span.start >= last.end) merged.push({ ...span, shortest: length });
    else {
      if (length < last.shortest) Object.assign(last, { rule: span.rule, shortest: length });
      last.end = Math.max(last.end, span.end);
    }
  }
  return merged.map(({ rule, start, end }) => ({ rule, start, end }));
};

type Words = { readonly rule: string; readonly severity: SecretFinding['severity']; readonly title: string };

const finding = (
  file: FileText,
  key: string,
  words: Words,
  secret: string,
  at: number,
  hidden: readonly Hidden[],
): SecretFinding => {
  const { path, text, isBinary } = file;
  const hash = createHmac('sha256', key)
    .update(JSON.stringify([path, words.rule]))
    .update('\0')
    .update(secret);
  return {
    id: hash.digest('hex').slice(0, 32),
    path,
    at: isBinary ? { file: path } : placeOf(path, text, at),
    ...words,
    maskedLine: isBinary || hidden.length > mostSingle + 1 ? null : maskLine(text, at, hidden),
  };
};

type Whole = Extract<SecretFile, { kind: 'whole' }>;

const wholeFinding = (file: FileText, key: string, whole: Whole, spans: readonly SecretSpan[]): SecretFinding => {
  const { severity, span, words } = whole;
  const title = `${file.path} ${words}`;
  return finding(file, key, { rule: span.rule, severity, title }, file.text, span.start, [span, ...spans]);
};

const singleFindings = (file: FileText, key: string, spans: readonly SecretSpan[]): SecretFinding[] => {
  const { path, text } = file;
  const [first] = spans;
  if (first !== undefined && spans.length > mostSingle) {
    const title = `${path} holds ${spans.length.toLocaleString('en')} secrets`;
    const all = spans.map(({ start, end }) => text.slice(start, end)).join('\0');
    return [finding(file, key, { rule: 'many', severity: 'error', title }, all, first.start, spans)];
  }
  const found = spans.map(({ rule, start, end }) => {
    const title = `${path} holds ${secretWords(rule)}`;
    return finding(file, key, { rule, severity: 'error', title }, text.slice(start, end), start, spans);
  });
  // The same secret a second time is the same finding.
  return [...new Map(found.toReversed().map((one) => [one.id, one])).values()].toReversed();
};

/** Finds what is secret in one file, by its name and by its text. The secrets stay in here. */
export const secretsInFile = async (
  file: FileText,
  key: string,
  pause: () => Promise<void>,
): Promise<SecretFinding[]> => {
  const byName = lookAtName(file.path, file.text);
  const byRule = file.isBinary ? [] : await findSecrets(file.path, file.text, pause);
  const spans = merge(byName.kind === 'places' ? [...byName.spans, ...byRule] : byRule);
  if (byName.kind === 'places') return singleFindings(file, key, spans);
  const isEnough = byName.severity === 'error' || spans.length === 0;
  return isEnough ? [wholeFinding(file, key, byName, spans)] : singleFindings(file, key, spans);
};
