import { closeSync, fsyncSync, mkdirSync, openSync, readFileSync, renameSync, writeSync } from 'node:fs';
import { dirname } from 'node:path';
import { crc32 } from 'node:zlib';
import * as z from 'zod';
import { type IndexTable, openTable, type TableColumns } from './indexTable.ts';

/** What a table was made of: `source` names it, `state` is what the source was then (a commit, an ETag), null where it has none. */
export interface TableOrigin {
  readonly source: string;
  readonly state: string | null;
  readonly readAt: string;
}

const MAGIC = Buffer.from('ELBATAB1');
const ALIGN = 8;
const LENGTHS = MAGIC.length + 8;

const words = [
  ...(['keyEnds', 'spelling', 'firstVersion', 'versionCount', 'yankedCount', 'latest'] as const),
  ...(['versionText', 'versionNeeds', 'versionLocation', 'needEnds', 'needs', 'textEnds'] as const),
];
const bytes = [...(['keyBytes', 'stamp', 'packageFlags', 'versionFlags', 'versionHash', 'textBytes'] as const)];

const Head = z.object({
  origin: z.object({ source: z.string(), state: z.string().nullable(), readAt: z.string() }),
  findings: z.array(
    z.object({ file: z.string(), line: z.int().exactOptional(), text: z.string(), fatal: z.boolean().exactOptional() }),
  ),
  moreFindings: z.number(),
  aliases: z.record(z.string(), z.string()),
  lengths: z.record(z.string(), z.number().int().min(0)),
  crc: z.number(),
});
type Head = z.infer<typeof Head>;

const padded = (length: number): number => Math.ceil(length / ALIGN) * ALIGN;

const rawOf = (column: Uint32Array | Uint8Array): Uint8Array =>
  new Uint8Array(column.buffer, column.byteOffset, column.byteLength);

function writeAll(file: number, part: Uint8Array): void {
  for (let at = 0; at < part.length; ) at += writeSync(file, part, at);
}

/** Writes a table to disk, whole: temporary name, sync, rename. Throws what the file system throws. */
export function writeTable(path: string, table: IndexTable, origin: TableOrigin): void {
  const parts = [...words, ...bytes].map((name) => ({ name, raw: rawOf(table.columns[name]) }));
  const head: Head = {
    origin,
    findings: [...table.findings],
    moreFindings: table.moreFindings,
    aliases: { ...table.aliases },
    lengths: Object.fromEntries(parts.map(({ name, raw }) => [name, raw.length])),
    crc: parts.reduce((crc, { raw }) => crc32(raw, crc), 0),
  };
  const text = Buffer.from(JSON.stringify(head));
  const first = Buffer.alloc(padded(LENGTHS + text.length));
  MAGIC.copy(first);
  first.writeUInt32LE(text.length, MAGIC.length);
  first.writeUInt32LE(crc32(text), MAGIC.length + 4);
  text.copy(first, LENGTHS);
  mkdirSync(dirname(path), { recursive: true, mode: 0o700 });
  const temporary = `${path}.part`;
  const file = openSync(temporary, 'w', 0o600);
  try {
    writeAll(file, first);
    for (const { raw } of parts) {
      writeAll(file, raw);
      writeAll(file, new Uint8Array(padded(raw.length) - raw.length));
    }
    fsyncSync(file);
  } finally {
    closeSync(file);
  }
  renameSync(temporary, path);
}

export type TableRead =
  | { readonly kind: 'table'; readonly table: IndexTable; readonly origin: TableOrigin }
  | { readonly kind: 'none' }
  | { readonly kind: 'damaged'; readonly reason: string };

const damaged = (reason: string): TableRead => ({ kind: 'damaged', reason });

function parseHead(content: Buffer): { head: Head; first: number } | string {
  if (content.length < LENGTHS || !content.subarray(0, MAGIC.length).equals(MAGIC)) return 'it is of another form';
  const length = content.readUInt32LE(MAGIC.length);
  const text = content.subarray(LENGTHS, LENGTHS + length);
  if (text.length !== length || crc32(text) !== content.readUInt32LE(MAGIC.length + 4)) return 'its head is damaged';
  let value: unknown;
  try {
    value = JSON.parse(text.toString('utf8'));
  } catch {
    return 'its head is not JSON';
  }
  const head = Head.safeParse(value);
  return head.success ? { head: head.data, first: padded(LENGTHS + length) } : 'its head is of another form';
}

/** Whether every number that leads to another column leads into it, so that a table can be asked without a further look. */
function isConsistent({ columns, keys }: IndexTable): boolean {
  const packages = keys.length;
  const versions = columns.versionText.length;
  const perPackage = [
    columns.spelling,
    columns.packageFlags,
    columns.firstVersion,
    columns.versionCount,
    columns.latest,
  ];
  const perVersion = [columns.versionFlags, columns.versionNeeds, columns.versionLocation];
  const last = (ends: Uint32Array): number => ends.at(-1) ?? 0;
  return (
    perPackage.every(({ length }) => length === packages) &&
    perVersion.every(({ length }) => length === versions) &&
    columns.versionHash.length === versions * 32 &&
    columns.stamp.length === packages * 20 &&
    last(columns.textEnds) === columns.textBytes.length &&
    last(columns.keyEnds) === columns.keyBytes.length &&
    last(columns.needEnds) === columns.needs.length
  );
}

/** Reads a table from disk. One that was cut off, changed or written by another version of the program is `damaged`, with a clause why. */
export function readTable(path: string): TableRead {
  let content: Buffer;
  try {
    content = readFileSync(path);
  } catch (thrown) {
    const code = thrown instanceof Error && 'code' in thrown ? String(thrown.code) : 'error';
    return code === 'ENOENT' ? { kind: 'none' } : damaged(`it could not be read (${code})`);
  }
  const parsed = parseHead(content);
  if (typeof parsed === 'string') return damaged(parsed);
  const { head, first } = parsed;
  let at = content.byteOffset + first;
  let crc = 0;
  const take = (name: string): { offset: number; length: number } => {
    const length = head.lengths[name] ?? 0;
    const offset = at;
    at += padded(length);
    crc = crc32(content.subarray(offset - content.byteOffset, offset - content.byteOffset + length), crc);
    return { offset, length };
  };
  const total = [...words, ...bytes].reduce((sum, name) => sum + padded(head.lengths[name] ?? 0), first);
  const isWhole = total === content.length && words.every((name) => (head.lengths[name] ?? 0) % 4 === 0);
  if (!isWhole || content.byteOffset % ALIGN !== 0) return damaged('it is not as long as it says');
  const entries: [string, Uint32Array | Uint8Array][] = [];
  for (const name of words) {
    const { offset, length } = take(name);
    entries.push([name, new Uint32Array(content.buffer, offset, length / 4)]);
  }
  for (const name of bytes) {
    const { offset, length } = take(name);
    entries.push([name, new Uint8Array(content.buffer, offset, length)]);
  }
  if (crc !== head.crc) return damaged('its checksum does not fit');
  // Every column of the type stands in one of the two lists, each under its kind; `fromEntries` forgets that.
  const columns = Object.fromEntries(entries) as unknown as TableColumns;
  const table = openTable(columns, head);
  return isConsistent(table) ? { kind: 'table', table, origin: head.origin } : damaged('its parts do not fit');
}
