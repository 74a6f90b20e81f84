import { execFileSync } from 'node:child_process';
import { createReadStream } from 'node:fs';
import { join } from 'node:path';
import { constants, crc32, deflateRawSync, gzipSync } from 'node:zlib';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { usualLimits } from '../../../main/archive/findings.ts';
import { type ArchiveEntry, readArchive } from '../../../main/archive/list.ts';
import { packArchive } from '../../../main/archive/pack.ts';
import { filesIn, freshFolder, writeTree } from './folders.ts';
import { entryOf, tarGzOf, tarOf } from './tarballs.ts';

const inPieces = async function* (bytes: Uint8Array, size: number): AsyncGenerator<Uint8Array> {
  for (let at = 0; at < bytes.length; at += size) yield bytes.subarray(at, at + size);
};

const read = async (bytes: Uint8Array, pieces = 65_536, limits = usualLimits) => {
  const entries: ArchiveEntry[] = [];
  const contents: Record<string, string> = {};
  const reading = await readArchive(inPieces(bytes, pieces), {
    limits,
    onEntry: (entry) => {
      entries.push(entry);
      const parts: Buffer[] = [];
      return {
        write: (piece) => void parts.push(Buffer.from(piece)),
        end: () => {
          contents[entry.path] = Buffer.concat(parts).toString();
        },
      };
    },
  });
  return { reading, entries, contents, kinds: reading.findings.map(({ kind }) => kind) };
};

const noting =
  (found: ArchiveEntry[]) =>
  (entry: ArchiveEntry): null => {
    found.push(entry);
    return null;
  };

const plain = [
  { path: 'elba.toml', content: '[package]\n' },
  { path: 'src', type: 'Directory' as const },
  { path: 'src/Main.idr', content: 'module Main\n'.repeat(200) },
  { path: 'empty', content: '' },
];

describe('a well-made archive', () => {
  it.each([1, 7, 512, 513, 65_536])('is read whole in pieces of %i bytes', async (pieces) => {
    const { reading, entries, contents } = await read(tarGzOf(plain), pieces);
    expect(reading).toMatchObject({ whole: true, entries: 4, findings: [], moreFindings: 0 });
    expect(entries.map(({ path, kind }) => `${kind} ${path}`)).toEqual([
      'file elba.toml',
      'folder src',
      'file src/Main.idr',
      'file empty',
    ]);
    expect(contents['src/Main.idr']).toBe('module Main\n'.repeat(200));
    expect(contents.empty).toBe('');
  });

  it('made by this program is read back, long and non-ASCII names included', async () => {
    const folder = freshFolder();
    const tree = { 'elba.toml': 'a', [`${'deep/'.repeat(60)}end.idr`]: 'b', 'Überblick/λ.md': 'c', 'x.sh*': 'd' };
    writeTree(folder, tree);
    const files = filesIn(folder);
    const outFile = join(freshFolder(), 'a.tar.gz');
    const packed = await packArchive({ folder, files, outFile });
    const found: ArchiveEntry[] = [];
    const reading = await readArchive(createReadStream(outFile), { onEntry: noting(found) });
    expect(reading).toMatchObject({ whole: true, findings: [], readBytes: packed.bytes });
    expect(found.map(({ path, bytes, executable }) => ({ path, bytes, executable })).sort(byPath)).toEqual(
      files.sort(byPath),
    );
  });

  it('made by GNU tar with long names in its own form is read back', async () => {
    const folder = freshFolder();
    const name = `${'long-folder-name/'.repeat(20)}file.idr`;
    writeTree(folder, { [name]: 'x' });
    const outFile = join(freshFolder(), 'gnu.tar.gz');
    execFileSync('tar', ['czf', outFile, '--format=gnu', '-C', folder, name]);
    const found: ArchiveEntry[] = [];
    const reading = await readArchive(createReadStream(outFile), { onEntry: noting(found) });
    expect(reading).toMatchObject({ whole: true, findings: [] });
    expect(found.map(({ path }) => path)).toEqual([name]);
  });

  it('with a header of file name, comment, extra field and checksum is read', async () => {
    const tar = tarOf(plain);
    const head = Buffer.from([0x1f, 0x8b, 8, 4 + 8 + 16 + 2, 0, 0, 0, 0, 0, 3, 3, 0, 1, 2, 3]);
    const tail = Buffer.alloc(8);
    tail.writeUInt32LE(crc32(tar), 0);
    tail.writeUInt32LE(tar.length, 4);
    const bytes = Buffer.concat([head, Buffer.from('x.tar\0a comment\0..'), deflateRawSync(tar), tail]);
    expect((await read(bytes, 3)).reading).toMatchObject({ whole: true, entries: 4, findings: [] });
  });
});

const byPath = (a: { path: string }, b: { path: string }): number => (a.path < b.path ? -1 : 1);

const withByte = (bytes: Buffer, at: number, value: number): Buffer => {
  const copy = Buffer.from(bytes);
  copy.writeUInt8(value, at < 0 ? copy.length + at : at);
  return copy;
};

