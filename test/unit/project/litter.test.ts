import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { headBytes, programKind } from '../../../main/project/binaries.ts';
import { excludePattern } from '../../../main/project/excludePattern.ts';
import { findLitter, type Litter } from '../../../main/project/litter.ts';
import { folderSource } from '../../../main/project/projectSource.ts';
import { walkProject } from '../../../main/project/walk.ts';
import { sandbox } from './sandbox.ts';

type Files = Readonly<Record<string, string | Buffer>>;

const sources = { 'elba.toml': '', 'src/A.idr': '', 'README.md': 'ELF' };

const litterIn = async (folder: string, exclude: readonly string[] = []): Promise<Litter[]> => {
  const { included } = await walkProject(folder, { exclude });
  return findLitter({ source: folderSource(folder), included });
};

const litterOf = async (files: Files): Promise<Litter[]> => litterIn(await sandbox({ ...sources, ...files }));

const elf = Buffer.from('\x7fELF\x02\x01\x01', 'latin1');
const rows: readonly [string, Files, Partial<Litter>][] = [
  [
    'compiled Idris',
    { 'src/A.ibc': 'x', 'src/B.ibc': 'xy' },
    { kind: 'compiled_idris', pattern: '*.ibc', count: 2, bytes: 3 },
  ],
  ['objects', { 'c/a.o': elf }, { kind: 'object', pattern: '*.o', title: 'c/a.o is compiled code' }],
  ['a build folder', { 'build/ttc/A.ttc': 'x' }, { kind: 'build_folder', pattern: '/build/' }],
  [
    'a build folder further down',
    { 'examples/a[1]/dist/x': '' },
    { kind: 'build_folder', pattern: '/examples/a[[]1[]]/dist/' },
  ],
  [
    'several build folders',
    { 'a/build/x': '', 'b/build/y': '' },
    { kind: 'build_folder', pattern: 'build/', count: 2 },
  ],
  [
    'node_modules',
    { 'node_modules/x/build/y.o': '', 'a/node_modules/b': '' },
    { kind: 'node_modules', pattern: 'node_modules/' },
  ],
  ["elba's settings", { '.elba/config': 'x' }, { kind: 'elba_folder', pattern: '.elba/' }],
  ["the Finder's notes", { '.DS_Store': '', 'src/.DS_Store': '' }, { kind: 'desktop', pattern: '.DS_Store', count: 2 }],
  ["the Explorer's notes", { 'doc/Thumbs.db': '' }, { kind: 'desktop', pattern: 'Thumbs.db' }],
  ['backups', { 'src/A.idr~': '' }, { kind: 'backup', pattern: '*~' }],
  ["an editor's locks", { 'src/.#A.idr': '' }, { kind: 'backup', pattern: '.[#]*' }],
  ['files saved by an editor', { '#A.idr#': '' }, { kind: 'backup', pattern: '[#]*[#]' }],
  ['swap files', { '.A.idr.swp': '', 'src/.B.idr.swo': '' }, { kind: 'backup', pattern: '*.sw[op]', count: 2 }],
  ["elba's own lock", { '.dirlock': '' }, { kind: 'dir_lock', pattern: '.dirlock' }],
  [
    'elba.lock',
    { 'elba.lock': '' },
    { kind: 'lock_file', severity: 'hint', pattern: 'elba.lock', title: 'elba.lock goes in' },
  ],
  ['a program', { 'bin/run': elf }, { kind: 'program', pattern: '/bin/run' }],
  ['libraries', { 'a.so': elf, 'lib/b.so': elf }, { kind: 'program', pattern: '*.so', count: 2 }],
];

