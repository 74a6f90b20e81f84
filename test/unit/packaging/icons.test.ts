import { readdir, readFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { describe, expect, it } from 'vitest';

const folder = resolve(import.meta.dirname, '../../../build');

/** The sides that a PNG says of itself. */
function sides(png: Buffer): [number, number] {
  expect(png.subarray(1, 4).toString('latin1')).toBe('PNG');
  return [png.readUInt32BE(16), png.readUInt32BE(20)];
}

describe('the icons that the packages carry', () => {
  it('are there for Linux in the size that their names say', async () => {
    const names = await readdir(join(folder, 'icons'));
    expect(names).toEqual(expect.arrayContaining(['16x16.png', '48x48.png', '256x256.png', '512x512.png']));
    for (const name of names) {
      const size = Number.parseInt(name, 10);
      expect(sides(await readFile(join(folder, 'icons', name)))).toEqual([size, size]);
    }
  });

  it('are read from the file for Windows at the sizes of its list', async () => {
    const file = await readFile(join(folder, 'icon.ico'));
    expect([file.readUInt16LE(0), file.readUInt16LE(2)]).toEqual([0, 1]);
    const found = Array.from({ length: file.readUInt16LE(4) }, (_, index) => {
      const at = 6 + 16 * index;
      const side = file.readUInt8(at) || 256;
      const start = file.readUInt32LE(at + 12);
      expect(sides(file.subarray(start, start + file.readUInt32LE(at + 8)))).toEqual([side, side]);
      return side;
    });
    expect(found).toEqual(expect.arrayContaining([16, 32, 48, 256]));
  });

  it('are read from the file for macOS, one after another to its end', async () => {
    const file = await readFile(join(folder, 'icon.icns'));
    expect(file.subarray(0, 4).toString('latin1')).toBe('icns');
    expect(file.readUInt32BE(4)).toBe(file.length);
    const found: number[] = [];
    for (let at = 8; at < file.length; at += file.readUInt32BE(at + 4)) {
      const [width, height] = sides(file.subarray(at + 8, at + file.readUInt32BE(at + 4)));
      expect(width).toBe(height);
      found.push(width);
    }
    expect(found).toEqual(expect.arrayContaining([16, 32, 128, 256, 512, 1024]));
  });
});