const good = tarGzOf(plain);

const brokenArchives: Record<string, [Buffer, string]> = {
  'nothing at all': [Buffer.alloc(0), 'not_gzip'],
  'a plain tar': [tarOf(plain), 'not_gzip'],
  text: [Buffer.from('hello, this is no archive'), 'not_gzip'],
  'an unknown compression method': [withByte(good, 2, 7), 'not_gzip'],
  'gzip around text': [gzipSync(Buffer.from('not a tar at all'.repeat(100))), 'not_tar'],
  'gzip around a little text': [gzipSync(Buffer.from('short')), 'not_tar'],
  'gzip around nothing': [gzipSync(Buffer.alloc(0)), 'not_tar'],
  'cut off in the gzip header': [good.subarray(0, 5), 'cut_off'],
  'cut off in the data': [good.subarray(0, good.length - 40), 'cut_off'],
  'cut off in the trailer': [good.subarray(0, good.length - 3), 'cut_off'],
  'without a trailer': [good.subarray(0, good.length - 8), 'cut_off'],
  'a wrong checksum': [withByte(good, -8, (good.at(-8) ?? 0) ^ 1), 'bad_checksum'],
  'a wrong length': [withByte(good, -1, 9), 'bad_checksum'],
  'damaged data': [withByte(good, 12, 0xff), 'damaged'],
  'a second member': [Buffer.concat([good, gzipSync(Buffer.from('more'))]), 'second_member'],
  'zeros behind': [Buffer.concat([good, Buffer.alloc(20)]), 'trailing_bytes'],
  'garbage behind': [Buffer.concat([good, Buffer.from('garbage')]), 'trailing_bytes'],
  'one byte behind': [Buffer.concat([good, Buffer.from('x')]), 'trailing_bytes'],
  'a tar that ends within a file': [gzipSync(tarOf(plain).subarray(0, 1800)), 'cut_off'],
  'a tar without its end': [gzipSync(Buffer.concat(plain.map(entryOf))), 'no_end'],
  'entries after the end': [gzipSync(Buffer.concat([tarOf(plain), tarOf(plain)])), 'data_after_end'],
  'a broken header in the middle': [
    gzipSync(Buffer.concat([entryOf({ path: 'a', content: 'x' }), Buffer.alloc(512, 'nonsense')])),
    'bad_header',
  ],
  'a folder that claims a size': [
    gzipSync(Buffer.concat([entryOf({ path: 'dir', type: 'Directory', size: 512 }), tarOf(plain)])),
    'bad_header',
  ],
  'a link that claims a size': [
    gzipSync(Buffer.concat([entryOf({ path: 'l', type: 'SymbolicLink', linkpath: 'x', size: 512 }), tarOf(plain)])),
    'bad_header',
  ],
  'a file that claims to be huge': [gzipSync(Buffer.concat([entryOf({ path: 'f', size: 2 ** 40 })])), 'cut_off'],
};

describe('a broken archive', () => {
  for (const [name, [bytes, kind]] of Object.entries(brokenArchives)) {
    it.each([1, 100_000])(`is found out: ${name} (pieces of %i)`, async (pieces) => {
      const { kinds } = await read(bytes, pieces);
      expect(kinds).toEqual([kind]);
    });
  }

  it('does not pass as whole when it was cut off or damaged', async () => {
    for (const bytes of [good.subarray(0, 60), withByte(good, 12, 0xff), withByte(good, -1, 9)]) {
      expect((await read(bytes)).reading.whole).toBe(false);
    }
  });

  it('ends in findings for any bytes, and never throws', async () => {
    const mutated = fc
      .tuple(fc.nat(good.length - 1), fc.integer({ min: 1, max: 255 }), fc.integer({ min: 1, max: 700 }))
      .map(([at, change, pieces]) => ({ bytes: withByte(good, at, (good.at(at) ?? 0) ^ change), pieces }));
    await fc.assert(
      fc.asyncProperty(mutated, async ({ bytes, pieces }) => {
        const { reading, entries } = await read(bytes, pieces);
        // The bytes of the gzip header that say when, where and how well it was made may be anything.
        if (reading.findings.length === 0) expect(entries).toHaveLength(4);
      }),
    );
  });
});

