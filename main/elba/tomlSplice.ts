/** A stretch of a text, by UTF-16 offsets, and what takes its place. */
export type Splice = { readonly start: number; readonly end: number; readonly text: string };

/** Applies splices that do not overlap, in any order. */
export const applySplices = (text: string, splices: readonly Splice[]): string => {
  let result = '';
  let at = 0;
  for (const splice of [...splices].sort((a, b) => a.start - b.start || a.end - b.end)) {
    result += text.slice(at, splice.start) + splice.text;
    at = splice.end;
  }
  return result + text.slice(at);
};

/** Where the line of an offset begins; a byte order mark stands before the first line. */
export const startOfLine = (text: string, at: number): number => {
  const start = at === 0 ? 0 : text.lastIndexOf('\n', at - 1) + 1;
  return start === 0 && text.startsWith('\uFEFF') ? 1 : start;
};

/** Where the line of an offset ends, before its newline. */
export const endOfLine = (text: string, at: number): number => {
  const newline = text.indexOf('\n', at);
  if (newline === -1) return text.length;
  return newline > at && text[newline - 1] === '\r' ? newline - 1 : newline;
};

/** Where the line after that of an offset begins; the text's end where there is none. */
export const startOfNextLine = (text: string, at: number): number => {
  const newline = text.indexOf('\n', at);
  return newline === -1 ? text.length : newline + 1;
};

/** The newline at the end of an offset's line; where it has none, the document's first, else LF. */
export const newlineAt = (text: string, at: number): string => {
  const newline = text.indexOf('\n', at);
  const found = newline === -1 ? text.indexOf('\n') : newline;
  return text[found - 1] === '\r' ? '\r\n' : '\n';
};

/** White space at the beginning of an offset's line. */
export const indentationAt = (text: string, at: number): string => {
  const start = startOfLine(text, at);
  return /^[ \t]*/.exec(text.slice(start, at))?.[0] ?? '';
};

/** Adds a line below that of an offset; a document without a newline at its end stays without one. */
export const lineBelow = (text: string, at: number, line: string): Splice => {
  const end = endOfLine(text, at);
  return { start: end, end, text: newlineAt(text, at) + line };
};
