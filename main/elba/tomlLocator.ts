import type { Place } from '../../shared/project.ts';
import { scanToml, type TomlPath, type TomlSpot } from './tomlScan.ts';

/** Tells where parts of one document stand. */
export type TomlLocator = {
  /** The key, header or array element of a path; where it has none of its own, the nearest above it; else the beginning. */
  readonly of: (path: TomlPath) => Place;
  /** The spot of exactly this path, if it has one. */
  readonly spot: (path: TomlPath) => TomlSpot | null;
  readonly atOffset: (offset: number) => Place;
};

const startsWith = (path: TomlPath, prefix: TomlPath): boolean =>
  path.length >= prefix.length && prefix.every((part, i) => part === path[i]);

/** Gives line and column of an offset, both from 1; columns count characters, not UTF-16 units. */
const positionsIn = (text: string): ((offset: number) => { line: number; column: number }) => {
  const starts = [0];
  for (let at = text.indexOf('\n'); at !== -1; at = text.indexOf('\n', at + 1)) starts.push(at + 1);
  return (offset) => {
    let low = 0;
    let high = starts.length - 1;
    while (low < high) {
      const middle = Math.ceil((low + high) / 2);
      if ((starts[middle] ?? 0) <= offset) low = middle;
      else high = middle - 1;
    }
    return { line: low + 1, column: [...text.slice(starts[low], offset)].length + 1 };
  };
};

/**
 * Makes a locator for a TOML document. It understands comments, quoted and dotted keys, sub-tables such as
 * `[dependencies."g/n"]`, CRLF and arrays over several lines.
 */
export const locateToml = (text: string, file: string): TomlLocator => {
  const { spots } = scanToml(text);
  const exact = new Map<string, TomlSpot>();
  for (const spot of spots) if (!exact.has(JSON.stringify(spot.path))) exact.set(JSON.stringify(spot.path), spot);
  const position = positionsIn(text);
  const atOffset = (offset: number): Place => ({ file, ...position(offset) });
  const spotOf = (path: TomlPath): TomlSpot | null => exact.get(JSON.stringify(path)) ?? null;
  const of = (path: TomlPath): Place => {
    for (let length = path.length; length > 0; length -= 1) {
      const prefix = path.slice(0, length);
      const found = spotOf(prefix) ?? spots.find((spot) => startsWith(spot.path, prefix));
      if (found !== undefined && found !== null) return atOffset(found.start);
    }
    return atOffset(0);
  };
  return { of, spot: spotOf, atOffset };
};