describe('litter', () => {
  test.each(rows)('%s is one finding', async (_, files, expected) => {
    const found = await litterOf(files);
    expect(found).toHaveLength(1);
    expect(found[0]).toMatchObject(expected);
  });

  test.each(rows)('%s stays out, and nothing else, when the pattern is excluded', async (_, files, { pattern }) => {
    const folder = await sandbox({ ...sources, ...files });
    const exclude = [pattern ?? ''];
    expect(await litterIn(folder, exclude)).toEqual([]);
    const { included } = await walkProject(folder, { exclude });
    expect(included.map(({ path }) => path)).toEqual(Object.keys(sources).sort());
  });

  test('is not what a package is made of', async () => {
    const files = {
      'src/build/Tool.idr': '',
      'src/Build.idr': '',
      'building/x': '',
      'src/A.ibcx': '',
      swp: '',
      'a~b': '',
    };
    expect(await litterOf(files)).toEqual([]);
  });

  test('beside a build folder with sources is named by its own path', async () => {
    const found = await litterOf({ 'src/build/Tool.idr': '', 'a/build/x': '', 'b/build/y': '' });
    expect(found.map(({ pattern }) => pattern)).toEqual(['/a/build/', '/b/build/']);
  });

  test('counts many files and names three', async () => {
    const files = Object.fromEntries(Array.from({ length: 1200 }, (_, i) => [`node_modules/${i}`, 'x']));
    const [found] = await litterOf(files);
    expect(found).toMatchObject({ title: '1,200 files belong to node_modules', bytes: 1200 });
    expect(found?.samples).toHaveLength(3);
  });

  test('programs whose ending other files have are named one by one, and many without a pattern', async () => {
    const one = await litterOf({ 'tool.data': elf, 'table.data': 'text' });
    expect(one.map(({ pattern }) => pattern)).toEqual(['/tool.data']);
    const many = await litterOf(Object.fromEntries(Array.from({ length: 9 }, (_, i) => [`bin/${i}`, elf])));
    expect(many).toMatchObject([{ kind: 'program', pattern: null, count: 9 }]);
  });

  test('is not what is only hidden, which is told as a hint without a pattern', async () => {
    const found = await litterOf({
      '.travis.yml': '',
      '.github/ci.yml': '',
      '.gitignore': '',
      '.env.local': '',
      '.tool': elf,
    });
    expect(found).toMatchObject([
      { kind: 'program', samples: ['.tool'] },
      { kind: 'hidden', severity: 'hint', title: '2 hidden files go in', pattern: null },
    ]);
  });

  test('can be stopped', async () => {
    const folder = await sandbox(sources);
    const { included } = await walkProject(folder, { exclude: [] });
    const stopped = findLitter({ source: folderSource(folder), included, signal: AbortSignal.abort() });
    await expect(stopped).rejects.toMatchObject({ error: { code: 'cancelled' } });
  });
});

describe('programs by their first bytes', () => {
  const head = (hex: string, length = 64): Buffer => {
    const bytes = Buffer.alloc(length);
    bytes.write(hex, 'hex');
    return bytes;
  };
  const windows = head('4d5a9000', 512);
  windows.writeUInt32LE(128, 60);
  windows.write('PE\0\0', 128, 'latin1');
  const far = head('4d5a9000', headBytes);
  far.writeUInt32LE(4096, 60);

  test.each([
    ['Linux', head('7f454c46')],
    ['Windows', windows],
    ['Windows', far],
    ['macOS', head('feedface')],
    ['macOS', head('cffaedfe')],
    ['macOS', head('cafebabe00000002')],
    ['Java', head('cafebabe00000034')],
    ['compiled code', Buffer.from('!<arch>\n')],
    ['WebAssembly', head('0061736d')],
  ])('%s', (words, bytes) => {
    expect(programKind(bytes)).toMatch(words);
  });

  test.each([
    ['nothing', Buffer.alloc(0)],
    ['a short text', Buffer.from('MZ')],
    ['a text that begins with MZ', Buffer.from(`MZ is a code, ${'and this goes on. '.repeat(20)}`)],
    ['a picture', head('89504e470d0a1a0a')],
    ['a script', Buffer.from('#!/bin/sh\n')],
  ])('%s is none', (_, bytes) => {
    expect(programKind(bytes)).toBeNull();
  });

  test('no beginning makes it throw', () => {
    fc.assert(fc.property(fc.uint8Array({ maxLength: 100 }), (bytes) => void programKind(Buffer.from(bytes))));
  });
});

describe('a pattern for one file', () => {
  test.each(['a', 'a b ', '[x].html', 'a{b,c}', 'a*?', '!a', '#a', 'src/!b', 'ü/é', 'a]b', '[', 'a,b'])(
    '%j',
    async (path) => {
      const other = `${path}x`;
      const folder = await sandbox({ [path]: '', [other]: '', 'deep/a': '' });
      const pattern = excludePattern(path) ?? '';
      const { included } = await walkProject(folder, { exclude: [pattern] });
      expect(included.map((file) => file.path).sort()).toEqual([other, 'deep/a'].sort());
    },
  );

  test('is none where no pattern can name it', () => {
    expect(excludePattern('a\n')).toBeNull();
  });
});