describe('hostile names', () => {
  it.each([
    ['../evil', 'parent'],
    ['a/../../evil', 'parent'],
    ['a\\..\\evil', 'parent'],
    ['/etc/passwd', 'absolute'],
    ['C:/Windows/x', 'absolute'],
    ['C:x', 'absolute'],
    ['\\\\server\\share', 'absolute'],
    ['./other.toml', 'dot_prefix'],
    ['a\nb', 'odd_name'],
    ['a\u0007b', 'odd_name'],
    ['a\\b', 'odd_name'],
  ])('%j is found as %s', async (path, kind) => {
    const { kinds, reading } = await read(tarGzOf([...plain, { path, content: 'x' }]));
    expect(kinds).toEqual([kind]);
    expect(reading).toMatchObject({ whole: true, entries: 5 });
    expect(reading.findings[0]?.text).not.toMatch(/\p{Cc}/u);
  });

  it('that are not UTF-8 are found', async () => {
    const entry = entryOf({ path: 'aXb', content: '' });
    entry[1] = 0xff;
    const bytes = Buffer.from(entry);
    const sum = bytes.subarray(0, 512).reduce((all, byte, at) => all + (at >= 148 && at < 156 ? 32 : byte), 0);
    bytes.write(`${sum.toString(8).padStart(6, '0')}\0 `, 148, 'latin1');
    expect((await read(gzipSync(Buffer.concat([bytes, Buffer.alloc(1024)])))).kinds).toEqual(['odd_name']);
  });

  it('that occur twice are found, also with ./ before them; a folder may come twice', async () => {
    const twice = await read(tarGzOf([...plain, { path: 'elba.toml', content: 'other' }]));
    expect(twice.kinds).toEqual(['duplicate']);
    const prefixed = await read(tarGzOf([...plain, { path: './elba.toml', content: 'other' }]));
    expect(prefixed.kinds).toEqual(['dot_prefix', 'duplicate']);
    const folder = await read(tarGzOf([...plain, { path: 'src/', type: 'Directory' }]));
    expect(folder.kinds).toEqual([]);
    const replaced = await read(tarGzOf([...plain, { path: 'src', content: 'now a file' }]));
    expect(replaced.kinds).toEqual(['duplicate']);
  });

  it('are counted, not listed without end', async () => {
    const many = Array.from({ length: 500 }, (_, n) => ({ path: `../${n}`, content: '' }));
    const { reading } = await read(tarGzOf(many));
    expect(reading.findings).toHaveLength(100);
    expect(reading.moreFindings).toBe(400);
  });
});

describe('what is neither file nor folder', () => {
  it('is found: links with where they point, pipes, devices', async () => {
    const { kinds, entries } = await read(
      tarGzOf([
        ...plain,
        { path: 'out', type: 'SymbolicLink', linkpath: '/etc/passwd' },
        { path: 'hard', type: 'Link', linkpath: 'elba.toml' },
        { path: 'pipe', type: 'FIFO' },
        { path: 'tty', type: 'CharacterDevice' },
      ]),
    );
    expect(kinds).toEqual(['link', 'link', 'special', 'special']);
    expect(entries.filter(({ kind }) => kind === 'link').map(({ target }) => target)).toEqual([
      '/etc/passwd',
      'elba.toml',
    ]);
  });
});

describe('limits', () => {
  it('stop a bomb early, without unpacking it', async () => {
    const megabyte = Buffer.alloc(1024 * 1024);
    const options = { finishFlush: constants.Z_FULL_FLUSH };
    const one = deflateRawSync(megabyte, options);
    let fed = 0;
    const bomb = async function* (): AsyncGenerator<Uint8Array> {
      yield Buffer.from([0x1f, 0x8b, 8, 0, 0, 0, 0, 0, 0, 3]);
      yield deflateRawSync(entryOf({ path: 'bomb', size: 8 ** 11 - 1 }), options);
      for (; fed < 100_000; fed++) yield one;
    };
    const before = process.memoryUsage().rss;
    const reading = await readArchive(bomb());
    expect(reading.findings.map(({ kind }) => kind)).toEqual(['suspicious_ratio']);
    expect(reading.whole).toBe(false);
    expect(fed).toBeLessThan(100);
    expect(process.memoryUsage().rss - before).toBeLessThan(100 * 1024 * 1024);
    const wide = { ...usualLimits, ratio: 2000, unpackedBytes: 50 * 1024 * 1024 };
    fed = 0;
    expect((await readArchive(bomb(), { limits: wide })).findings.map(({ kind }) => kind)).toEqual(['too_large']);
    expect(fed).toBeLessThan(100);
  });

  it('hold for the number of entries and the length of names', async () => {
    const many = Array.from({ length: 20 }, (_, n) => ({ path: `f${n}`, content: '' }));
    expect((await read(tarGzOf(many), 65_536, { ...usualLimits, entries: 10 })).kinds).toEqual(['too_many_entries']);
    const long = [{ path: 'n'.repeat(5000), content: '' }];
    expect((await read(tarGzOf(long))).kinds).toEqual(['name_too_long']);
  });
});

describe('an aborted reading', () => {
  it('throws the reason of the signal', async () => {
    const controller = new AbortController();
    const endless = async function* (): AsyncGenerator<Uint8Array> {
      for (const chunk of [good.subarray(0, 20), good.subarray(20, 40), good.subarray(40)]) {
        yield chunk;
        controller.abort(new Error('enough'));
      }
    };
    await expect(readArchive(endless(), { signal: controller.signal })).rejects.toThrow('enough');
  });
});
