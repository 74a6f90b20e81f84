import { createHash, randomBytes } from 'node:crypto';
import { createReadStream, type ReadStream } from 'node:fs';
import { type FileHandle, mkdir, open, readdir, rename, rm, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { Sha256 } from '../../shared/ids.ts';
import { syncFolder } from '../journalFile.ts';

/** A body that was received and is on the disk, but not yet kept. */
export type Incoming = { readonly file: string; readonly sha256: Sha256; readonly bytes: number };

/** `too_large`: more than the cap came. */
export type Received = { readonly kind: 'received'; readonly incoming: Incoming } | { readonly kind: 'too_large' };

/** Archives as files, named by their hash: a name never stands for other bytes, on any file system. */
export type ArchiveStore = {
  receive(body: AsyncIterable<Uint8Array>, cap: number): Promise<Received>;
  /** Makes an incoming body last: synced, at its final name, and that name synced. */
  keep(incoming: Incoming): Promise<void>;
  discard(incoming: Incoming): Promise<void>;
  read(sha256: string): ReadStream;
  /** Opens it for sending; null where the file is missing. */
  openWhole(sha256: string): Promise<{ bytes: number; stream: ReadStream } | null>;
};

const receiveInto = async (
  handle: FileHandle,
  file: string,
  body: AsyncIterable<Uint8Array>,
  cap: number,
): Promise<Received> => {
  const hash = createHash('sha256');
  let bytes = 0;
  for await (const chunk of body) {
    bytes += chunk.length;
    if (bytes > cap) return { kind: 'too_large' };
    hash.update(chunk);
    await handle.writeFile(chunk);
  }
  return { kind: 'received', incoming: { file, sha256: Sha256.parse(hash.digest('hex')), bytes } };
};

const syncFile = async (file: string): Promise<void> => {
  const handle = await open(file, 'r+');
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
};

/** Opens the store below `folder`; `incoming` is a folder on the same file system, for what is not finished. */
export const openArchiveStore = async (folder: string, incoming: string): Promise<ArchiveStore> => {
  await mkdir(folder, { recursive: true, mode: 0o700 });
  const shelves = new Set(await readdir(folder));
  const shelfOf = (sha256: string): string => sha256.slice(0, 2);
  const fileOf = (sha256: string): string => join(folder, shelfOf(sha256), `${sha256}.tar.gz`);

  const shelve = async (sha256: string): Promise<void> => {
    const shelf = shelfOf(sha256);
    if (shelves.has(shelf)) return;
    await mkdir(join(folder, shelf), { recursive: true, mode: 0o700 });
    syncFolder(folder);
    shelves.add(shelf);
  };

  return {
    async receive(body, cap) {
      const file = join(incoming, `${randomBytes(8).toString('hex')}.body`);
      const handle = await open(file, 'wx', 0o600);
      let received: Received | null = null;
      try {
        received = await receiveInto(handle, file, body, cap);
        return received;
      } finally {
        await handle.close();
        if (received?.kind !== 'received') await rm(file, { force: true });
      }
    },
    async keep({ file, sha256 }) {
      await shelve(sha256);
      await syncFile(file);
      await rename(file, fileOf(sha256));
      syncFolder(join(folder, shelfOf(sha256)));
    },
    discard: ({ file }) => rm(file, { force: true }),
    read: (sha256) => createReadStream(fileOf(sha256)),
    async openWhole(sha256) {
      const file = fileOf(sha256);
      const size = await stat(file).then(
        (found) => found.size,
        () => null,
      );
      return size === null ? null : { bytes: size, stream: createReadStream(file) };
    },
  };
};
