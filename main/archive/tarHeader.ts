import { Header, Pax } from 'tar';

/** Tar works in blocks of this many bytes: every header is one, every content is filled up to one. */
export const tarBlock = 512;

/** One moment for all entries, so that the same files give the same bytes: 2000-01-01, which no tool calls implausible. */
const fixedTime = new Date(Date.UTC(2000, 0, 1));

/** Two blocks of zeros end an archive. */
export const tarEnd: Buffer = Buffer.alloc(2 * tarBlock);

/** How many zero bytes follow a content of `bytes` bytes. */
export const paddingAfter = (bytes: number): number => (tarBlock - (bytes % tarBlock)) % tarBlock;

/**
 * The header of a regular file: mode 644 or 755, no owner, a fixed time. A name that is long or not ASCII gets a pax header before
 * it. `path` goes in as it is, without a prefix (the registry finds only an entry that is named exactly `elba.toml`).
 */
export const fileHeader = (file: { path: string; bytes: number; executable: boolean }): Buffer => {
  const data = {
    path: file.path,
    mode: file.executable ? 0o755 : 0o644,
    uid: 0,
    gid: 0,
    size: file.bytes,
    mtime: fixedTime,
    type: 'File' as const,
    linkpath: '',
    uname: '',
    gname: '',
    devmaj: 0,
    devmin: 0,
  };
  const header = new Header(data);
  const block = Buffer.alloc(tarBlock);
  if (!header.encode(block)) return block;
  const pax = new Pax({ path: file.path, mtime: fixedTime, size: file.bytes, uid: 0, gid: 0 }).encode();
  return Buffer.concat([pax, block]);
};
