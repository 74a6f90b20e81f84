import { gzipSync } from 'node:zlib';
import { Header, Pax } from 'tar';

/** An entry for `tarOf`: a regular file unless `type` says otherwise. `size` overrides what the header claims. */
export type TestEntry = {
  readonly path: string;
  readonly content?: string | Uint8Array;
  readonly type?: 'File' | 'Directory' | 'SymbolicLink' | 'Link' | 'FIFO' | 'CharacterDevice';
  readonly linkpath?: string;
  readonly size?: number;
};

const block = 512;

/** One tar entry with its padding, made without any of the checks that the product makes. */
export const entryOf = ({ path, content = '', type = 'File', linkpath = '', size }: TestEntry): Buffer => {
  const body = Buffer.from(typeof content === 'string' ? Buffer.from(content) : content);
  const data = { path, mode: 0o644, uid: 0, gid: 0, size: size ?? body.length, type, linkpath, mtime: new Date(0) };
  const header = Buffer.alloc(block);
  const pax = new Header(data).encode(header) ? new Pax({ path }).encode() : Buffer.alloc(0);
  return Buffer.concat([pax, header, body, Buffer.alloc((block - (body.length % block)) % block)]);
};

/** A whole tar, with the two blocks of zeros at its end. */
export const tarOf = (entries: readonly TestEntry[]): Buffer =>
  Buffer.concat([...entries.map(entryOf), Buffer.alloc(2 * block)]);

/** The same, in one gzip member. */
export const tarGzOf = (entries: readonly TestEntry[]): Buffer => gzipSync(tarOf(entries));

/** A smallest manifest. */
export const manifestOf = (name: string, version: string, more = ''): string =>
  `[package]\nname = "${name}"\nversion = "${version}"\nauthors = []\n${more}`;
