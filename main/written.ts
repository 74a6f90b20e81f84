/** What takes bytes and says when it has passed them on: a request, a response. */
interface Wire {
  write(chunk: Uint8Array, done: (error?: Error | null) => void): unknown;
}

/** Writes a chunk. It comes when the system has taken it, so that its memory can be used again, and throws what the wire threw. */
export const written = (wire: Wire, chunk: Uint8Array): Promise<void> =>
  new Promise((resolve, reject) => {
    wire.write(chunk, (error) => (error ? reject(error) : resolve()));
  });
