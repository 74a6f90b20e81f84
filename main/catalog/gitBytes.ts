import { inflateSync } from 'node:zlib';
import { type Failure, failure } from '../failure.ts';

/** No file of an index is so large, nor a list of its packages. */
export const LARGEST_OBJECT = 64 * 1024 * 1024;

/** The types of objects in a pack that are told as what differs from another. */
export const BY_OFFSET = 6;
export const BY_HASH = 7;
export const HASH_BYTES = 20;

/** `why` is a clause. */
export const refusePack = (why: string): Failure =>
  failure('index_unreadable', `The pack of the git index can't be used: ${why}.`);

/** Reads numbers as git packs them: seven bits to a byte, as long as the eighth is set. Throws `index_unreadable` past the end. */
export function createCursor(bytes: Buffer, start: number) {
  let at = start;
  const byte = (): number => {
    const value = bytes[at];
    if (value === undefined) throw refusePack('it ends in the middle');
    at += 1;
    return value;
  };
  const number = (first = 0, weight = 1): number => {
    let [value, scale] = [first, weight];
    for (let more = true; more; scale *= 128) {
      const next = byte();
      value += (next & 0x7f) * scale;
      more = next > 0x7f;
      if (value > Number.MAX_SAFE_INTEGER) throw refusePack('a number in it has no end');
    }
    return value;
  };
  return {
    at: () => at,
    byte,
    number,
    skip(count: number): void {
      at += count;
    },
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

/** Unpacks what begins at a place and says that it is so large; `used` is how much it took. Throws `index_unreadable`. */
export function unpack(body: Buffer, at: number, size: number): { readonly content: Buffer; readonly used: number } {
  if (size > LARGEST_OBJECT) throw refusePack('an object in it is larger than an index needs');
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
  throw refusePack('an object in it is damaged, or is not as large as it says');
}

const wrongDifference = (): Failure => refusePack('a difference in it does not fit to what it starts from');

/** Makes an object out of the one that it starts from and of what differs. Throws `index_unreadable` where they don't fit. */
export function applyDifference(difference: Buffer, base: Buffer): Buffer {
  const cursor = createCursor(difference, 0);
  const from = cursor.number();
  const size = cursor.number();
  if (from !== base.length || size > LARGEST_OBJECT) throw wrongDifference();
  const result = Buffer.allocUnsafe(size);
  let to = 0;
  const take = (source: Buffer, at: number, count: number): void => {
    if (at + count > source.length || to + count > size) throw wrongDifference();
    source.copy(result, to, at, at + count);
    to += count;
  };
  while (cursor.at() < difference.length) {
    const sign = cursor.byte();
    if (sign > 0x7f) {
      let [at, count] = [0, 0];
      for (let n = 0; n < 4; n += 1) if (sign & (0x01 << n)) at += cursor.byte() * 256 ** n;
      for (let n = 0; n < 3; n += 1) if (sign & (0x10 << n)) count += cursor.byte() * 256 ** n;
      take(base, at, count === 0 ? 0x10000 : count);
    } else {
      if (sign === 0) throw wrongDifference();
      take(difference, cursor.at(), sign);
      cursor.skip(sign);
    }
  }
  if (to !== size) throw wrongDifference();
  return result;
}
