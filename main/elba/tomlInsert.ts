import type { TomlPath, TomlSpot } from './tomlScan.ts';
import { indentationAt, lineBelow, type Splice, startOfLine } from './tomlSplice.ts';
import { isPrefix, isSamePath, sectionsOf, type TomlDocument } from './tomlSpots.ts';

/** The column of the `=` that all keys share, where they are aligned although their lengths differ. */
const alignedColumn = (text: string, keys: readonly TomlSpot[]): number | null => {
  const columns = keys.map((key) => text.indexOf('=', key.end) - startOfLine(text, key.start));
  const lengths = keys.map((key) => key.end - key.start);
  const [first] = columns;
  if (first === undefined || new Set(lengths).size < 2 || columns.some((column) => column !== first)) return null;
  return first;
};

/** The equals sign with the white space around it that fits the keys above. */
const equalsLike = (text: string, keys: readonly TomlSpot[], width: number): string => {
  const last = keys.at(-1);
  if (last === undefined) return ' = ';
  const [, before = '', after = ''] = /^([ \t]*)=([ \t]*)/.exec(text.slice(last.end, last.valueStart)) ?? [];
  const column = alignedColumn(text, keys);
  if (column !== null) return `${' '.repeat(Math.max(1, column - width))}=${after}`;
  return `${before.slice(0, 1)}=${after.slice(0, 1)}`;
};

const lineLike = (text: string, keys: readonly TomlSpot[], below: TomlSpot, key: string, value: string): Splice => {
  const indentation = indentationAt(text, below.start);
  const equals = equalsLike(text, keys, indentation.length + key.length);
  return lineBelow(text, below.valueEnd, indentation + key + equals + value);
};

const intoBraces = ({ spots }: TomlDocument, table: TomlSpot, key: string, value: string): Splice => {
  const inner = spots.filter(({ kind, path }) => kind === 'key' && isPrefix(table.path, path) && path !== table.path);
  const last = Math.max(...inner.map(({ valueEnd }) => valueEnd));
  if (inner.length === 0) {
    return { start: table.valueStart, end: table.valueEnd, text: `{ ${key} = ${value} }` };
  }
  return { start: last, end: last, text: `, ${key} = ${value}` };
};

/**
 * Adds a key to a table, both already written: below the table's last key, before any blank line, where no other table can claim it. A
 * table can have a header, be spread over dotted keys, or stand in braces; one that has none of these gives null.
 */
export const insertKey = (document: TomlDocument, table: TomlPath, key: string, value: string): Splice | null => {
  const sections = sectionsOf(document);
  const section = sections.find(({ header }) => header !== null && isSamePath(header.path, table));
  if (section?.header) {
    return lineLike(document.text, section.keys, section.keys.at(-1) ?? section.header, key, value);
  }
  const above = (sections[0]?.keys ?? []).filter(({ path }) => isPrefix(table, path));
  const last = above.at(-1);
  if (last === undefined) return null;
  if (isSamePath(last.path, table)) {
    return document.text[last.valueStart] === '{' ? intoBraces(document, last, key, value) : null;
  }
  return lineLike(document.text, above, last, `${table.join('.')}.${key}`, value);
};
