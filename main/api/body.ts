import { createHash } from 'node:crypto';
import { type FileHandle, open } from 'node:fs/promises';
import type { ClientRequest } from 'node:http';
import { currentSeal, type Seal } from '../archive/seal.ts';

/**
 * The archive that is sent: its file, its exact length in bytes and the sha256 that was reviewed. With the seal that the file had when it
 * was hashed it need not be hashed once more.
 */
export interface ArchiveBody {
  readonly file: string;
  readonly bytes: number;
  readonly sha256: string;
  readonly seal?: Seal;
}

interface Watch {
  /** Nothing more is to go out: an answer has come, or it is over. */
  stop(): boolean;
  /** So many bytes may have left. */
  attempted(bytes: number): void;
  /** So many bytes were handed to the system's network. */
  flushed(bytes: number): void;
}

/** So many blocks are in memory, whatever the size of the archive: one goes out, one waits behind it, the next is read. */
const BLOCKS = 3;

/** A block is as large as goes out in a moment: large ones fill a fast wire, small ones tell how far a slow one is. */
const SMALLEST_BLOCK = 64 * 1024;
const LARGEST_BLOCK = 512 * 1024;
const FAST_MS = 20;
const SLOW_MS = 200;

function nextSize(size: number, tookMs: number): number {
  if (tookMs < FAST_MS) return Math.min(size * 2, LARGEST_BLOCK);
  return tookMs > SLOW_MS ? Math.max(size / 2, SMALLEST_BLOCK) : size;
}

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

/** Reads the file in blocks, ahead of their use. A block's memory is that of the third one before it. */
function createBlocks(file: FileHandle, bytes: number) {
  const memory = Array.from({ length: BLOCKS }, () => Buffer.allocUnsafe(Math.min(LARGEST_BLOCK, bytes)));
  let size = SMALLEST_BLOCK;
  const readAt = async (at: number): Promise<Buffer> => {
    // The oldest comes back to the end of the row.
    const buffer = memory.shift() ?? Buffer.allocUnsafe(size);
    memory.push(buffer);
    const wanted = Math.min(size, bytes - at);
    let got = 0;
    while (got < wanted) {
      const { bytesRead } = await file.read(buffer, got, wanted - got, at + got);
      if (bytesRead === 0) throw new ArchiveChanged();
      got += bytesRead;
    }
    return buffer.subarray(0, wanted);
  };
  return {
    ahead(at: number): Promise<Buffer> {
      const reading = readAt(at);
      // It is looked at when its turn comes, which it may not.
      reading.catch(() => undefined);
      return reading;
    },
    took(milliseconds: number): void {
      size = nextSize(size, milliseconds);
    },
  };
}

/** Says at the last block whether everything up to it is what was reviewed. */
interface Proof {
  /** Looks at a block that is on its way, or about to be. */
  see(block: Buffer): void;
  holds(): Promise<boolean>;
}

function proofBySeal(file: FileHandle, seal: Seal): Proof {
  return { see: () => undefined, holds: async () => (await currentSeal(file)) === seal };
}

function proofByHash(sha256: string): Proof {
  const hash = createHash('sha256');
  return { see: (block) => void hash.update(block), holds: async () => hash.digest('hex') === sha256 };
}

async function proofFor({ seal, sha256 }: ArchiveBody, file: FileHandle): Promise<Proof> {
  const isSealed = seal !== undefined && (await currentSeal(file)) === seal;
  return isSealed ? proofBySeal(file, seal) : proofByHash(sha256);
}

async function pumpBlocks(body: ArchiveBody, file: FileHandle, wire: ClientRequest, watch: Watch): Promise<void> {
  const proof = await proofFor(body, file);
  const blocks = createBlocks(file, body.bytes);
  let coming = blocks.ahead(0);
  let before: Promise<void> = Promise.resolve();
  for (let at = 0; at < body.bytes; ) {
    const block = await coming;
    at += block.length;
    const upTo = at;
    const isLast = at === body.bytes;
    if (isLast) proof.see(block);
    if (isLast && !(await proof.holds())) throw new ArchiveChanged();
    if (watch.stop()) return;
    watch.attempted(at);
    const handed = performance.now();
    const sent = written(wire, block).then(() => {
      blocks.took(performance.now() - handed);
      watch.flushed(upTo);
    });
    // It is waited for one block later, so that the system always has one to send.
    sent.catch(() => undefined);
    await before;
    before = sent;
    if (isLast) continue;
    coming = blocks.ahead(at);
    // While the system takes the block.
    proof.see(block);
  }
  await before;
  wire.end();
}

/**
 * Writes the body and ends the request. The last block is held back until it is sure that all of them are what was reviewed: by the seal
 * that the file had when it was hashed and still has after everything was read, else by the hash of the bytes on their way out. An
 * archive that was changed since its review never arrives whole, so it cannot be stored. Throws `ArchiveChanged` for that, and
 * what the socket throws.
 */
export async function pumpBody(body: ArchiveBody, wire: ClientRequest, watch: Watch): Promise<void> {
  const file = await openArchive(body.file);
  try {
    if ((await file.stat()).size !== body.bytes) throw new ArchiveChanged();
    await pumpBlocks(body, file, wire, watch);
  } finally {
    await file.close();
  }
}
