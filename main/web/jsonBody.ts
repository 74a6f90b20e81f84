import type { IncomingMessage } from 'node:http';

/** The largest body of a call, in bytes. Files come in by the staging area, not by calls. */
const MOST_BYTES = 1024 * 1024;

export type JsonBody =
  | { readonly kind: 'read'; readonly value: unknown }
  | { readonly kind: 'refused'; readonly status: number; readonly message: string };

const refused = (status: number, message: string): JsonBody => ({ kind: 'refused', status, message });

/**
 * The JSON body of a request. Refused: any other content type, because a form of a foreign page could send those; more than
 * 1 MiB; text that is not JSON.
 */
export async function readJson(request: IncomingMessage): Promise<JsonBody> {
  const type = (request.headers['content-type'] ?? '').split(';')[0]?.trim().toLowerCase();
  if (type !== 'application/json') return refused(415, 'The body of a call is application/json.');
  const parts: Uint8Array[] = [];
  let bytes = 0;
  for await (const part of request) {
    const piece: Uint8Array = part;
    bytes += piece.byteLength;
    // Read to its end all the same: a browser listens to an answer only when its body has been taken.
    if (bytes <= MOST_BYTES) parts.push(piece);
  }
  if (bytes > MOST_BYTES) return refused(413, 'The body of a call is larger than 1 MiB.');
  try {
    const value: unknown = JSON.parse(Buffer.concat(parts).toString('utf8'));
    return { kind: 'read', value };
  } catch {
    return refused(400, 'The body of a call is not JSON.');
  }
}
