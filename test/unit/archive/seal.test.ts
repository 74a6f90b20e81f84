import { renameSync, rmSync, utimesSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it, vi } from 'vitest';
import { sealArchive } from '../../../main/archive/seal.ts';
import { sha256Of } from '../../support/hash.ts';
import { freshFolder } from './folders.ts';

const bytes = Buffer.from('the bytes that were reviewed');
const others = Buffer.from('other bytes, as many of them');

const fileOf = (content: Buffer): string => {
  const file = join(freshFolder(), 'a.tar.gz');
  writeFileSync(file, content);
  return file;
};

/** Asks until the file has lain there long enough to be believed. */
const sealOnceOld = (file: string) =>
  vi.waitFor(async () => expect(await sealArchive(file, sha256Of(bytes))).not.toBeNull(), { timeout: 5000 });

describe('the seal of an archive', () => {
  it('is the same as long as nobody touches the file', async () => {
    const file = fileOf(bytes);
    await sealOnceOld(file);
    expect(await sealArchive(file, sha256Of(bytes))).toBe(await sealArchive(file, sha256Of(bytes)));
  });

  it('is not given to a file of the last moment, of which a further change might not show', async () => {
    expect(await sealArchive(fileOf(bytes), sha256Of(bytes))).toBeNull();
  });

  it('is not given to other bytes or to no file', async () => {
    const file = fileOf(others);
    await vi.waitFor(async () => expect(await sealArchive(file, sha256Of(others))).not.toBeNull(), { timeout: 5000 });
    expect(await sealArchive(file, sha256Of(bytes))).toBeNull();
    rmSync(file);
    expect(await sealArchive(file, sha256Of(bytes))).toBeNull();
  });

  it('is another one after the file was written, its time set back, or replaced', async () => {
    const file = fileOf(bytes);
    await sealOnceOld(file);
    const seals = [await sealArchive(file, sha256Of(bytes))];
    const again = async (): Promise<void> => {
      await sealOnceOld(file);
      seals.push(await sealArchive(file, sha256Of(bytes)));
    };
    writeFileSync(file, others);
    writeFileSync(file, bytes);
    await again();
    utimesSync(file, 1, 1);
    await again();
    renameSync(fileOf(bytes), file);
    await again();
    expect(new Set(seals).size).toBe(4);
  });
});
