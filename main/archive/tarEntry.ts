import { Header } from 'tar';
import type { PaxFields } from './pax.ts';

/** `path` as it is written in the archive; `target` where a link points. */
export type ArchiveEntry = {
  readonly path: string;
  readonly kind: 'file' | 'folder' | 'link' | 'special';
  readonly bytes: number;
  readonly executable: boolean;
  readonly target?: string;
};

/** A header that only says something about the next one: its content is read, not listed. */
export type MetaKind = 'pax' | 'global' | 'long_path' | 'long_target';

/** What a header block turned out to be. `first` is whether it is not even a tar header; `path` helps to say which is broken. */
export type ReadHeader =
  | { readonly kind: 'end' }
  | { readonly kind: 'foreign' }
  | { readonly kind: 'broken'; readonly path?: string }
  | { readonly kind: 'meta'; readonly meta: MetaKind; readonly bytes: number }
  | { readonly kind: 'entry'; readonly entry: ArchiveEntry };

const metaOf = (type: string): MetaKind | null => {
  switch (type) {
    case 'ExtendedHeader':
    case 'OldExtendedHeader':
      return 'pax';
    case 'GlobalExtendedHeader':
      return 'global';
    case 'NextFileHasLongPath':
    case 'OldGnuLongPath':
      return 'long_path';
    case 'NextFileHasLongLinkpath':
      return 'long_target';
    default:
      return null;
  }
};

const kindOf = (type: string): ArchiveEntry['kind'] => {
  switch (type) {
    case 'File':
    case 'OldFile':
    case 'ContiguousFile':
      return 'file';
    case 'Directory':
      return 'folder';
    case 'Link':
    case 'SymbolicLink':
      return 'link';
    default:
      return 'special';
  }
};

export const isZero = (bytes: Buffer): boolean => bytes.every((byte) => byte === 0);

/** The size field as it stands, for kinds that have no content: some readers take such a size for 0, others skip it. */
const claimsContent = (block: Buffer): boolean => !/^[0 \0]*$/.test(block.toString('latin1', 124, 136));

/** Reads one header block. `extended` is what pax and long-name headers said before it. */
export const readHeader = (block: Buffer, extended: PaxFields): ReadHeader => {
  if (isZero(block)) return { kind: 'end' };
  const header = new Header(block);
  if (!header.cksumValid) return { kind: 'foreign' };
  const path = extended.path ?? header.path ?? '';
  const meta = metaOf(header.type);
  const bytes = meta === null ? (extended.size ?? header.size) : header.size;
  if (bytes === undefined || !Number.isSafeInteger(bytes)) return { kind: 'broken', path };
  if (meta !== null) return { kind: 'meta', meta, bytes };
  const kind = kindOf(header.type);
  if ((kind === 'folder' || kind === 'link') && (claimsContent(block) || bytes > 0)) return { kind: 'broken', path };
  const executable = ((header.mode ?? 0) & 0o111) !== 0;
  const target = extended.linkpath ?? header.linkpath ?? '';
  return { kind: 'entry', entry: { path, kind, bytes, executable, ...(kind === 'link' ? { target } : {}) } };
};
