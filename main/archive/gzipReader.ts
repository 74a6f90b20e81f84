import { crc32, createInflateRaw, type InflateRaw } from 'node:zlib';

/**
 * What is wrong with a gzip file. Readers differ in what they do about it: many take one member and drop the rest in silence, some
 * never look at the checksum.
 */
export type GzipProblem =
  | 'not_gzip'
  | 'cut_off'
  | 'damaged'
  | 'bad_checksum'
  | 'second_member'
  | 'trailing_bytes'
  | 'stopped';

/** `readBytes` counts what was taken from the source. Without a problem it was exactly one whole member. */
export type GzipRead = { readonly problem: GzipProblem | null; readonly readBytes: number };

const flag = { headerChecksum: 2, extra: 4, name: 8, comment: 16, reserved: 0xe0 } as const;
const longestHeader = 64 * 1024;

type HeaderEnd = { readonly kind: 'end'; readonly at: number } | { readonly kind: 'more' } | { readonly kind: 'bad' };

const afterText = (bytes: Buffer, at: number): number => {
  const zero = bytes.indexOf(0, at);
  return zero === -1 ? Number.POSITIVE_INFINITY : zero + 1;
};

/** Where the deflate stream begins (RFC 1952, 2.3). */
const findHeaderEnd = (bytes: Buffer): HeaderEnd => {
  if (bytes.length > 0 && bytes[0] !== 0x1f) return { kind: 'bad' };
  if (bytes.length > 1 && bytes[1] !== 0x8b) return { kind: 'bad' };
  if (bytes.length < 10) return { kind: 'more' };
  const flags = bytes.readUInt8(3);
  if (bytes[2] !== 8 || (flags & flag.reserved) !== 0) return { kind: 'bad' };
  let at = 10;
  if ((flags & flag.extra) !== 0) at = bytes.length < 12 ? Number.POSITIVE_INFINITY : 12 + bytes.readUInt16LE(10);
  if ((flags & flag.name) !== 0) at = afterText(bytes, at);
  if ((flags & flag.comment) !== 0) at = afterText(bytes, at);
  if ((flags & flag.headerChecksum) !== 0) at += 2;
  if (at <= bytes.length) return { kind: 'end', at };
  return bytes.length > longestHeader ? { kind: 'bad' } : { kind: 'more' };
};

/** Inflates with one write under way at a time, so that it is always known which input the deflate stream has used. */
const createInflater = (sink: (bytes: Buffer) => boolean) => {
  const inflate: InflateRaw = createInflateRaw();
  let failed: unknown = null;
  let stopped = false;
  let crc = 0;
  let size = 0;
  inflate.on('error', (error) => {
    failed = error;
  });
  inflate.on('data', (bytes: Buffer) => {
    if (stopped) return;
    crc = crc32(bytes, crc);
    size = (size + bytes.length) % 2 ** 32;
    if (sink(bytes)) return;
    stopped = true;
    inflate.destroy();
  });
  const settled = (start: (done: () => void) => void): Promise<void> =>
    new Promise((resolve) => {
      inflate.once('close', resolve);
      start(() => {
        inflate.off('close', resolve);
        resolve();
      });
    });
  let fed = 0;
  return {
    /** Feeds a piece and gives what lies behind the end of the deflate stream, or null while there is no end in sight. */
    async feed(bytes: Buffer): Promise<Buffer | null> {
      fed += bytes.length;
      await settled((done) => inflate.write(bytes, done));
      const unused = fed - inflate.bytesWritten;
      return failed === null && !stopped && unused > 0 ? bytes.subarray(bytes.length - unused) : null;
    },
    /** Whether the stream is complete now that nothing more comes. */
    async end(): Promise<boolean> {
      if (failed === null && !stopped) await settled((done) => inflate.end(done));
      return failed === null && !stopped;
    },
    problem: (): GzipProblem | null => (stopped ? 'stopped' : failed === null ? null : 'damaged'),
    close: () => inflate.destroy(),
    trailerFits: (trailer: Buffer) => trailer.readUInt32LE(0) === crc && trailer.readUInt32LE(4) === size,
  };
};

type Inflater = ReturnType<typeof createInflater>;

const judgeTrailer = (inflater: Inflater, tail: Buffer): GzipProblem | null => {
  if (tail.length < 8) return 'cut_off';
  if (!inflater.trailerFits(tail)) return 'bad_checksum';
  if (tail.length === 8) return null;
  return tail[8] === 0x1f && (tail.length === 9 || tail[9] === 0x8b) ? 'second_member' : 'trailing_bytes';
};

/** Enough of the end to know the trailer, and whether what follows begins like another member. */
const tailBytes = 10;

const readMember = async (chunks: AsyncIterable<Buffer>, inflater: Inflater): Promise<GzipProblem | null> => {
  let head: Buffer | null = Buffer.alloc(0);
  let tail: Buffer | null = null;
  for await (const chunk of chunks) {
    let bytes = chunk;
    if (head !== null) {
      head = Buffer.concat([head, chunk]);
      const end = findHeaderEnd(head);
      if (end.kind === 'bad') return 'not_gzip';
      if (end.kind === 'more') continue;
      bytes = head.subarray(end.at);
      head = null;
    }
    if (tail === null) tail = await inflater.feed(bytes);
    else tail = Buffer.concat([tail, bytes]);
    const problem = inflater.problem();
    if (problem !== null) return problem;
    if (tail !== null && tail.length >= tailBytes) break;
  }
  if (head !== null) return head.length === 0 ? 'not_gzip' : 'cut_off';
  if (tail !== null) return judgeTrailer(inflater, tail);
  await inflater.end();
  return inflater.problem() === 'stopped' ? 'stopped' : 'cut_off';
};

/**
 * Reads exactly one gzip member and hands its contents to `sink`, which answers whether to go on. Checks what most readers leave
 * unchecked: checksum and length, that the member is whole, and that nothing follows it. Stops reading at the first problem.
 */
export const readGzipMember = async (
  source: AsyncIterable<Uint8Array>,
  sink: (bytes: Buffer) => boolean,
): Promise<GzipRead> => {
  let readBytes = 0;
  const count = async function* (): AsyncGenerator<Buffer> {
    for await (const chunk of source) {
      readBytes += chunk.length;
      if (chunk.length > 0) yield Buffer.from(chunk.buffer, chunk.byteOffset, chunk.byteLength);
    }
  };
  const inflater = createInflater(sink);
  try {
    const problem = await readMember(count(), inflater);
    return { problem, readBytes };
  } finally {
    inflater.close();
  }
};
