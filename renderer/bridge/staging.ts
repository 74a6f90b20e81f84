import * as z from 'zod';
import { AppError } from '../../shared/errors.ts';
import { StagingId } from '../../shared/ids.ts';
import { CallError } from './client.ts';
import type { FolderListing, ListedFile } from './folderListing.ts';

/** A batch holds about this much; a bigger file makes a batch of its own. */
const BATCH_BYTES = 8_000_000;
const BATCH_FILES = 500;

/** How far a folder was brought to the host. */
export interface StagingProgress {
  readonly files: number;
  readonly totalFiles: number;
  readonly bytes: number;
  readonly totalBytes: number;
}

interface Batch {
  readonly files: readonly ListedFile[];
  readonly folders: readonly string[];
}

/** Cuts a listing into requests. There is always at least one, which names the folders. */
export function cutIntoBatches(listing: FolderListing): Batch[] {
  const batches: Array<{ files: ListedFile[]; folders: readonly string[] }> = [];
  let files: ListedFile[] = [];
  let bytes = 0;
  for (const one of listing.files) {
    if (files.length > 0 && (files.length === BATCH_FILES || bytes + one.file.size > BATCH_BYTES)) {
      batches.push({ files, folders: [] });
      files = [];
      bytes = 0;
    }
    files.push(one);
    bytes += one.file.size;
  }
  if (files.length > 0 || listing.folders.length > 0 || batches.length === 0)
    batches.push({ files, folders: listing.folders });
  return batches;
}

/**
 * A batch as the host reads it: the length of the header in four bytes, big-endian; the header as JSON; then the files' bytes one
 * after another. An empty file adds nothing, so that it is never opened.
 */
export function encodeBatch(batch: Batch): Blob {
  const header = new TextEncoder().encode(
    JSON.stringify({
      files: batch.files.map(({ path, file }) => ({ path, bytes: file.size })),
      folders: batch.folders,
    }),
  );
  const length = new DataView(new ArrayBuffer(4));
  length.setUint32(0, header.byteLength);
  return new Blob([length.buffer, header, ...batch.files.flatMap(({ file }) => (file.size === 0 ? [] : [file]))]);
}

const Answer = z.union([
  z.object({ ok: z.literal(true), value: z.unknown().optional() }),
  z.object({ ok: z.literal(false), error: AppError }),
]);

type Fetch = (url: string, init: RequestInit) => Promise<Response>;

const lost = (): CallError =>
  new CallError({
    code: 'connection_lost',
    message:
      'The folder could not be brought in: the connection to the program broke off. See that it still runs, then drop the folder again.',
  });

async function ask(fetch: Fetch, url: string, init: RequestInit): Promise<unknown> {
  const response = await fetch(url, init);
  const answer = Answer.safeParse(await response.json());
  if (!answer.success) throw lost();
  if (!answer.data.ok) throw new CallError(answer.data.error);
  return answer.data.value;
}

/** The first file of a batch that cannot be read now, if that is why sending it failed. */
async function firstUnreadable(batch: Batch): Promise<string | null> {
  for (const { path, file } of batch.files) {
    if (file.size === 0) continue;
    try {
      await file.slice(0, 1).arrayBuffer();
    } catch {
      return path;
    }
  }
  return null;
}

async function sendBatch(fetch: Fetch, id: StagingId, batch: Batch, signal: AbortSignal): Promise<void> {
  try {
    await ask(fetch, `/staging/${encodeURIComponent(id)}`, { method: 'PUT', body: encodeBatch(batch), signal });
  } catch (thrown) {
    signal.throwIfAborted();
    if (thrown instanceof CallError) throw thrown;
    const path = await firstUnreadable(batch);
    if (path === null) throw lost();
    throw new CallError({
      code: 'folder_unreadable',
      message: `${path} could not be read while the folder was brought in. It may have changed or be locked. Drop the folder again.`,
    });
  }
}

/**
 * Brings a folder to the web host, batch by batch, and answers where it lies. Throws a `CallError`, or the signal's reason when it was
 * cancelled; what was brought by then is removed again.
 */
export async function stageFolder(
  listing: FolderListing,
  options: {
    readonly fetch: Fetch;
    readonly signal: AbortSignal;
    readonly onProgress: (progress: StagingProgress) => void;
  },
): Promise<StagingId> {
  const { fetch, signal, onProgress } = options;
  const totalBytes = listing.files.reduce((sum, { file }) => sum + file.size, 0);
  const totalFiles = listing.files.length;
  let files = 0;
  let bytes = 0;
  onProgress({ files, totalFiles, bytes, totalBytes });
  const begun = await ask(fetch, '/staging', { method: 'POST', signal }).catch((thrown: unknown) => {
    signal.throwIfAborted();
    throw thrown instanceof CallError ? thrown : lost();
  });
  const { stagingId } = z.object({ stagingId: StagingId }).parse(begun);
  try {
    for (const batch of cutIntoBatches(listing)) {
      await sendBatch(fetch, stagingId, batch, signal);
      signal.throwIfAborted();
      files += batch.files.length;
      bytes += batch.files.reduce((sum, { file }) => sum + file.size, 0);
      onProgress({ files, totalFiles, bytes, totalBytes });
    }
    return stagingId;
  } catch (thrown) {
    // What stays because of this is removed at the program's next start.
    await fetch(`/staging/${encodeURIComponent(stagingId)}`, { method: 'DELETE' }).catch(() => undefined);
    throw thrown;
  }
}
