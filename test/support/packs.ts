import { createHash } from 'node:crypto';
import { deflateSync } from 'node:zlib';

/** An object as it goes into a pack. `says` is the length that it claims, `base` what stands before a difference. */
export interface PackedObject {
  readonly type: number;
  readonly content: Buffer;
  readonly says?: number;
  readonly base?: Buffer;
}

export const BLOB = 3;
export const BY_OFFSET = 6;
export const BY_HASH = 7;

function headOf({ type, content, says = content.length }: PackedObject): Buffer {
  const bytes = [(type << 4) | (says & 0x0f)];
  for (let rest = Math.floor(says / 16); rest > 0; rest = Math.floor(rest / 128)) {
    bytes[bytes.length - 1] = (bytes.at(-1) ?? 0) | 0x80;
    bytes.push(rest & 0x7f);
  }
  return Buffer.from(bytes);
}

/** How an object stands in a pack. */
export const packed = (object: PackedObject): Buffer =>
  Buffer.concat([headOf(object), object.base ?? Buffer.alloc(0), deflateSync(object.content)]);

/** A pack of these objects, with the hash at its end; `count` is how many it says that there are. */
export function packOf(objects: readonly PackedObject[], count = objects.length): Buffer {
  const head = Buffer.alloc(12);
  head.write('PACK');
  head.writeUInt32BE(2, 4);
  head.writeUInt32BE(count, 8);
  const whole = Buffer.concat([head, ...objects.map(packed)]);
  return Buffer.concat([whole, createHash('sha1').update(whole).digest()]);
}

const line = (bytes: Buffer): Buffer =>
  Buffer.concat([Buffer.from((bytes.length + 4).toString(16).padStart(4, '0')), bytes]);

/** What a server answers to who asked for a pack. */
export function uploadPackAnswer(pack: Buffer): Buffer {
  const lines = [line(Buffer.from('NAK\n'))];
  for (let at = 0; at < pack.length; at += 60_000)
    lines.push(line(Buffer.concat([Buffer.from([1]), pack.subarray(at, at + 60_000)])));
  return Buffer.concat([...lines, Buffer.from('0000')]);
}

/** What a server says of its branches, and of what it can do. */
export function advertisement(refs: Readonly<Record<string, string>>, more = ''): Buffer {
  const can = `side-band-64k ofs-delta shallow no-done ${more}`.trim();
  const lines = Object.entries(refs).map(([ref, oid], at) =>
    line(Buffer.from(`${oid} ${ref}${at === 0 ? `\0${can}` : ''}\n`)),
  );
  return Buffer.concat([
    line(Buffer.from('# service=git-upload-pack\n')),
    Buffer.from('0000'),
    ...lines,
    Buffer.from('0000'),
  ]);
}
