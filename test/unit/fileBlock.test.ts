import { randomBytes } from 'node:crypto';
import { mkdtemp, open, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createFileBlock } from '../../main/fileBlock.ts';

describe('reading a file through one block of memory', () => {
  const content = randomBytes(10_000);
  let folder: string;
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'file-block-'));
    await writeFile(join(folder, 'file'), content);
  });
  afterAll(() => rm(folder, { recursive: true }));

  it('gives the bytes in their order, never more than the block holds, short at the end and then nothing', async () => {
    await using file = await open(join(folder, 'file'));
    const read = createFileBlock(file, 4096);
    const got: Buffer[] = [];
    for (let at = 0; ; ) {
      const piece = await read({ at, bytes: 8192 });
      if (piece.length === 0) break;
      at += piece.length;
      got.push(Buffer.from(piece));
    }
    expect(got.map((piece) => piece.length)).toEqual([4096, 4096, 1808]);
    expect(Buffer.concat(got).equals(content)).toBe(true);
  });

  it('throws what reading throws', async () => {
    const file = await open(join(folder, 'file'));
    const read = createFileBlock(file, 4096);
    await file.close();
    await expect(read({ at: 0, bytes: 1 })).rejects.toThrow();
  });

  it('leaves other tasks a turn, even where nobody waits between two readings', async () => {
    await using file = await open(join(folder, 'file'));
    const read = createFileBlock(file, 4096);
    let hadTurn = false;
    setImmediate(() => {
      hadTurn = true;
    });
    const giveUp = performance.now() + 2000;
    while (!hadTurn && performance.now() < giveUp) await read({ at: 0, bytes: 4096 });
    expect(hadTurn).toBe(true);
  });
});
