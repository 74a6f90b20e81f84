import { createHash } from 'node:crypto';
import { BY_HASH, BY_OFFSET, createCursor, HASH_BYTES, LARGEST_OBJECT, refusePack, unpack } from './gitBytes.ts';
import { MOST_ENTRIES } from './gitReader.ts';

/** Unpacked, an index of a million versions takes a third of a gigabyte. */
const MOST_UNPACKED = 2 * 1024 * 1024 * 1024;
/** Git makes chains of 50 differences, and of 250 when it is told to take its time. */
const LONGEST_CHAIN = 256;
/** Differences that name what they start from by its hash: nobody sends them who was told that there is another way. */
const MOST_BY_HASH = 1000;
const HEADER = 12;
/**
 * Goes through a pack before a library does that believes it: how many objects, how large each is unpacked and what comes out of each
 * difference, how long the chains of differences are, and that the whole is what was sent. Throws `index_unreadable`.
 */
export function checkPack(pack: Buffer): void {
  if (pack.length < HEADER + HASH_BYTES || pack.toString('latin1', 0, 4) !== 'PACK' || pack.readUInt32BE(4) !== 2)
    throw refusePack('it is none');
  const hash = createHash('sha1').update(pack.subarray(0, -HASH_BYTES)).digest();
  if (!hash.equals(pack.subarray(-HASH_BYTES))) throw refusePack('it is damaged');
  const body = pack.subarray(0, -HASH_BYTES);
  const count = pack.readUInt32BE(8);
  if (count > MOST_ENTRIES) throw refusePack('it has more objects than an index can have');
  const chains = new Map<number, number>();
  let [at, unpacked, byHash] = [HEADER, 0, 0];
  for (let left = count; left > 0; left -= 1) {
    const cursor = createCursor(body, at);
    const { type, size } = cursor.head();
    const base = type === BY_OFFSET ? chains.get(at - cursor.back()) : 0;
    if (base === undefined || base >= LONGEST_CHAIN) throw refusePack('an object in it is built on too many others');
    if (type === BY_HASH) {
      cursor.skip(HASH_BYTES);
      byHash += 1;
    }
    if (byHash > MOST_BY_HASH) throw refusePack('it names too much by its hash');
    const { content, used } = unpack(body, cursor.at(), size);
    const isDifference = type === BY_OFFSET || type === BY_HASH;
    const result = isDifference ? resultOf(content) : 0;
    unpacked += size + result;
    if (result > LARGEST_OBJECT || unpacked > MOST_UNPACKED)
      throw refusePack('it is larger unpacked than an index can be');
    chains.set(at, isDifference ? base + 1 : 0);
    at = cursor.at() + used;
  }
  if (at !== body.length) throw refusePack('it does not end where it says');
}

/** How large what comes out of a difference says it is. */
function resultOf(difference: Buffer): number {
  const cursor = createCursor(difference, 0);
  cursor.number();
  return cursor.number();
}
