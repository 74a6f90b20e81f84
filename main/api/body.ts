import { createHash } from 'node:crypto';
import { type FileHandle, open } from 'node:fs/promises';
import type { ClientRequest } from 'node:http';
import { currentSeal, type Seal, sealOf } from '../archive/seal.ts';
import { createFileBlock, fastBlockBytes } from '../fileBlock.ts';
import { written } from '../written.ts';

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
  /** Whether there is a connection: comes once there is one, or once it is sure that there will be none. */
  readonly connected: Promise<boolean>;
  /** Nothing more is to go out: an answer has come, or it is over. */
  stop(): boolean;
  /** So many bytes may have left. */
  attempted(bytes: number): void;
  /** So many bytes were handed to the system's network. */
  flushed(bytes: number): void;
}

/** A block is as large as goes out in a moment: large ones fill a fast wire, small ones tell how far a slow one is. */
const SMALLEST_BLOCK = 64 * 1024;
const FAST_MS = 20;
const SLOW_MS = 200;

function nextSize(size: number, tookMs: number): number {
  if (tookMs < FAST_MS) return Math.min(size * 2, fastBlockBytes);
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

/** The file block by block, each in the memory of the one before: that has gone out by then. */
function createBlocks(file: FileHandle, bytes: number) {
  const read = createFileBlock(file, Math.min(fastBlockBytes, bytes));
  let size = SMALLEST_BLOCK;
  return {
    /** Throws `ArchiveChanged` where the file gives nothing. */
    async next(at: number): Promise<Buffer> {
      const block = await read({ at, bytes: Math.min(size, bytes - at) }).catch(() => null);
      if (block === null || block.length === 0) throw new ArchiveChanged();
      return block;
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

async function openSealed(body: ArchiveBody, file: FileHandle): Promise<Proof> {
  const now = await file.stat({ bigint: true });
  if (now.size !== BigInt(body.bytes)) throw new ArchiveChanged();
  return body.seal === sealOf(now) ? proofBySeal(file, body.seal) : proofByHash(body.sha256);
}

async function pumpBlocks(body: ArchiveBody, file: FileHandle, wire: ClientRequest, watch: Watch): Promise<void> {
  const proof = await openSealed(body, file);
  const blocks = createBlocks(file, body.bytes);
  let block = await blocks.next(0);
  if (!(await watch.connected)) return;
  for (let at = block.length; ; at += block.length) {
    const isLast = at === body.bytes;
    if (isLast) proof.see(block);
    if (isLast && !(await proof.holds())) throw new ArchiveChanged();
    if (watch.stop()) return;
    watch.attempted(at);
    const handed = performance.now();
    const sent = written(wire, block);
    // While the system takes the block.
    if (!isLast) proof.see(block);
    await sent;
    blocks.took(performance.now() - handed);
    watch.flushed(at);
    if (isLast) break;
    block = await blocks.next(at);
  }
  wire.end();
}

/**
 * Writes the body and ends the request. The file is opened while the connection is made. The last block is held back until it is sure
 * that all of them are what was reviewed: by the seal that the file had when it was hashed and still has after everything was read,
 * else by the hash of the bytes on their way out. An archive that was changed since its review never arrives whole, so it cannot be
 * stored. Throws `ArchiveChanged` for that, and what the socket throws.
 */
export async function pumpBody(body: ArchiveBody, wire: ClientRequest, watch: Watch): Promise<void> {
  const file = await openArchive(body.file);
  try {
    await pumpBlocks(body, file, wire, watch);
  } finally {
    await file.close();
  }
}
