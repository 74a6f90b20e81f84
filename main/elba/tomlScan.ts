/** From the document down: keys, and numbers for elements of arrays and of `[[tables]]`. */
export type TomlPath = readonly (string | number)[];

/**
 * A table header, a key or an array's element. `start` and `end` are UTF-16 offsets of the header or key (of the value, for an
 * element); `valueStart` and `valueEnd` those of the value, with its quotes.
 */
export type TomlSpot = {
  readonly path: TomlPath;
  readonly kind: 'table' | 'key' | 'element';
  readonly start: number;
  readonly end: number;
  readonly valueStart: number;
  readonly valueEnd: number;
};

/** Something that TOML 1.1 has and elba's TOML 0.5 does not. */
export type TomlNewer = { readonly offset: number; readonly what: 'newline' | 'comma' | 'escape' };

type Scan = {
  readonly text: string;
  at: number;
  readonly spots: TomlSpot[];
  readonly newer: TomlNewer[];
  /** How many `[[tables]]` of a path came before, by the joined path. */
  readonly tables: Map<string, number>;
};

const deepest = 64;

const pathKey = (path: TomlPath): string => JSON.stringify(path);

const skip = (scan: Scan, pattern: RegExp): void => {
  pattern.lastIndex = scan.at;
  if (pattern.test(scan.text)) scan.at = pattern.lastIndex;
};
const skipBlanks = (scan: Scan): void => skip(scan, /[ \t]*/y);
const skipSpaceAndComments = (scan: Scan): void => skip(scan, /(?:[ \t\r\n]|#[^\n]*)*/y);
const skipLine = (scan: Scan): void => skip(scan, /[^\n]*\n?/y);

const unescapeKey = (text: string): string => {
  try {
    return String(JSON.parse(`"${text}"`));
  } catch {
    return text;
  }
};

const readKeyPart = (scan: Scan): string | null => {
  const pattern = /"((?:[^"\\\n]|\\.)*)"|'([^'\n]*)'|([A-Za-z0-9_-]+)/y;
  pattern.lastIndex = scan.at;
  const found = pattern.exec(scan.text);
  if (found === null) return null;
  scan.at = pattern.lastIndex;
  return found[1] !== undefined ? unescapeKey(found[1]) : (found[2] ?? found[3] ?? '');
};

const readDottedKey = (scan: Scan): string[] => {
  const parts: string[] = [];
  while (true) {
    skipBlanks(scan);
    const part = readKeyPart(scan);
    if (part === null) return parts;
    parts.push(part);
    const end = scan.at;
    skipBlanks(scan);
    if (scan.text[scan.at] !== '.') {
      scan.at = end;
      return parts;
    }
    scan.at += 1;
  }
};

/** Where a string in three quotes ends; the end of the text where it is never closed. */
const endOfLongString = (text: string, start: number, quote: string): number => {
  for (let at = start + 3; at < text.length; at += 1) {
    if (text[at] === '\\' && quote === '"') at += 1;
    else if (text.startsWith(quote.repeat(3), at)) {
      let end = at + 3;
      while (end < at + 5 && text[end] === quote) end += 1;
      return end;
    }
  }
  return text.length;
};

const noteEscapes = (scan: Scan, start: number): void => {
  for (const found of scan.text.slice(start, scan.at).matchAll(/\\[\s\S]/g)) {
    if (found[0] === '\\e' || found[0] === '\\x') scan.newer.push({ offset: start + found.index, what: 'escape' });
  }
};

const skipString = (scan: Scan): boolean => {
  const start = scan.at;
  const quote = scan.text[start];
  if (quote !== '"' && quote !== "'") return false;
  if (scan.text.startsWith(quote.repeat(3), start)) scan.at = endOfLongString(scan.text, start, quote);
  else skip(scan, quote === '"' ? /"(?:[^"\\\n]|\\.)*"/y : /'[^'\n]*'/y);
  if (quote === '"') noteEscapes(scan, start);
  return scan.at > start;
};

const skipValue = (scan: Scan, path: TomlPath): void => {
  if (path.length > deepest) {
    scan.at = scan.text.length;
    return;
  }
  const first = scan.text[scan.at];
  if (first === '[') scanArray(scan, path);
  else if (first === '{') scanInlineTable(scan, path);
  else if (!skipString(scan)) skip(scan, /[^,\]}#\r\n]*/y);
};

