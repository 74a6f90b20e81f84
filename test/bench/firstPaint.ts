import { readFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { builtFile } from './built.ts';

/** The files that the page's HTML asks for before anything is drawn, the HTML itself included. */
const firstFiles = async (html: string): Promise<string[]> => {
  const text = await readFile(html, 'utf8');
  const named = [...text.matchAll(/(?:src|href)="(\.\/[^"]+)"/g)].flatMap(([, path]) =>
    path === undefined ? [] : [path],
  );
  return [html, ...named.map((path) => join(dirname(html), path))];
};

/** What has to be there for the first paint, in kilobytes as gzip would send it. */
export const firstPaintKilobytes = async (): Promise<number> => {
  const files = await firstFiles(await builtFile('renderer/index.html'));
  const sizes = await Promise.all(files.map(async (file) => gzipSync(await readFile(file)).length));
  return sizes.reduce((sum, size) => sum + size, 0) / 1024;
};
