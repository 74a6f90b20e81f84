import { readFile } from 'node:fs/promises';
import { extname, join } from 'node:path';

/** A file of the built page with its media type. */
export interface PageFile {
  readonly type: string;
  readonly bytes: Uint8Array;
}

const TYPES: Readonly<Record<string, string>> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.svg': 'image/svg+xml',
  '.png': 'image/png',
  '.ico': 'image/x-icon',
  '.woff2': 'font/woff2',
};

/** Names as the build makes them: no segment is empty or begins with a dot, so none leads out of the folder. */
const PLAIN_PATH = /^(?:\/[\w-][\w.-]*)+$/;

const isNoFile = (thrown: unknown): boolean =>
  thrown instanceof Error && 'code' in thrown && ['ENOENT', 'ENOTDIR', 'EISDIR'].includes(String(thrown.code));

/**
 * A file of the built page by the path of its address, `/` being index.html. Answers null for everything else: a path with an
 * escape, a dot segment or a backslash, a type that the page has none of, a file that is not there.
 */
export async function readPageFile(root: string, pathname: string): Promise<PageFile | null> {
  const path = pathname === '/' ? '/index.html' : pathname;
  const type = TYPES[extname(path)];
  if (type === undefined || !PLAIN_PATH.test(path)) return null;
  try {
    return { type, bytes: await readFile(join(root, path)) };
  } catch (thrown) {
    if (isNoFile(thrown)) return null;
    throw thrown;
  }
}
