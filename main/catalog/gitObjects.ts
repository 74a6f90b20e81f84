import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { applyDifference, BY_HASH, BY_OFFSET, createCursor, HASH_BYTES, refusePack, unpack } from './gitBytes.ts';

/** A pack in memory, and the last objects that came out of it: what follows is often told as what differs from them. */
interface Pack {
  readonly body: Buffer;
  readonly held: Map<number, Buffer>;
  heldBytes: number;
}

/** Where an object lies. */
interface PackPlace {
  readonly pack: Pack;
  readonly at: number;
}

/** What lies in the packs of a bare repository. */
export interface GitObjects {
  /** Puts hashes in the order in which they are read fastest. */
  inOrder<T extends { readonly oid: string }>(wanted: readonly T[]): T[];
  /** The content of an object, or null where no pack has it. Throws `index_unreadable`. */
  read(oid: string): Buffer | null;
}

const HELD_BYTES = 32 * 1024 * 1024;
const LARGEST_HELD = 1024 * 1024;
/** More differences on top of each other are not made by git. */
const LONGEST_CHAIN = 4096;

const NAMES_AT = 8 + 256 * 4;
const CRC_BYTES = 4;
const OFFSET_BYTES = 4;

function addPlaces(places: Map<string, PackPlace>, idx: Buffer, pack: Pack): void {
  const count = idx.length < NAMES_AT ? 0 : idx.readUInt32BE(NAMES_AT - 4);
  const offsetsAt = NAMES_AT + count * (HASH_BYTES + CRC_BYTES);
  const isWhole = idx.length >= offsetsAt + count * OFFSET_BYTES + 2 * HASH_BYTES;
  if (!isWhole || idx.readUInt32BE(0) !== 0xff744f63 || idx.readUInt32BE(4) !== 2)
    throw refusePack('the list of its objects is damaged');
  for (let n = 0; n < count; n += 1) {
    const name = NAMES_AT + n * HASH_BYTES;
    const at = idx.readUInt32BE(offsetsAt + n * OFFSET_BYTES);
    places.set(idx.toString('hex', name, name + HASH_BYTES), { pack, at });
  }
}

function hold({ pack, at }: PackPlace, content: Buffer): void {
  if (content.length > LARGEST_HELD || pack.held.has(at)) return;
  pack.held.set(at, content);
  pack.heldBytes += content.length;
  for (const [oldest, { length }] of pack.held) {
    if (pack.heldBytes <= HELD_BYTES) return;
    pack.held.delete(oldest);
    pack.heldBytes -= length;
  }
}

function contentAt(places: ReadonlyMap<string, PackPlace>, place: PackPlace): Buffer {
  const steps: { readonly place: PackPlace; readonly from: number; readonly size: number }[] = [];
  let here = place;
  let content = here.pack.held.get(here.at);
  while (content === undefined) {
    const { body } = here.pack;
    const cursor = createCursor(body, here.at);
    const { type, size } = cursor.head();
    if (type !== BY_OFFSET && type !== BY_HASH) {
      content = unpack(body, cursor.at(), size).content;
      hold(here, content);
      break;
    }
    const base =
      type === BY_OFFSET
        ? { pack: here.pack, at: here.at - cursor.back() }
        : places.get(body.toString('hex', cursor.at(), cursor.at() + HASH_BYTES));
    if (type === BY_HASH) cursor.skip(HASH_BYTES);
    steps.push({ place: here, from: cursor.at(), size });
    if (base === undefined || steps.length > LONGEST_CHAIN) throw refusePack('what an object starts from is not in it');
    here = base;
    content = here.pack.held.get(here.at);
  }
  for (const step of steps.reverse()) {
    content = applyDifference(unpack(step.place.pack.body, step.from, step.size).content, content);
    hold(step.place, content);
  }
  return content;
}

function readPart(file: string): Buffer {
  try {
    return readFileSync(file);
  } catch {
    throw refusePack("a file of it can't be read");
  }
}

/** Opens the packs of a bare repository. Throws `index_unreadable` where the list of one's objects is not what it should be. */
export function openGitObjects(repository: string): GitObjects {
  const folder = join(repository, 'objects', 'pack');
  const places = new Map<string, PackPlace>();
  const names = existsSync(folder) ? readdirSync(folder) : [];
  for (const name of names.filter((one) => one.endsWith('.idx'))) {
    const [idx, whole] = [readPart(join(folder, name)), readPart(join(folder, name.replace(/idx$/, 'pack')))];
    addPlaces(places, idx, { body: whole.subarray(0, -HASH_BYTES), held: new Map(), heldBytes: 0 });
  }
  const offset = ({ oid }: { readonly oid: string }): number => places.get(oid)?.at ?? 0;
  return {
    inOrder: (wanted) => wanted.toSorted((a, b) => offset(a) - offset(b)),
    read(oid) {
      const place = places.get(oid);
      return place === undefined ? null : contentAt(places, place);
    },
  };
}
