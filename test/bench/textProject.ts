import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';

/** Words that source text is made of, so that it compresses as source text does: to about a fifth. */
const words =
  'module import public export total partial data where interface implementation let in case of if then else do pure map fold Nat List Vect Maybe String Monad Functor Applicative proof rewrite lemma index prefix suffix append reverse length parse render pretty layout group nest align'.split(
    ' ',
  );

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

/** Text of about so many bytes that looks like source: short lines of words, numbers and signs. */
export const sourceText = (bytes: number, next: () => number): string => {
  const lines: string[] = [];
  for (let length = 0; length < bytes; ) {
    const count = 2 + (next() % 9);
    const line = Array.from({ length: count }, () => {
      const n = next();
      const word = words[n % words.length] ?? '';
      return n % 7 === 0 ? `${word}${n % 1000}` : n % 11 === 0 ? `(${word} :` : word;
    }).join(' ');
    const indented = `${'  '.repeat(next() % 4)}${line}`;
    lines.push(indented);
    length += indented.length + 1;
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
