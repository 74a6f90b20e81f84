import { createHash } from 'node:crypto';
import { inflateSync } from 'node:zlib';
import { type Failure, failure } from '../failure.ts';
import { MOST_ENTRIES } from './gitReader.ts';

/** No file of an index is so large, nor a list of its packages. */
const LARGEST_OBJECT = 64 * 1024 * 1024;
/** Unpacked, an index of a million versions takes a third of a gigabyte. */
const MOST_UNPACKED = 2 * 1024 * 1024 * 1024;
/** Git makes chains of 50 differences, and of 250 when it is told to take its time. */
const LONGEST_CHAIN = 256;
/** Differences that name what they start from by its hash: nobody sends them who was told that there is another way. */
const MOST_BY_HASH = 1000;
const HEADER = 12;
const TRAILER = 20;

const refuse = (why: string): Failure =>
  failure('index_unreadable', `The pack of the git index can't be used: ${why}.`);

const BY_OFFSET = 6;
const BY_HASH = 7;

/** Numbers as git packs them: seven bits to a byte, as long as the eighth is set. */
function createCursor(bytes: Buffer, start: number) {
  let at = start;
  const byte = (): number => {
    const value = bytes[at];
    if (value === undefined) throw refuse('it ends in the middle');
    at += 1;
    return value;
  };
  const number = (first = 0, weight = 1): number => {
    let [value, scale] = [first, weight];
    for (let more = true; more; scale *= 128) {
      const next = byte();
      value += (next & 0x7f) * scale;
      more = next > 0x7f;
      if (value > Number.MAX_SAFE_INTEGER) throw refuse('a number in it has no end');
    }
    return value;
  };
  return {
    at: () => at,
    skip(count: number): void {
      at += count;
    },
    number,
    /** A type, and a length behind it. */
    head(): { readonly type: number; readonly size: number } {
      const first = byte();
      const low = first & 0x0f;
      return { type: (first >> 4) & 0x07, size: first > 0x7f ? number(low, 16) : low };
    },
    /** How far back the start of a difference lies. */
    back(): number {
      let next = byte();
      let value = next & 0x7f;
      while (next > 0x7f) {
        next = byte();
        value = (value + 1) * 128 + (next & 0x7f);
      }
      return value;
    },
  };
}

function unpack(body: Buffer, at: number, size: number): { readonly content: Buffer; readonly used: number } {
  try {
    // `info` makes this Node's answer; its types know the plain one only.
    const read = inflateSync(body.subarray(at), { info: true, maxOutputLength: size + 1 }) as unknown as {
      readonly buffer: Buffer;
      readonly engine: { readonly bytesWritten: number };
    };
    if (read.buffer.length === size) return { content: read.buffer, used: read.engine.bytesWritten };
  } catch {
    // What zlib refuses and what has another length are the same to the person.
  }
  throw refuse('an object in it is damaged, or is not as large as it says');
}

/**
 * Goes through a pack before a library does that believes it: how many objects, how large each is unpacked and what comes out of each
 * difference, how long the chains of differences are, and that the whole is what was sent. Throws `index_unreadable`.
 */
export function checkPack(pack: Buffer): void {
  if (pack.length < HEADER + TRAILER || pack.toString('latin1', 0, 4) !== 'PACK' || pack.readUInt32BE(4) !== 2)
    throw refuse('it is none');
  const hash = createHash('sha1').update(pack.subarray(0, -TRAILER)).digest();
  if (!hash.equals(pack.subarray(-TRAILER))) throw refuse('it is damaged');
  const body = pack.subarray(0, -TRAILER);
  const count = pack.readUInt32BE(8);
  if (count > MOST_ENTRIES) throw refuse('it has more objects than an index can have');
  const chains = new Map<number, number>();
  let [at, unpacked, byHash] = [HEADER, 0, 0];
  for (let left = count; left > 0; left -= 1) {
    const cursor = createCursor(body, at);
    const { type, size } = cursor.head();
    const base = type === BY_OFFSET ? chains.get(at - cursor.back()) : 0;
    if (base === undefined || base >= LONGEST_CHAIN) throw refuse('an object in it is built on too many others');
    if (type === BY_HASH) {
      cursor.skip(20);
      byHash += 1;
    }
    if (size > LARGEST_OBJECT || byHash > MOST_BY_HASH) throw refuse('an object in it is larger than an index needs');
    const { content, used } = unpack(body, cursor.at(), size);
    const isDifference = type === BY_OFFSET || type === BY_HASH;
    const result = isDifference ? resultOf(content) : 0;
    unpacked += size + result;
    if (result > LARGEST_OBJECT || unpacked > MOST_UNPACKED) throw refuse('it is larger unpacked than an index can be');
    chains.set(at, isDifference ? base + 1 : 0);
    at = cursor.at() + used;
  }
  if (at !== body.length) throw refuse('it does not end where it says');
}

/** How large what comes out of a difference says it is. */
function resultOf(difference: Buffer): number {
  const cursor = createCursor(difference, 0);
  cursor.number();
  return cursor.number();
}
