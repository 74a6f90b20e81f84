import { createHash } from 'node:crypto';
import { type FileHandle, open } from 'node:fs/promises';
import type { ClientRequest } from 'node:http';

/** The archive that is sent: its file, its exact length in bytes and the sha256 that was reviewed. */
export interface ArchiveBody {
  readonly file: string;
  readonly bytes: number;
  readonly sha256: string;
}

interface Watch {
  /** Nothing more is to go out: an answer has come, or it is over. */
  stop(): boolean;
  /** So many bytes may have left. */
  attempted(bytes: number): void;
  /** So many bytes were handed to the system's network. */
  flushed(bytes: number): void;
}

const CHUNK = 64 * 1024;

/** The file is gone, or is not the one that was reviewed. */
export class ArchiveChanged extends Error {
  constructor() {
    super('The archive is not the one that was reviewed.');
    this.name = 'ArchiveChanged';
  }
}

async function openArchive(file: string): Promise<FileHandle> {
  try {
    return await open(file, 'r');
  } catch {
    throw new ArchiveChanged();
  }
}

const written = (wire: ClientRequest, chunk: Uint8Array): Promise<void> =>
  new Promise((resolve, reject) => {
    wire.write(chunk, (error) => (error ? reject(error) : resolve()));
  });

/**
 * Writes the body and ends the request. The bytes are hashed on their way out and the last block is held back until the hash of
 * all of them is right: an archive that was changed since its review never arrives whole, so it cannot be stored. Throws
 * `ArchiveChanged` for that, and what the socket throws.
 */
export async function pumpBody(body: ArchiveBody, wire: ClientRequest, watch: Watch): Promise<void> {
  const file = await openArchive(body.file);
  try {
    if ((await file.stat()).size !== body.bytes) throw new ArchiveChanged();
    const hash = createHash('sha256');
    const buffer = Buffer.allocUnsafe(CHUNK);
    for (let at = 0; at < body.bytes; ) {
      const { bytesRead } = await file.read(buffer, 0, Math.min(CHUNK, body.bytes - at), at);
      const chunk = buffer.subarray(0, bytesRead);
      hash.update(chunk);
      at += bytesRead;
      if (bytesRead === 0 || (at === body.bytes && hash.digest('hex') !== body.sha256)) throw new ArchiveChanged();
      if (watch.stop()) return;
      watch.attempted(at);
      await written(wire, chunk);
      watch.flushed(at);
    }
    wire.end();
  } finally {
    await file.close();
  }
}
