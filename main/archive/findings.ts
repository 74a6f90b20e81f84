import type { GzipProblem } from './gzipReader.ts';

/**
 * What a reader finds wrong with an archive.
 *
 * In this order: about the gzip around it, about the tar inside (to `data_after_end`), about limits (to `suspicious_ratio`), about single
 * entries. Whoever reads decides which of them matter: elba and the reference registry overlook most.
 */
export type FindingKind =
  | Exclude<GzipProblem, 'stopped'>
  | 'not_tar'
  | 'bad_header'
  | 'no_end'
  | 'data_after_end'
  | 'too_large'
  | 'too_many_entries'
  | 'name_too_long'
  | 'suspicious_ratio'
  | 'dot_prefix'
  | 'absolute'
  | 'parent'
  | 'link'
  | 'special'
  | 'duplicate'
  | 'odd_name';

/** `path` is the entry's name as it is written; `text` is a whole sentence. */
export type Finding = { readonly kind: FindingKind; readonly path?: string; readonly text: string };

/** `unpackedBytes` are those of the tar, headers included; `ratio` is of unpacked to packed, looked at from 16 MiB on. */
export type ArchiveLimits = {
  readonly unpackedBytes: number;
  readonly entries: number;
  readonly nameBytes: number;
  readonly ratio: number;
};

/** Far above every package that is known, far below what hurts: the largest real one has 166 files and unpacks to a MiB. */
export const usualLimits: ArchiveLimits = { unpackedBytes: 2 ** 30, entries: 200_000, nameBytes: 4096, ratio: 250 };

const sentences: Record<FindingKind, string> = {
  not_gzip: 'The file is not gzip.',
  cut_off: 'The archive is cut off.',
  damaged: 'The compressed data is damaged.',
  bad_checksum: 'The checksum of the archive does not fit its contents.',
  second_member: 'A second gzip member follows the first; readers drop it in silence.',
  trailing_bytes: 'Something follows the end of the archive.',
  not_tar: 'What is inside the gzip file is not a tar archive.',
  bad_header: 'A header in the archive is broken.',
  no_end: 'The archive has no end mark.',
  data_after_end: 'Data follows the end mark of the archive.',
  too_large: 'The archive unpacks to more than is allowed.',
  too_many_entries: 'The archive has more entries than are allowed.',
  name_too_long: 'A name in the archive is longer than is allowed.',
  suspicious_ratio: 'The archive unpacks to a suspicious multiple of its size.',
  dot_prefix: 'The name begins with "./"; a registry finds elba.toml only without it.',
  absolute: 'The name is absolute.',
  parent: 'The name leaves the folder by "..".',
  link: 'The entry is a link.',
  special: 'The entry is neither a file nor a folder.',
  duplicate: 'The name occurs twice.',
  odd_name: 'The name has characters that do not belong in one.',
};

export const finding = (kind: FindingKind, path?: string): Finding =>
  path === undefined ? { kind, text: sentences[kind] } : { kind, path, text: `${shown(path)}: ${sentences[kind]}` };

/** A name for showing: without control characters, and short. */
const shown = (path: string): string => {
  const plain = path.replace(/\p{Cc}/gu, '\uFFFD');
  return plain.length > 120 ? `${plain.slice(0, 119)}…` : plain;
};