const scanArray = (scan: Scan, path: TomlPath): void => {
  scan.at += 1;
  for (let index = 0; ; index += 1) {
    skipSpaceAndComments(scan);
    if (scan.at >= scan.text.length) return;
    if (scan.text[scan.at] === ']') {
      scan.at += 1;
      return;
    }
    const start = scan.at;
    skipValue(scan, [...path, index]);
    if (scan.at === start && scan.text[scan.at] !== ',') return;
    const valueEnd = start + scan.text.slice(start, scan.at).trimEnd().length;
    scan.spots.push({ path: [...path, index], kind: 'element', start, end: valueEnd, valueStart: start, valueEnd });
    skipSpaceAndComments(scan);
    if (scan.text[scan.at] === ',') scan.at += 1;
  }
};

/** White space within braces; a line's end there is newer than elba's TOML. */
const skipWithinBraces = (scan: Scan): void => {
  const start = scan.at;
  skipSpaceAndComments(scan);
  const newline = scan.text.slice(start, scan.at).search(/\r?\n/);
  if (newline !== -1) scan.newer.push({ offset: start + newline, what: 'newline' });
};

const scanInlineTable = (scan: Scan, path: TomlPath): void => {
  scan.at += 1;
  let comma = -1;
  while (true) {
    skipWithinBraces(scan);
    if (scan.text[scan.at] === '}') {
      if (comma !== -1) scan.newer.push({ offset: comma, what: 'comma' });
      scan.at += 1;
      return;
    }
    if (!scanKeyAndValue(scan, path)) return;
    skipWithinBraces(scan);
    comma = scan.text[scan.at] === ',' ? scan.at : -1;
    if (comma !== -1) scan.at += 1;
  }
};

const scanKeyAndValue = (scan: Scan, table: TomlPath): boolean => {
  const start = scan.at;
  const key = readDottedKey(scan);
  const end = scan.at;
  skipBlanks(scan);
  if (key.length === 0 || scan.text[scan.at] !== '=') return false;
  scan.at += 1;
  skipBlanks(scan);
  const path = [...table, ...key];
  const valueStart = scan.at;
  skipValue(scan, path);
  const valueEnd = valueStart + scan.text.slice(valueStart, scan.at).trimEnd().length;
  scan.spots.push({ path, kind: 'key', start, end, valueStart, valueEnd });
  return true;
};

/** A header names the last element of every array of tables above it. */
const resolveHeader = (scan: Scan, key: readonly string[], isArray: boolean): TomlPath => {
  let path: (string | number)[] = [];
  for (const [i, part] of key.entries()) {
    path = [...path, part];
    const count = scan.tables.get(pathKey(path));
    const isLast = i === key.length - 1;
    if (isLast && isArray) {
      scan.tables.set(pathKey(path), (count ?? 0) + 1);
      return [...path, count ?? 0];
    }
    if (count !== undefined) path = [...path, count - 1];
  }
  return path;
};

const scanHeader = (scan: Scan): TomlPath | null => {
  const start = scan.at;
  const isArray = scan.text.startsWith('[[', start);
  scan.at += isArray ? 2 : 1;
  const key = readDottedKey(scan);
  skipBlanks(scan);
  const close = isArray ? ']]' : ']';
  if (key.length === 0 || !scan.text.startsWith(close, scan.at)) return null;
  scan.at += close.length;
  const path = resolveHeader(scan, key, isArray);
  scan.spots.push({ path, kind: 'table', start, end: scan.at, valueStart: start, valueEnd: scan.at });
  return path;
};

/**
 * Finds where each header, key and array element of a TOML document stands. It does not check the document; of what it cannot
 * make out it skips the line, and it ends where values are nested more than 64 deep. It never throws.
 */
export const scanToml = (text: string): { spots: readonly TomlSpot[]; newer: readonly TomlNewer[] } => {
  const scan: Scan = { text, at: text.startsWith('\uFEFF') ? 1 : 0, spots: [], newer: [], tables: new Map() };
  let table: TomlPath = [];
  while (true) {
    skipSpaceAndComments(scan);
    if (scan.at >= text.length) return { spots: scan.spots, newer: scan.newer };
    if (text[scan.at] === '[') table = scanHeader(scan) ?? table;
    else scanKeyAndValue(scan, table);
    skipLine(scan);
  }
};
