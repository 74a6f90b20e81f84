import { scanToml, type TomlPath, type TomlSpot } from './tomlScan.ts';

/** A document and where its parts stand. */
export type TomlDocument = { readonly text: string; readonly spots: readonly TomlSpot[] };

/** The keys that stand on lines of their own below one header, or above the first one, in the order of the text. */
export type TomlSection = { readonly header: TomlSpot | null; readonly keys: readonly TomlSpot[] };

/** One part of a key as it is written, such as `"g/n"` in `dependencies."g/n".git`. */
export type KeyPart = { readonly start: number; readonly end: number };

export const scanDocument = (text: string): TomlDocument => ({ text, spots: scanToml(text).spots });

export const isPrefix = (prefix: TomlPath, path: TomlPath): boolean =>
  prefix.length <= path.length && prefix.every((part, i) => part === path[i]);

export const isSamePath = (a: TomlPath, b: TomlPath): boolean => a.length === b.length && isPrefix(a, b);

/** The document's sections in the order of the text; the first one has no header. */
export const sectionsOf = ({ spots }: TomlDocument): TomlSection[] => {
  const ordered = spots.filter(({ kind }) => kind !== 'element').sort((a, b) => a.start - b.start);
  const sections: { header: TomlSpot | null; keys: TomlSpot[] }[] = [{ header: null, keys: [] }];
  let end = 0;
  for (const spot of ordered) {
    // What stands within the value before it is a key of an inline table.
    if (spot.start < end) continue;
    end = spot.valueEnd;
    if (spot.kind === 'table') sections.push({ header: spot, keys: [] });
    else sections.at(-1)?.keys.push(spot);
  }
  return sections;
};

/** The parts of a header or of a key, in order. */
export const keyParts = (text: string, spot: TomlSpot): KeyPart[] => {
  const found = text.slice(spot.start, spot.end).matchAll(/"(?:[^"\\\n]|\\.)*"|'[^'\n]*'|[A-Za-z0-9_-]+/g);
  return [...found].map((part) => ({ start: spot.start + part.index, end: spot.start + part.index + part[0].length }));
};

/**
 * The written part that stands for the last step of `path` in a header or key on the way to it or below it; null where that step is
 * written elsewhere, as in a header above.
 */
export const partFor = (text: string, spot: TomlSpot, path: TomlPath): KeyPart | null => {
  if (spot.kind === 'element' || !isPrefix(path, spot.path)) return null;
  const steps = (whole: TomlPath): number => whole.filter((step) => typeof step === 'string').length;
  const parts = keyParts(text, spot);
  return parts[steps(path) - 1 - (steps(spot.path) - parts.length)] ?? null;
};
