/** Texts that are kept once each, by number, as UTF-8 in one buffer: a million short strings cost hardly more than their bytes. */
export interface TextPool {
  readonly size: number;
  text(id: number): string;
  /** How many bytes a text takes: enough to rule out most others without making a string of them. */
  bytesOf(id: number): number;
}

/** The two columns that a pool lies in: all texts in a row, and where each ends. */
export interface PoolColumns {
  readonly bytes: Uint8Array;
  readonly ends: Uint32Array;
}

const decoder = new TextDecoder();

const textAt = ({ bytes, ends }: PoolColumns, id: number): string =>
  decoder.decode(bytes.subarray(id === 0 ? 0 : ends[id - 1], ends[id]));

/** A pool that is only read. */
export const readPool = (columns: PoolColumns): TextPool => ({
  size: columns.ends.length,
  text: (id) => textAt(columns, id),
  bytesOf: (id) => (columns.ends[id] ?? 0) - (id === 0 ? 0 : (columns.ends[id - 1] ?? 0)),
});

/** All texts of a pool at once, faster than one by one. */
export function allTexts({ bytes, ends }: PoolColumns): string[] {
  const whole = decoder.decode(bytes);
  // Where each byte is a character the texts are cut out of the whole.
  if (whole.length !== bytes.length) return Array.from(ends, (_, id) => textAt({ bytes, ends }, id));
  const texts: string[] = new Array(ends.length);
  let start = 0;
  for (let id = 0; id < ends.length; id += 1) {
    const end = ends[id] ?? start;
    texts[id] = whole.slice(start, end);
    start = end;
  }
  return texts;
}

/** Puts texts in a row, one after another, so that no second copy of all of them is ever made. */
export function packTexts(texts: readonly string[]): PoolColumns {
  const ends = new Uint32Array(texts.length);
  let end = 0;
  for (const [id, text] of texts.entries()) {
    end += Buffer.byteLength(text);
    ends[id] = end;
  }
  const bytes = new Uint8Array(end);
  const row = Buffer.from(bytes.buffer);
  for (const [id, text] of texts.entries()) row.write(text, id === 0 ? 0 : (ends[id - 1] ?? 0));
  return { bytes, ends };
}

/** A pool that grows: the same text gets the same number. Begins with the texts of another pool, under their numbers. */
export interface GrowingPool {
  /** About how much memory it takes while it grows. */
  readonly bytes: number;
  id(text: string): number;
  text(id: number): string;
  pack(): PoolColumns;
}

/** What a short text takes beside its characters: itself, and its place in a map and in a list. */
const PER_TEXT = 80;

/** Makes it. The old texts are only looked through when the first new one comes. */
export function growPool(before: PoolColumns | null): GrowingPool {
  let known: Map<string, number> | null = null;
  let texts: string[] = [];
  let bytes = (before?.bytes.length ?? 0) + (before?.ends.length ?? 0) * PER_TEXT;
  const open = (): Map<string, number> => {
    texts = before === null ? [] : allTexts(before);
    known = new Map(texts.map((text, id) => [text, id]));
    return known;
  };
  return {
    get bytes() {
      return bytes;
    },
    id(text) {
      const map = known ?? open();
      const found = map.get(text);
      if (found !== undefined) return found;
      map.set(text, texts.length);
      bytes += Buffer.byteLength(text) + PER_TEXT;
      return texts.push(text) - 1;
    },
    text: (id) => (known === null && before !== null ? textAt(before, id) : (texts[id] ?? '')),
    pack: () => (known === null ? (before ?? packTexts([])) : packTexts(texts)),
  };
}
