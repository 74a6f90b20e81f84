import { createHash, randomBytes } from 'node:crypto';
import { createReadStream, type ReadStream, renameSync } from 'node:fs';
import { type FileHandle, mkdir, open, readdir, rm, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { Sha256 } from '../../shared/ids.ts';
import { createFileBlock, fastBlockBytes } from '../fileBlock.ts';
import { syncFolder } from '../journalFile.ts';
import type { StreamedBody } from './answers.ts';

/** A body that was received, but is not yet kept. It goes to the disk while it is looked at; `synced` tells when it is there. */
export type Incoming = {
  readonly file: string;
  /** Its bytes, as often as they are asked for. */
  content(): AsyncIterable<Uint8Array>;
  readonly sha256: Sha256;
  readonly bytes: number;
  readonly synced: Promise<void>;
};

/** `too_large`: more than the cap came. */
export type Received = { readonly kind: 'received'; readonly incoming: Incoming } | { readonly kind: 'too_large' };

/** Archives as files, named by their hash: a name never stands for other bytes, on any file system. */
export type ArchiveStore = {
  receive(body: AsyncIterable<Uint8Array>, cap: number): Promise<Received>;
  /** Makes an incoming body last: synced, at its final name, and that name synced. */
  keep(incoming: Incoming): Promise<void>;
  discard(incoming: Incoming): Promise<void>;
  read(sha256: string): ReadStream;
  /** It for sending; null where the file is missing. */
  openWhole(sha256: string): Promise<StreamedBody | null>;
};

/** A body of so few bytes is looked at in memory: going to the disk for it takes longer than everything else. */
const mostInMemory = 256 * 1024;

async function* piecesInMemory(pieces: readonly Uint8Array[]): AsyncGenerator<Uint8Array> {
  yield* pieces;
}

const receiveInto = async (
  handle: FileHandle,
  file: string,
  body: AsyncIterable<Uint8Array>,
  cap: number,
): Promise<Omit<Incoming, 'synced'> | null> => {
  const hash = createHash('sha256');
  const small: Uint8Array[] = [];
  let bytes = 0;
  for await (const chunk of body) {
    bytes += chunk.length;
    if (bytes > cap) return null;
    hash.update(chunk);
    if (bytes <= mostInMemory) small.push(chunk);
    else small.length = 0;
    await handle.writeFile(chunk);
  }
  const content = (): AsyncIterable<Uint8Array> =>
    bytes <= mostInMemory ? piecesInMemory(small) : createReadStream(file);
  return { file, content, sha256: Sha256.parse(hash.digest('hex')), bytes };
};

const syncAndClose = async (handle: FileHandle): Promise<void> => {
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
};

async function* piecesOf(path: string, bytes: number): StreamedBody['pieces'] {
  const file = await open(path, 'r');
  try {
    const read = createFileBlock(file, Math.min(fastBlockBytes, bytes));
    for (let at = 0; at < bytes; ) {
      const piece = await read({ at, bytes: bytes - at });
      if (piece.length === 0) throw new Error('The archive is shorter than it was.');
      at += piece.length;
      yield piece;
    }
  } finally {
    await file.close();
  }
}

/** Opens the store below `folder`; `incoming` is a folder on the same file system, for what is not finished. */
export const openArchiveStore = async (folder: string, incoming: string): Promise<ArchiveStore> => {
  await mkdir(folder, { recursive: true, mode: 0o700 });
  const shelves = new Set(await readdir(folder));
  const kept = new Set<string>();
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
      const received = await receiveInto(handle, file, body, cap).catch(async (error: unknown) => {
        await handle.close();
        await rm(file, { force: true });
        throw error;
      });
      if (received === null) {
        await handle.close();
        await rm(file, { force: true });
        return { kind: 'too_large' };
      }
      const synced = syncAndClose(handle);
      // Whoever keeps the body hears of it.
      synced.catch(() => undefined);
      return { kind: 'received', incoming: { ...received, synced } };
    },
    async keep({ file, sha256, synced }) {
      await shelve(sha256);
      await synced;
      // On the spot, as the sync of the name that follows.
      renameSync(file, fileOf(sha256));
      kept.add(file);
      syncFolder(join(folder, shelfOf(sha256)));
    },
    async discard({ file, synced }) {
      if (kept.delete(file)) return;
      await synced.catch(() => undefined);
      await rm(file, { force: true });
    },
    read: (sha256) => createReadStream(fileOf(sha256)),
    async openWhole(sha256) {
      const file = fileOf(sha256);
      const size = await stat(file).then(
        (found) => found.size,
        () => null,
      );
      return size === null ? null : { bytes: size, pieces: piecesOf(file, size) };
    },
  };
};
