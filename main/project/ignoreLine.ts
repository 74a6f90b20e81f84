/** A line of an ignore file, made ready: patterns for the `ignore` library (one for each way through its braces), or what is wrong. */
export type IgnoreLine =
  | { readonly kind: 'blank' }
  | { readonly kind: 'bad'; readonly reason: string }
  | { readonly kind: 'rule'; readonly patterns: readonly string[] };

type Piece =
  | { readonly kind: 'text'; readonly text: string }
  | { readonly kind: 'choice'; readonly branches: readonly string[] };
type Parsed =
  | { readonly ok: true; readonly pieces: readonly Piece[] }
  | { readonly ok: false; readonly reason: string };
type Cursor = { readonly glob: string; at: number };

/** Braces that would grow into more patterns than this are refused. */
const mostPatterns = 256;

const literal = (character: string): string => (/[\\*?[\]{}!# ]/.test(character) ? `\\${character}` : character);
const member = (character: string): string => (/[\\\][^!-]/.test(character) ? `\\${character}` : character);

/**
 * A class in brackets. elba's matcher knows no `[:alpha:]`, and a backslash within brackets is only a backslash; so each member
 * is written out for the library. Gives null where the class is never closed, a reason where a range runs backwards.
 */
const readClass = (cursor: Cursor): string | { readonly reason: string } | null => {
  const characters = [...cursor.glob.slice(cursor.at + 1)];
  let i = 0;
  const negated = characters[0] === '!' || characters[0] === '^';
  if (negated) i += 1;
  let body = '';
  for (let first = true; first || characters[i] !== ']'; first = false) {
    const from = characters[i];
    if (from === undefined) return null;
    const to = characters[i + 2];
    if (characters[i + 1] === '-' && to !== undefined && to !== ']') {
      if (from > to) return { reason: `the range ${from}-${to} runs backwards` };
      body += `${member(from)}-${member(to)}`;
      i += 3;
    } else {
      body += member(from);
      i += 1;
    }
  }
  cursor.at += 1 + characters.slice(0, i + 1).join('').length;
  return `[${negated ? '!' : ''}${body}]`;
};

/** One element of a pattern outside braces' own signs, written for the library. */
const readElement = (cursor: Cursor): string | { readonly reason: string } => {
  const character = String.fromCodePoint(cursor.glob.codePointAt(cursor.at) ?? 0);
  if (character === '[') return readClass(cursor) ?? { reason: 'a [ is never closed' };
  if (character === '\\') {
    const escaped = cursor.glob.codePointAt(cursor.at + 1);
    if (escaped === undefined) return { reason: 'it ends in a lone backslash' };
    const text = String.fromCodePoint(escaped);
    cursor.at += 1 + text.length;
    return literal(text);
  }
  cursor.at += character.length;
  return character === '*' || character === '?' || character === '/' ? character : literal(character);
};

const readBraces = (cursor: Cursor): Piece | { readonly reason: string } => {
  const branches = [''];
  cursor.at += 1;
  while (cursor.at < cursor.glob.length) {
    const sign = cursor.glob[cursor.at];
    if (sign === '{') return { reason: 'it has braces within braces' };
    if (sign === '}' || sign === ',') {
      cursor.at += 1;
      if (sign === '}') return { kind: 'choice', branches: branches.filter((branch) => branch !== '') };
      branches.push('');
      continue;
    }
    const element = readElement(cursor);
    if (typeof element !== 'string') return element;
    branches.push(`${branches.pop() ?? ''}${element}`);
  }
  return { reason: 'a { is never closed' };
};

const parseGlob = (glob: string): Parsed => {
  const cursor: Cursor = { glob, at: 0 };
  const pieces: Piece[] = [];
  while (cursor.at < glob.length) {
    const sign = glob[cursor.at];
    if (sign === '}') return { ok: false, reason: 'a } is never opened' };
    const read = sign === '{' ? readBraces(cursor) : readElement(cursor);
    if (typeof read === 'string') pieces.push({ kind: 'text', text: read });
    else if ('reason' in read) return { ok: false, reason: read.reason };
    else pieces.push(read);
  }
  return { ok: true, pieces };
};

const expand = (pieces: readonly Piece[]): string[] | null => {
  let patterns = [''];
  for (const piece of pieces) {
    const branches = piece.kind === 'text' ? [piece.text] : piece.branches.length === 0 ? [''] : piece.branches;
    patterns = patterns.flatMap((pattern) => branches.map((branch) => pattern + branch));
    if (patterns.length > mostPatterns) return null;
  }
  return patterns;
};

const trimLine = (line: string): string => (line.endsWith('\\ ') ? line : line.trimEnd());

/**
 * Reads one line of a `.gitignore` or of the manifest's `exclude` as elba's matcher does. It differs from git's: braces are
 * choices, `[:alpha:]` is no class, and an unclosed bracket or brace is an error.
 */
export const readIgnoreLine = (line: string): IgnoreLine => {
  let glob = trimLine(line);
  if (glob === '' || glob.startsWith('#')) return { kind: 'blank' };
  const negated = glob.startsWith('!');
  if (negated) glob = glob.slice(1);
  else if (/^\\[!#]/.test(glob)) glob = glob.slice(1);
  if (negated && glob === '') return { kind: 'rule', patterns: ['!**'] };
  const rooted = glob.startsWith('/');
  if (rooted) glob = glob.slice(1);
  const folderOnly = glob.endsWith('/');
  if (folderOnly) glob = glob.slice(0, -1);
  const parsed = parseGlob(glob.replace(/(\\.)|\*{3,}/g, (_, escaped: string | undefined) => escaped ?? '*'));
  if (!parsed.ok) return { kind: 'bad', reason: parsed.reason };
  const patterns = expand(parsed.pieces);
  if (patterns === null) return { kind: 'bad', reason: `its braces make more than ${mostPatterns} patterns` };
  const start = `${negated ? '!' : ''}${rooted || glob.includes('/') ? '/' : '**/'}`;
  const end = folderOnly ? '/' : '';
  return { kind: 'rule', patterns: patterns.filter((p) => p !== '').map((pattern) => `${start}${pattern}${end}`) };
};
