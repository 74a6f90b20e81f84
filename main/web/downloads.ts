import { randomBytes } from 'node:crypto';
import { open } from 'node:fs/promises';
import type { ServerResponse } from 'node:http';
import { pipeline } from 'node:stream/promises';
import { pageHeaders } from '../pagePolicy.ts';

/** A file that may be fetched once, and the name that it is saved under. */
export interface Offered {
  readonly name: string;
  readonly file: string;
}

export interface Downloads {
  /** The path on the web host that gives the file once, for a minute: `/download/` and 256 random bits. */
  offer(offered: Offered): string;
  /** What a path stands for, which uses it up; null where it is unknown, used or too old. */
  take(path: string): Offered | null;
}

/** How long a path is good for. The page follows it at once. */
const GOOD_FOR_MS = 60_000;

/** The files that the page of this run may fetch. `now` is in milliseconds. */
export function createDownloads(now: () => number = Date.now): Downloads {
  const offers = new Map<string, Offered & { readonly until: number }>();
  const removeOld = (): void => {
    for (const [path, { until }] of offers) if (until <= now()) offers.delete(path);
  };
  return {
    offer({ name, file }) {
      removeOld();
      const path = `/download/${randomBytes(32).toString('base64url')}`;
      offers.set(path, { name, file, until: now() + GOOD_FOR_MS });
      return path;
    },
    take(path) {
      removeOld();
      const found = offers.get(path);
      offers.delete(path);
      return found === undefined ? null : { name: found.name, file: found.file };
    },
  };
}

/** A name that stands in a header's quotes as it is and leads nowhere. */
const safeName = (name: string): string => name.replaceAll(/[^\w.+-]/g, '_');

/** Whoever fetches the file may think better of it: that is no fault of the program. */
function ignoreGoneAway(thrown: unknown): void {
  const code = thrown instanceof Error && 'code' in thrown ? thrown.code : undefined;
  if (code !== 'ERR_STREAM_PREMATURE_CLOSE') throw thrown;
}

/** Streams a file as one to be saved. Answers false, with nothing sent, where the file is no longer there. */
export async function sendDownload(response: ServerResponse, { name, file }: Offered): Promise<boolean> {
  const handle = await open(file).catch(() => null);
  if (handle === null) return false;
  try {
    const { size } = await handle.stat();
    response.writeHead(200, {
      ...pageHeaders('own-origin'),
      'content-type': 'application/octet-stream',
      'content-disposition': `attachment; filename="${safeName(name)}"`,
      'content-length': size,
      'cache-control': 'no-store',
    });
    await pipeline(handle.createReadStream({ autoClose: false }), response).catch(ignoreGoneAway);
  } finally {
    await handle.close();
  }
  return true;
}
