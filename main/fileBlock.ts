import { readSync } from 'node:fs';
import type { FileHandle } from 'node:fs/promises';
import { createPromptly } from './promptly.ts';

/**
 * So much still fits into a processor's own cache, where the system finds it when it copies it to the network. Larger blocks, and more
 * than one, are slower.
 */
export const fastBlockBytes = 384 * 1024;

interface Piece {
  readonly at: number;
  readonly bytes: number;
}

/**
 * Reads an open file through one block of memory of at most so many bytes: what is read is good until the next reading. It reads on the
 * spot where the disk answers at once, because handing a read to another thread costs more than the read does. The piece is short where
 * the file gave less, and empty at its end. Throws what reading throws.
 */
export const createFileBlock = (file: FileHandle, blockBytes: number): ((piece: Piece) => Promise<Buffer>) => {
  const memory = Buffer.allocUnsafeSlow(blockBytes);
  const disk = createPromptly<Piece, number>(
    ({ at, bytes }) => readSync(file.fd, memory, 0, bytes, at),
    async ({ at, bytes }) => (await file.read(memory, 0, bytes, at)).bytesRead,
  );
  return async ({ at, bytes }) => {
    // Where the network takes all that it is given, no write waits for anything, and nothing else would get a turn.
    await disk.breathe();
    return memory.subarray(0, await disk.ask({ at, bytes: Math.min(bytes, blockBytes) }));
  };
};
