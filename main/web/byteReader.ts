import { failure } from '../failure.ts';

/** Takes a stream apart by counts of bytes, without ever holding more than one piece of it and what was asked for. */
export interface ByteReader {
  /** Exactly so many bytes, as one buffer. Throws `invalid_input` when the stream ends before. */
  exactly(count: number): Promise<Buffer>;
  /** The next so many bytes, piece by piece. Throws `invalid_input` when the stream ends before. */
  pieces(count: number): AsyncGenerator<Uint8Array, void>;
  /** Whether nothing more comes. */
  ended(): Promise<boolean>;
  /** Reads on to the end without keeping anything: a browser only listens to an answer when its upload has been taken. */
  drain(): Promise<void>;
}

const cutOff = () =>
  failure('invalid_input', 'The upload ended before all of its bytes had arrived. Drop the folder again.');

/** A reader over a stream of pieces of any size. */
export function createByteReader(source: AsyncIterable<Uint8Array>): ByteReader {
  const pieces = source[Symbol.asyncIterator]();
  let rest: Uint8Array = new Uint8Array();

  async function fill(): Promise<boolean> {
    while (rest.byteLength === 0) {
      const next = await pieces.next();
      if (next.done === true) return false;
      rest = next.value;
    }
    return true;
  }

  async function* take(count: number): AsyncGenerator<Uint8Array, void> {
    for (let left = count; left > 0; ) {
      if (!(await fill())) throw cutOff();
      const piece = rest.subarray(0, left);
      rest = rest.subarray(piece.byteLength);
      left -= piece.byteLength;
      yield piece;
    }
  }

  return {
    async exactly(count) {
      const parts: Uint8Array[] = [];
      for await (const piece of take(count)) parts.push(piece);
      return Buffer.concat(parts, count);
    },
    pieces: take,
    ended: async () => !(await fill()),
    async drain() {
      while (await fill()) rest = new Uint8Array();
    },
  };
}
