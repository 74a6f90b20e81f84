import type { PackageRef, Sha256 } from '../../shared/ids.ts';
import { failure } from '../failure.ts';
import type { Reads } from './reads.ts';

/** An archive as a registry handed it out, in memory. */
export interface WholeArchive {
  readonly bytes: Buffer;
  readonly sha256: Sha256;
}

/**
 * Downloads the archive of a version into memory, at most `mostBytes`; nothing touches the disk. Throws `too_large` as soon as there is
 * more, the reason of `signal` when that is aborted, and what `download` throws.
 */
export async function readWholeArchive(
  client: Pick<Reads, 'download'>,
  ref: PackageRef,
  version: string,
  mostBytes: number,
  signal: AbortSignal,
): Promise<WholeArchive> {
  const enough = new AbortController();
  const parts: Buffer[] = [];
  let taken = 0;
  const into = (chunk: Uint8Array): void => {
    taken += chunk.length;
    if (taken > mostBytes) enough.abort();
    else parts.push(Buffer.from(chunk));
  };
  const tooLarge = () =>
    failure('too_large', `The archive of ${ref.group}/${ref.name} ${version} is too large to be compared with.`);
  try {
    const { sha256 } = await client.download(ref, version, AbortSignal.any([signal, enough.signal]), into);
    if (taken > mostBytes) throw tooLarge();
    return { bytes: Buffer.concat(parts), sha256 };
  } catch (thrown) {
    signal.throwIfAborted();
    throw enough.signal.aborted ? tooLarge() : thrown;
  }
}
