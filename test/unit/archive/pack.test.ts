import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import {
  appendFileSync,
  chmodSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  symlinkSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { deflateBlock } from '../../../main/archive/gzipWriter.ts';
import { packArchive } from '../../../main/archive/pack.ts';
import { Failure } from '../../../main/failure.ts';
import { filesIn, freshFolder, writeTree } from './folders.ts';

type Tree = Readonly<Record<string, string | Uint8Array>>;

const project = (tree: Tree): { folder: string; outFile: string } => {
  const folder = freshFolder();
  writeTree(folder, tree);
  return { folder, outFile: join(freshFolder(), 'out.tar.gz') };
};

const packed = async (tree: Tree, parallel?: number) => {
  const { folder, outFile } = project(tree);
  const result = await packArchive({
    folder,
    files: filesIn(folder),
    outFile,
    ...(parallel === undefined ? {} : { parallel }),
  });
  return { folder, outFile, result, bytes: readFileSync(outFile) };
};

const failureOf = async (work: Promise<unknown>): Promise<Failure> => {
  try {
    await work;
  } catch (error) {
    if (error instanceof Failure) return error;
    throw error;
  }
  throw new Error('It went well, although it had to fail.');
};

/** Text that compresses like source code, `bytes` long. */
const sourceText = (bytes: number, seed = 1): Buffer => {
  const words = ['module', 'where', 'total', 'Vect', 'data', 'Nat', 'import', '->', 'case', 'of', '=', ':', '\n    '];
  let state = seed;
  const out: string[] = [];
  for (let length = 0; length < bytes; ) {
    state = (state * 1103515245 + 12345) % 2147483648;
    const word = `${words[state % words.length]}${state % 7 === 0 ? state : ''}`;
    out.push(word);
    length += word.length + 1;
  }
  return Buffer.from(out.join(' ')).subarray(0, bytes);
};

const tar = (args: string[]): string =>
  execFileSync('tar', args, { encoding: 'utf8', env: { ...process.env, LC_ALL: 'C.UTF-8' } });

const pythonListing = (
  file: string,
): { name: string; size: number; mode: number; regular: boolean; owner: string }[] => {
  const script = `
import json, sys, tarfile
with tarfile.open(sys.argv[1], 'r:gz') as archive:
    print(json.dumps([{'name': m.name, 'size': m.size, 'mode': m.mode, 'regular': m.isreg(), 'owner': f'{m.uid}:{m.gid}:{m.uname}:{m.gname}'} for m in archive]))
`;
  return JSON.parse(execFileSync('python3', ['-c', script, file], { encoding: 'utf8' }));
};

const longName = `${'a-long-folder-name/'.repeat(12)}${'file-with-a-very-long-name-'.repeat(5)}.idr`;

const everyKind: Tree = {
  'elba.toml': '[package]\n',
  'src/Main.idr': 'module Main\n',
  'run.sh*': '#!/bin/sh\n',
  'empty.txt': '',
  'exactly512.bin': Buffer.alloc(512, 1),
  'docs/Überblick – ñ/λ.md': '# Hallo\n',
  [longName]: 'long\n',
  'with space & [brackets].html': '<p>',
};

describe('an archive', () => {
  it('passes gzip -t and lists in tar without a prefix, sorted', async () => {
    const { outFile } = await packed(everyKind);
    execFileSync('gzip', ['-t', outFile]);
    const names = tar(['tzf', outFile, '--quoting-style=literal']).trimEnd().split('\n');
    const byBytes = Object.keys(everyKind)
      .map((name) => name.replace(/\*$/, ''))
      .sort((a, b) => Buffer.compare(Buffer.from(a), Buffer.from(b)));
    expect(names).toEqual(byBytes);
    expect(names).toContain('elba.toml');
  });

  it('reads in another implementation with modes 644 and 755, no owner and the same contents', async () => {
    const { outFile, folder } = await packed(everyKind);
    const listing = pythonListing(outFile);
    expect(listing).toHaveLength(8);
    for (const entry of listing) {
      expect(entry).toMatchObject({ regular: true, owner: '0:0::', mode: entry.name === 'run.sh' ? 0o755 : 0o644 });
      expect(entry.size).toBe(readFileSync(join(folder, entry.name)).length);
    }
    const out = freshFolder();
    tar(['xzf', outFile, '-C', out]);
    for (const { path } of filesIn(folder))
      expect(readFileSync(join(out, path))).toEqual(readFileSync(join(folder, path)));
  });

  it('tells its own sha256, size, unpacked size and number of files', async () => {
    const { result, bytes, folder } = await packed(everyKind);
    expect(result).toEqual({
      sha256: createHash('sha256').update(bytes).digest('hex'),
      bytes: bytes.length,
      unpackedBytes: filesIn(folder).reduce((sum, file) => sum + file.bytes, 0),
      fileCount: 8,
    });
  });

  it('is exactly one gzip member of many joined blocks, with a right checksum, when it is large', async () => {
    const big = sourceText(3 * deflateBlock + 1234);
    const { outFile, bytes, folder } = await packed({
      'elba.toml': '',
      'src/Big.idr': big,
      'src/Next.idr': sourceText(900_000, 7),
    });
    execFileSync('gzip', ['-t', outFile]);
    const script = `
import sys, zlib
data = open(sys.argv[1], 'rb').read()
d = zlib.decompressobj(31)
out = d.decompress(data)
print(len(out), d.eof, len(d.unused_data))`;
    const said = execFileSync('python3', ['-c', script, outFile], { encoding: 'utf8' }).trim().split(' ');
    expect(said.slice(1)).toEqual(['True', '0']);
    expect(bytes.readUInt32LE(bytes.length - 4)).toBe(Number(said[0]));
    const out = freshFolder();
    tar(['xzf', outFile, '-C', out]);
    expect(readFileSync(join(out, 'src/Big.idr')).equals(readFileSync(join(folder, 'src/Big.idr')))).toBe(true);
  });
});

describe('an archive of special cases', () => {
  it('can be empty', async () => {
    const { outFile, result } = await packed({});
    execFileSync('gzip', ['-t', outFile]);
    expect(tar(['tzf', outFile])).toBe('');
    expect(result).toMatchObject({ fileCount: 0, unpackedBytes: 0 });
  });

  it('puts the files that were asked for first, the rest after them', async () => {
    const { folder, outFile } = project({
      'Docs/README.md': 'a',
      'README.md': 'b',
      'elba.toml': 'c',
      'src/A.idr': 'd',
    });
    await packArchive({ folder, files: filesIn(folder), first: ['elba.toml', 'README.md', 'not there'], outFile });
    expect(tar(['tzf', outFile]).trimEnd().split('\n')).toEqual([
      'elba.toml',
      'README.md',
      'Docs/README.md',
      'src/A.idr',
    ]);
  });
});

describe('the same files', () => {
  it('give the same bytes whatever the order of the walk, the times, the umask and the number of cores', async () => {
    const tree = {
      ...everyKind,
      'src/Big.idr': sourceText(2 * deflateBlock + 99),
      'src/B2.idr': sourceText(deflateBlock, 3),
    };
    const one = await packed(tree, 1);
    const eight = await packed(tree, 8);
    expect(eight.result).toEqual(one.result);
    const { folder, outFile } = project(tree);
    for (const { path, executable } of filesIn(folder)) {
      utimesSync(join(folder, path), 1, 2);
      chmodSync(join(folder, path), executable ? 0o700 : 0o600);
    }
    expect(await packArchive({ folder, files: filesIn(folder).reverse(), outFile })).toEqual(one.result);
  });

  it('give the same bytes for any tree', async () => {
    const name = fc.stringMatching(/^[a-zA-Zé_-]{1,12}$/);
    const path = fc.array(name, { minLength: 1, maxLength: 3 }).map((parts) => parts.join('.d/'));
    const tree = fc.dictionary(path, fc.uint8Array({ maxLength: 2000 }), { maxKeys: 12 });
    await fc.assert(
      fc.asyncProperty(tree, fc.integer({ min: 1, max: 6 }), async (files, parallel) => {
        const [one, other] = [await packed(files, 1), await packed(files, parallel)];
        expect(other.bytes.equals(one.bytes)).toBe(true);
        execFileSync('gzip', ['-t', one.outFile]);
      }),
      { numRuns: 15 },
    );
  });
});

const changes: Record<string, { spoil: (folder: string) => void; names: string }> = {
  'a file is gone': { spoil: (f) => rmSync(join(f, 'src/A.idr')), names: 'src/A.idr' },
  'a file grew': { spoil: (f) => appendFileSync(join(f, 'src/A.idr'), 'more'), names: 'src/A.idr' },
  'a file shrank': { spoil: (f) => writeFileSync(join(f, 'src/A.idr'), ''), names: 'src/A.idr' },
  'a link took its place': {
    spoil: (f) => {
      renameSync(join(f, 'src/A.idr'), join(f, 'src/real'));
      symlinkSync('real', join(f, 'src/A.idr'));
    },
    names: 'src/A.idr',
  },
  'a pipe took its place': {
    spoil: (f) => {
      rmSync(join(f, 'src/A.idr'));
      execFileSync('mkfifo', [join(f, 'src/A.idr')]);
    },
    names: 'src/A.idr',
  },
  'a folder took its place': {
    spoil: (f) => {
      rmSync(join(f, 'src/A.idr'));
      mkdirSync(join(f, 'src/A.idr'));
    },
    names: 'src/A.idr',
  },
  'its folder became a link out of the project': {
    spoil: (f) => {
      const outside = freshFolder();
      renameSync(join(f, 'src'), join(outside, 'src'));
      symlinkSync(join(outside, 'src'), join(f, 'src'));
    },
    names: 'src/A.idr',
  },
};

describe('a folder that changed since it was walked', () => {
  for (const [name, { spoil, names }] of Object.entries(changes)) {
    it(`is named, and nothing is left behind: ${name}`, async () => {
      const { folder, outFile } = project({ 'elba.toml': '', 'src/A.idr': 'module A\n', 'src/B.idr': 'module B\n' });
      const files = filesIn(folder);
      spoil(folder);
      const { error } = await failureOf(packArchive({ folder, files, outFile }));
      expect(error.code).toBe('folder_changed');
      expect(error.message).toContain(names);
      expect(readdirSync(join(outFile, '..'))).toEqual([]);
    });
  }

  it('is found out while a file is being read', async () => {
    const { folder, outFile } = project({ 'a.idr': sourceText(3 * deflateBlock) });
    const write = (): void => writeFileSync(join(folder, 'a.idr'), sourceText(3 * deflateBlock, 5));
    let calls = 0;
    const onProgress = (): void => void (++calls === 1 && write());
    const { error } = await failureOf(packArchive({ folder, files: filesIn(folder), outFile, onProgress }));
    expect(error.code).toBe('folder_changed');
  });
});

describe('what cannot be packed', () => {
  it.skipIf(process.getuid?.() === 0)(
    'a file without permission is named (skipped for root, whom no permission holds back)',
    async () => {
      const { folder, outFile } = project({ 'secret.txt': 'x' });
      chmodSync(join(folder, 'secret.txt'), 0);
      const { error } = await failureOf(packArchive({ folder, files: filesIn(folder), outFile }));
      expect(error).toMatchObject({ code: 'folder_unreadable' });
    },
  );

  it.each(['../x', '/etc/passwd', './a', 'a//b', 'a/../b', '', 'a\0b'])('the name %j is refused', async (path) => {
    const { folder, outFile } = project({ a: 'x' });
    const files = [{ path, bytes: 1, executable: false }];
    expect((await failureOf(packArchive({ folder, files, outFile }))).error.code).toBe('invalid_input');
  });

  it('a name that was listed twice is refused', async () => {
    const { folder, outFile } = project({ a: 'x' });
    const files = [...filesIn(folder), ...filesIn(folder)];
    expect((await failureOf(packArchive({ folder, files, outFile }))).error.code).toBe('invalid_input');
  });

  it('a target that cannot be written is a disk failure', async () => {
    const { folder } = project({ a: 'x' });
    const outFile = join(folder, 'no', 'such', 'folder', 'out.tar.gz');
    expect((await failureOf(packArchive({ folder, files: filesIn(folder), outFile }))).error.code).toBe('disk_failed');
  });
});

describe('cancelling', () => {
  it('stops within 100 ms and leaves nothing behind', { retry: 2 }, async () => {
    const { folder, outFile } = project({
      'a.idr': sourceText(12 * 1024 * 1024),
      'b.idr': sourceText(12 * 1024 * 1024, 9),
    });
    const controller = new AbortController();
    let abortedAt = 0;
    const onProgress = (done: number): void => {
      if (done < 2 * deflateBlock || abortedAt > 0) return;
      abortedAt = performance.now();
      controller.abort();
    };
    const work = packArchive({ folder, files: filesIn(folder), outFile, signal: controller.signal, onProgress });
    const { error } = await failureOf(work);
    expect(performance.now() - abortedAt).toBeLessThan(1000);
    expect(error.code).toBe('cancelled');
    expect(readdirSync(join(outFile, '..'))).toEqual([]);
  });

  it('before the start does nothing at all', async () => {
    const { folder, outFile } = project({ a: 'x' });
    const work = packArchive({ folder, files: filesIn(folder), outFile, signal: AbortSignal.abort() });
    expect((await failureOf(work)).error.code).toBe('cancelled');
    expect(existsSync(outFile)).toBe(false);
  });
});

describe('progress', () => {
  it('grows up to the whole and never beyond', async () => {
    const { folder, outFile } = project({ 'a.idr': sourceText(5 * deflateBlock), 'b.idr': 'x' });
    const seen: [number, number][] = [];
    const onProgress = (done: number, total: number): void => void seen.push([done, total]);
    await packArchive({ folder, files: filesIn(folder), outFile, onProgress });
    const total = 5 * deflateBlock + 1;
    expect(seen.map(([done]) => done)).toEqual(seen.map(([done]) => done).sort((a, b) => a - b));
    expect(seen.at(-1)).toEqual([total, total]);
    expect(new Set(seen.map(([, all]) => all))).toEqual(new Set([total]));
  });
});
