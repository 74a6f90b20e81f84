import { fullIndex, parseTable, type TomlFault } from './config.ts';
import { isSameValue } from './tomlChange.ts';
import { applySplices, startOfLine, startOfNextLine } from './tomlSplice.ts';
import { scanDocument } from './tomlSpots.ts';

/** The tokens of `logins.toml` by their index, in elba's full spelling. Hand it to nobody who does not keep tokens. */
export type Logins = ReadonlyMap<string, string>;

type Read = { readonly ok: true; readonly logins: Logins } | { readonly ok: false; readonly fault: TomlFault };

const keysFor = (table: Readonly<Record<string, unknown>>, index: string): string[] =>
  Object.keys(table).filter((key) => fullIndex(key) === index);

/** Reads elba's logins: one table from index to token. What is not that is left out. */
export const parseLogins = (text: string): Read => {
  const table = parseTable(text);
  if (!table.ok) return table;
  const logins = new Map<string, string>();
  for (const [key, value] of Object.entries(table.value)) {
    const index = fullIndex(key);
    if (index !== null && typeof value === 'string' && value.trim() !== '') logins.set(index, value);
  }
  return { ok: true, logins };
};

/**
 * `logins.toml` without the token of an index, every other byte as it was. Null where the file is not TOML, has no such token, or
 * would say something else beside it: then a person has to edit it.
 */
export const withoutLogin = (text: string, index: string): string | null => {
  const before = parseTable(text);
  if (!before.ok) return null;
  const keys = keysFor(before.value, index);
  const spots = scanDocument(text).spots.filter(
    ({ kind, path }) => kind === 'key' && path.length === 1 && keys.includes(String(path[0])),
  );
  if (keys.length === 0 || spots.length !== keys.length) return null;
  const splices = spots.map(({ start, valueEnd }) => ({
    start: startOfLine(text, start),
    end: startOfNextLine(text, valueEnd),
    text: '',
  }));
  const after = applySplices(text, splices);
  const read = parseTable(after);
  const expected = Object.fromEntries(Object.entries(before.value).filter(([key]) => !keys.includes(key)));
  return read.ok && isSameValue(read.value, expected) ? after : null;
};
