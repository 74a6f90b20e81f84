import { createHash } from 'node:crypto';
import { closeSync, mkdirSync, openSync, renameSync, rmSync, writeSync } from 'node:fs';
import { dirname } from 'node:path';
import type { TarResolution } from '../elba/resolution.ts';
import { failure } from '../failure.ts';
import { withoutLogin } from './gitWords.ts';

/** A request for a file, over whatever way the program has to the network. */
export interface DownloadRequest {
  readonly url: URL;
  readonly headers: Readonly<Record<string, string>>;
  readonly mostBytes: number;
  readonly signal: AbortSignal;
  /** Takes the body of a success, piece by piece. */
  sink(chunk: Uint8Array): void;
}

/** How it was answered. `cut`: it ended early, or was larger than asked for. */
export interface Downloaded {
  readonly status: number;
  readonly etag: string | null;
  readonly bytes: number;
  readonly cut: boolean;
}

/** Gets a file. Throws a coded failure where no answer came, the signal's reason when it is aborted. */
export type Download = (request: DownloadRequest) => Promise<Downloaded>;

export interface TarFetch {
  readonly from: Pick<TarResolution, 'url' | 'sha256'>;
  /** Where the archive is put. */
  readonly file: string;
  /** The ETag of what is known, so that the same is not sent again; null to have it all. */
  readonly etag: string | null;
  readonly download: Download;
  readonly signal: AbortSignal;
  onProgress(done: number): void;
  /** More bytes than this are not taken. */
  readonly mostBytes?: number;
}

const MOST_BYTES = 512 * 1024 * 1024;

const mostOf = ({ mostBytes }: TarFetch): number => mostBytes ?? MOST_BYTES;

const whereOf = ({ from }: TarFetch): string => withoutLogin(from.url);

function refuseStatus(fetch: TarFetch, { status, cut, bytes }: Downloaded): void {
  const where = whereOf(fetch);
  if (status === 404)
    throw failure('index_unreadable', `There is no index at ${where}. Check the address on the registry's page.`, {
      status,
    });
  if (status < 200 || status >= 300)
    throw failure('index_unreadable', `${where} answered ${status} instead of the index.`, { status });
  if (bytes >= mostOf(fetch))
    throw failure('too_large', `${where} sent more than an index can hold, so it was not taken.`);
  if (cut)
    throw failure(
      'connection_lost',
      `The connection to ${where} broke while the index was downloaded. What was read before is shown.`,
    );
}

function refuseHash(fetch: TarFetch, found: string): void {
  const { sha256 } = fetch.from;
  if (sha256 === null || sha256 === found) return;
  const hint =
    sha256.toLowerCase() === found
      ? ' elba takes the hash in lower case only.'
      : ' It was changed, or the address names another one.';
  throw failure(
    'index_unreadable',
    `The index at ${whereOf(fetch)} does not have the SHA-256 that its address names, so it was not taken.${hint}`,
  );
}

/**
 * Downloads a tar index to a file, unless the server says that it is still the one that is known. Gives its ETag, or null where nothing
 * is new. Throws `index_unreadable`, `too_large`, `connection_lost`, and what the download throws.
 */
export async function fetchTar(fetch: TarFetch): Promise<{ readonly etag: string | null } | null> {
  const url = URL.parse(fetch.from.url);
  if (url === null || (url.protocol !== 'https:' && url.protocol !== 'http:'))
    throw failure(
      'index_unreadable',
      'A tar index is read over https or http only, here as by elba. Name its folder with index+dir+ instead.',
    );
  mkdirSync(dirname(fetch.file), { recursive: true, mode: 0o700 });
  const part = `${fetch.file}.part`;
  const handle = openSync(part, 'w', 0o600);
  const hash = fetch.from.sha256 === null ? null : createHash('sha256');
  let done = 0;
  const sink = (chunk: Uint8Array): void => {
    for (let at = 0; at < chunk.length; ) at += writeSync(handle, chunk, at);
    hash?.update(chunk);
    done += chunk.length;
    fetch.onProgress(done);
  };
  const headers = fetch.etag === null ? {} : { 'if-none-match': fetch.etag };
  try {
    const answer = await fetch.download({ url, headers, mostBytes: mostOf(fetch), signal: fetch.signal, sink });
    if (answer.status === 304 && fetch.etag !== null) return null;
    refuseStatus(fetch, answer);
    if (hash !== null) refuseHash(fetch, hash.digest('hex'));
    renameSync(part, fetch.file);
    return { etag: answer.etag };
  } finally {
    closeSync(handle);
    rmSync(part, { force: true });
  }
}
