import { execFileSync } from 'node:child_process';
import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { checkPack } from '../../../main/catalog/gitPack.ts';
import { commitGitIndex } from '../../support/indexPlaces.ts';
import { BLOB, BY_HASH, BY_OFFSET, packed, packOf } from '../../support/packs.ts';

const blob = { type: BLOB, content: Buffer.from('hello') };
const spoilt = packOf([blob]);
spoilt[14] = (spoilt[14] ?? 0) ^ 0xff;
/** A difference that says how large what it starts from is, and what comes out. */
const sizes = (from: number, result: readonly number[]): Buffer => Buffer.from([from, ...result]);
const back = (base: Buffer) => ({ type: BY_OFFSET, base });
const chain = Array.from({ length: 300 }, () => ({
  ...back(Buffer.from([packed({ ...back(Buffer.alloc(1)), content: sizes(5, [5]) }).length])),
  content: sizes(5, [5]),
}));
const first = Buffer.from([packed(blob).length]);
const byHash = { type: BY_HASH, base: Buffer.alloc(20), content: sizes(5, [5]) };

test.each([
  ['is none', Buffer.from('a page about something else entirely'), 'it is none'],
  ['is too short for one', Buffer.from('PACK'), 'it is none'],
  ['is damaged', spoilt, 'it is damaged'],
  ['ends early', packOf([blob], 2), 'ends in the middle'],
  ['goes on', packOf([blob, blob], 1), 'does not end where it says'],
  ['has more objects than an index', packOf([blob], 4_000_000_000), 'more objects'],
  [
    'has a small object that grows',
    packOf([{ ...blob, content: Buffer.alloc(1e7), says: 5 }]),
    'not as large as it says',
  ],
  ['has a large object that is none', packOf([{ ...blob, says: 500 }]), 'not as large as it says'],
  ['has an object that says that it is huge', packOf([{ ...blob, says: 2 ** 40 }]), 'larger than an index needs'],
  [
    'has a difference that grows',
    packOf([blob, { ...back(first), content: sizes(5, [0xff, 0xff, 0xff, 0xff, 0x0f]) }]),
    'larger unpacked',
  ],
  [
    'has a difference without an end',
    packOf([blob, { ...back(first), content: Buffer.alloc(40, 0xff) }]),
    'a number in it has no end',
  ],
  ['has a difference to nothing', packOf([blob, { ...back(Buffer.from([3])), content: sizes(5, [5]) }]), 'too many'],
  [
    'has a chain without an end',
    packOf([blob, { ...chain[0], ...back(first), content: sizes(5, [5]) }, ...chain]),
    'too many',
  ],
  ['names what it starts from by its hash', packOf(Array.from({ length: 1001 }, () => byHash)), 'too much by its hash'],
])('a pack that %s is refused', (_, pack, sentence) => {
  expect(() => checkPack(pack)).toThrow(sentence);
});

test('a pack of git with differences in it is taken', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'pack-'));
  try {
    const text = Array.from({ length: 500 }, (_, at) => `a line, and its number is ${at}\n`).join('');
    const files = Array.from({ length: 40 }, (_, at) => [`acme/p${at}`, `${text}${at}\n`]);
    await commitGitIndex(folder, Object.fromEntries(files));
    execFileSync('git', ['-C', folder, 'repack', '-q', '-a', '-d', '-f']);
    const packs = join(folder, 'objects', 'pack');
    const [name = ''] = (await readdir(packs)).filter((one) => one.endsWith('.pack'));
    const said = execFileSync('git', ['verify-pack', '-v', join(packs, name)]).toString();
    expect(said).toContain('chain length = 2');
    checkPack(await readFile(join(packs, name)));
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
});
