import type { TomlSpot } from './tomlScan.ts';
import { endOfLine, indentationAt, lineBelow, newlineAt, type Splice, startOfLine } from './tomlSplice.ts';
import { isPrefix, type TomlDocument } from './tomlSpots.ts';

/** An array as it is written; `close` is the offset of its closing bracket, `comma` that of a comma after the last element. */
type Written = {
  readonly text: string;
  readonly open: number;
  readonly close: number;
  readonly elements: readonly TomlSpot[];
  readonly last: TomlSpot;
  readonly comma: number | null;
};

/** The elements of an array, in order. */
export const elementsOf = ({ spots }: TomlDocument, array: TomlSpot): TomlSpot[] =>
  spots.filter(
    ({ kind, path }) => kind === 'element' && path.length === array.path.length + 1 && isPrefix(array.path, path),
  );

const commaAfter = (text: string, element: TomlSpot): number | null => {
  const trivia = /(?:[ \t\r\n]|#[^\n]*)*/y;
  trivia.lastIndex = element.valueEnd;
  trivia.exec(text);
  return text[trivia.lastIndex] === ',' ? trivia.lastIndex : null;
};

const columnAt = (text: string, at: number): number => at - startOfLine(text, at);

const isOnOneLine = (text: string, start: number, end: number): boolean => !text.slice(start, end).includes('\n');

/** One step further in than the line of an offset, by the file's own kind of white space. */
const deeper = (text: string, at: number): string => {
  const indentation = indentationAt(text, at);
  return indentation + (indentation.includes('\t') ? '\t' : '  ');
};

const intoEmpty = (text: string, open: number, close: number, item: string): Splice => {
  const within = text.slice(open + 1, close);
  if (within.includes('\n')) return lineBelow(text, open, deeper(text, open) + item);
  const pad = within.slice(0, 1);
  return { start: open + 1, end: close, text: pad + item + pad };
};

/** What stands between two elements on one line, such as `, `. */
const separatorOf = ({ text, elements, last }: Written): string => {
  const before = elements.at(-2);
  const between = before === undefined ? '' : text.slice(before.valueEnd, last.valueStart);
  return /^[ \t]*,[ \t]*$/.test(between) ? between : ', ';
};

const onOneLine = (array: Written, item: string): Splice => {
  const { last, comma } = array;
  const separator = separatorOf(array);
  if (comma === null) return { start: last.valueEnd, end: last.valueEnd, text: separator + item };
  const gap = separator.slice(separator.indexOf(',') + 1);
  return { start: comma + 1, end: comma + 1, text: `${gap}${item},` };
};

/** The prefix of a list with its commas in front; null for any other. One element alone shows it by the bracket below the first. */
const leadingComma = ({ text, open, close, last, comma }: Written): string | null => {
  if (comma !== null) return null;
  const [prefix] = /^[ \t]*,[ \t]*$/.exec(text.slice(startOfLine(text, last.valueStart), last.valueStart)) ?? [];
  if (prefix !== undefined) return prefix;
  const isBelow = columnAt(text, close) === columnAt(text, open) && indentationAt(text, close).length > 0;
  const isFirst = isOnOneLine(text, open, last.valueStart);
  return isBelow && isFirst && text.slice(startOfLine(text, close), close).trim() === ''
    ? `${indentationAt(text, close)}, `
    : null;
};

const onLinesOfTheirOwn = (array: Written, item: string): Splice[] => {
  const { text, open, close, last, comma } = array;
  const startsLine = text.slice(startOfLine(text, last.valueStart), last.valueStart).trim() === '';
  const indentation = startsLine ? indentationAt(text, last.valueStart) : deeper(text, open);
  const after = comma ?? last.valueEnd;
  const line = indentation + item + (comma === null ? '' : ',');
  if (endOfLine(text, after) > close) {
    const at = comma === null ? last.valueEnd : comma + 1;
    return [{ start: at, end: at, text: (comma === null ? ',' : '') + newlineAt(text, open) + line }];
  }
  const joint = comma === null ? [{ start: last.valueEnd, end: last.valueEnd, text: ',' }] : [];
  const below = lineBelow(text, after, line);
  // Both at one offset would be put in an order of their own.
  return joint[0]?.start === below.start ? [{ ...below, text: `,${below.text}` }] : [...joint, below];
};

/**
 * Adds an element, already written, to the end of an array in the array's own manner: on one line or on lines of their own, with
 * commas before or behind, with a comma behind the last one or without.
 */
export const appendToArray = (document: TomlDocument, array: TomlSpot, item: string): Splice[] => {
  const { text } = document;
  const [open, close] = [array.valueStart, array.valueEnd - 1];
  const elements = elementsOf(document, array);
  const last = elements.at(-1);
  if (last === undefined) return [intoEmpty(text, open, close, item)];
  const written: Written = { text, open, close, elements, last, comma: commaAfter(text, last) };
  if (isOnOneLine(text, open, close)) return [onOneLine(written, item)];
  const prefix = leadingComma(written);
  if (prefix === null) return onLinesOfTheirOwn(written, item);
  const below = lineBelow(text, last.valueEnd, prefix + item);
  return below.start > close
    ? [{ start: last.valueEnd, end: last.valueEnd, text: newlineAt(text, open) + prefix + item }]
    : [below];
};
