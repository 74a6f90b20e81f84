import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';

/** A repeatable sequence of numbers below 2^32 (mulberry32): the same project on every computer. */
export const numbersFrom = (seed: number): (() => number) => {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let t = Math.imul(state ^ (state >>> 15), state | 1);
    t ^= t + Math.imul(t ^ (t >>> 7), t | 61);
    return (t ^ (t >>> 14)) >>> 0;
  };
};

const keywords = 'module import public export total data where interface let in case of if then else do'.split(' ');
const syllables = 'ma ke re nd pa rs lay out ve ct le ng th na tu er co mp se la st in de x ha sh ro wi dt'.split(' ');

/** The names of a project: keywords first, then made-up ones; the earlier the more frequent. */
const makeNames = (next: () => number): string[] => [
  ...keywords,
  ...Array.from({ length: 4000 }, () =>
    Array.from({ length: 2 + (next() % 4) }, () => syllables[next() % syllables.length]).join(''),
  ),
];

const signs = [' ', ' ', ' ', ' : ', ' -> ', ' (', ') ', ' = ', ', ', '.'];

/** A line as source has them: indented, of names and signs. */
const freshLine = (names: readonly string[], next: () => number): string => {
  let line = '  '.repeat(next() % 4);
  for (let left = 2 + (next() % 8); left > 0; left--) {
    const rank = Math.floor((next() / 2 ** 32) ** 3 * names.length);
    line += `${names[rank]}${signs[next() % signs.length]}`;
  }
  return line;
};

/**
 * Text of about so many bytes that packs as source does, both in size and in time: a few lines have been seen before, whole or in their
 * beginning, and names come back.
 */
export const sourceText = (bytes: number, next: () => number): string => {
  const names = makeNames(next);
  const lines: string[] = [];
  const recent: string[] = [];
  for (let length = 0; length < bytes; ) {
    const kind = next() % 10;
    const seen = recent[next() % 400] ?? '';
    let line = freshLine(names, next);
    if (kind < 1) line = seen;
    else if (kind < 4) line = `${seen.slice(0, seen.length / 2)}${line.trimStart()}`;
    recent[next() % 400] = line;
    lines.push(line);
    length += line.length + 1;
  }
  return `${lines.join('\n')}\n`.slice(0, Math.max(0, bytes));
};

export interface TextProject {
  readonly files: number;
  readonly totalBytes: number;
  readonly filesInFolder: number;
}

/** Writes a project of text files into an empty folder; sizes lie between a third of the mean and five thirds of it. */
export const writeTextProject = async (folder: string, project: TextProject): Promise<void> => {
  const next = numbersFrom(7);
  const stock = sourceText(4 * 1024 * 1024, next);
  const mean = project.totalBytes / project.files;
  const manifest = ['[package]', 'name = "bench/text"', 'version = "1.0.0"', 'authors = ["alice"]', ''];
  await writeFile(join(folder, 'elba.toml'), manifest.join('\n'));
  for (let from = 0; from < project.files; from += project.filesInFolder) {
    const below = join(folder, 'src', `Part${Math.floor(from / project.filesInFolder)}`);
    await mkdir(below, { recursive: true });
    const names = Array.from({ length: Math.min(project.filesInFolder, project.files - from) }, (_, i) => from + i);
    const sizes = names.map(() => Math.round(mean * (1 / 3 + ((next() % 1000) / 1000) * (4 / 3))));
    await Promise.all(
      names.map((name, i) => {
        const size = sizes[i] ?? 0;
        return writeFile(join(below, `M${name}.idr`), cut(stock, size, next));
      }),
    );
  }
};

/** `size` bytes of the stock from anywhere; more than it holds goes round. */
const cut = (stock: string, size: number, next: () => number): string => {
  const at = next() % stock.length;
  let text = stock.slice(at, at + size);
  while (text.length < size) text += stock.slice(0, size - text.length);
  return text;
};
