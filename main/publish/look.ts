import type { AppError } from '../../shared/errors.ts';
import type { Sha256 } from '../../shared/ids.ts';
import type { Evidence } from '../../shared/job.ts';
import { whyNotSeen } from '../api/afterwards.ts';
import type { Client } from '../api/client.ts';
import { type Sight, seeVersion, type Watched } from '../api/seeVersion.ts';
import { formatName } from '../elba/packageName.ts';
import { Failure } from '../failure.ts';
import type { Pause } from '../pause.ts';
import { shortHash } from './words.ts';

/**
 * What looking for a version showed. `ours`: its bytes are those that were sent; `other`: they are not; `uncompared`: it is there, its
 * bytes could not be had; `absent`: it was looked for with patience and is not there; `unknown`: nobody could look.
 */
export type Found =
  | { readonly verdict: 'ours' | 'other' | 'absent'; readonly evidence: readonly Evidence[] }
  | { readonly verdict: 'uncompared' | 'unknown'; readonly evidence: readonly Evidence[]; readonly error: AppError };

/** What to look for, where, and how patiently: `waits` are the milliseconds before each look. */
export interface Search extends Watched {
  readonly client: Pick<Client, 'versionMetadata' | 'versions' | 'download'>;
  readonly registryName: string;
  readonly sha256: Sha256;
  readonly waits: readonly number[];
  readonly pause: Pause;
  now(): string;
  readonly signal?: AbortSignal;
}

const PLACES = { metadata: 'among its versions', versions: 'in its version list', index: 'in its index' } as const;

function compared(search: Search, sha256: Sha256, kind: Evidence['kind'], what: string): Found {
  const at = search.now();
  return sha256 === search.sha256
    ? {
        verdict: 'ours',
        evidence: [{ at, kind, seen: `${what} has our sha256 ${shortHash(sha256)}`, proves: 'it is yours' }],
      }
    : {
        verdict: 'other',
        evidence: [
          { at, kind, seen: `${what} has the sha256 ${shortHash(sha256)}`, proves: 'it is not what was sent' },
        ],
      };
}

async function compare(search: Search, sight: Extract<Sight, { kind: 'present' }>): Promise<Found> {
  if (sight.sha256 !== null) return compared(search, sight.sha256, 'index', 'The index’s line');
  try {
    const { sha256 } = await search.client.download(search.ref, search.version, search.signal);
    return compared(search, sha256, 'download', 'The downloaded archive');
  } catch (thrown) {
    if (!(thrown instanceof Failure)) throw thrown;
    const seen = `The archive could not be downloaded: ${whyNotSeen(search.registryName, thrown.error)}`;
    const evidence: Evidence = { at: search.now(), kind: 'download', seen, proves: 'nobody can compare it yet' };
    return { verdict: 'uncompared', evidence: [evidence], error: thrown.error };
  }
}

async function lookOnce(search: Search): Promise<Found> {
  const { registryName, ref, version } = search;
  const sight = await seeVersion(search, search.signal);
  const at = search.now();
  const what = `${formatName(ref)} ${version}`;
  if (sight.kind === 'unavailable') {
    const seen = whyNotSeen(registryName, sight.error);
    return {
      verdict: 'unknown',
      evidence: [{ at, kind: 'metadata', seen, proves: 'nobody can tell yet' }],
      error: sight.error,
    };
  }
  if (sight.kind === 'absent') {
    const seen = `${registryName} does not have ${what} ${PLACES[sight.by]}`;
    return { verdict: 'absent', evidence: [{ at, kind: sight.by, seen, proves: 'it is not there' }] };
  }
  const seen = `${registryName} has ${what} ${PLACES[sight.by]}`;
  const there: Evidence = { at, kind: sight.by, seen, proves: 'it exists' };
  const found = await compare(search, sight);
  return { ...found, evidence: [there, ...found.evidence] };
}

/** Later sights of the same take the place of earlier ones, so that evidence stays short however often it was looked. */
function merged(before: readonly Evidence[], after: readonly Evidence[]): Evidence[] {
  const again = new Set(after.map((row) => row.seen));
  return [...before.filter((row) => !again.has(row.seen)), ...after];
}

/**
 * Looks for a version: its metadata, then the list of versions or the index, then its bytes. It looks again, because an index can lag,
 * until the bytes were compared or its patience is at an end. Throws only defects; where the signal aborts, it is `unknown`.
 */
export async function lookFor(search: Search): Promise<Found> {
  let last: Found | null = null;
  let evidence: Evidence[] = [];
  for (const wait of search.waits) {
    if (!(await search.pause(wait, search.signal))) break;
    last = await lookOnce(search);
    evidence = merged(evidence, last.evidence);
    if (last.verdict === 'ours' || last.verdict === 'other') break;
  }
  if (last === null || search.signal?.aborted === true) {
    const error: AppError = { code: 'cancelled', message: 'The search for it was stopped.' };
    return { verdict: 'unknown', evidence, error };
  }
  return { ...last, evidence };
}
