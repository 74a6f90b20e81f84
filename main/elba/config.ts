import { parse, TomlError } from 'smol-toml';
import { formatIndexResolution, parseIndexResolution } from './resolution.ts';
import { isTable } from './tomlValue.ts';

/** An index that elba knows, under the name that its configuration gives it; `index` in elba's own full spelling. */
export type ConfiguredIndex = { readonly alias: string; readonly index: string };

/** What is wrong with a file, as a sentence without its full stop, and the line where it is, from 1. */
export type TomlFault = { readonly line: number | null; readonly reason: string };

type Read<T> = { readonly ok: true; readonly value: T } | { readonly ok: false; readonly fault: TomlFault };

/** What elba takes where no configuration names an index. */
export const OFFICIAL_INDEX: ConfiguredIndex = {
  alias: 'official',
  index: 'index+git+https://github.com/elba/index#master',
};

/** An index in the one spelling that elba compares by: a git one has its `#ref`. Null for what elba refuses. */
export const fullIndex = (text: string): string | null => {
  const parsed = parseIndexResolution(text);
  return parsed.ok ? formatIndexResolution(parsed.resolution) : null;
};

/** Parses a table. The parser's own words quote the text, which can hold a token, so only its line is kept. */
export const parseTable = (text: string): Read<Record<string, unknown>> => {
  try {
    return { ok: true, value: parse(text) };
  } catch (thrown) {
    const line = thrown instanceof TomlError ? thrown.line : null;
    return { ok: false, fault: { line, reason: 'it is not TOML' } };
  }
};

/**
 * Reads the indices of elba's configuration, in their order: the first one is the default. What is no index is left out and named in
 * `odd` by its alias. Fails where the file is not TOML, or `indices` no table.
 */
export const parseElbaConfig = (text: string): Read<{ indices: ConfiguredIndex[]; odd: string[] }> => {
  const table = parseTable(text);
  if (!table.ok) return table;
  const given = table.value.indices ?? {};
  if (!isTable(given)) return { ok: false, fault: { line: null, reason: '“indices” is not a table' } };
  const indices: ConfiguredIndex[] = [];
  const odd: string[] = [];
  for (const [alias, value] of Object.entries(given)) {
    const index = typeof value === 'string' ? fullIndex(value) : null;
    if (index === null) odd.push(alias);
    else indices.push({ alias, index });
  }
  return { ok: true, value: { indices, odd } };
};
