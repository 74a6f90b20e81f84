import type { AppError } from '../../shared/errors.ts';
import type { PackageRef, RegistryId, Sha256 } from '../../shared/ids.ts';
import type { ActivityEntry, Evidence, Outcome } from '../../shared/job.ts';
import { formatName } from '../elba/packageName.ts';
import { Failure } from '../failure.ts';
import { concludeUnclear } from './conclude.ts';
import { type Found, lookFor } from './look.ts';
import type { PublishingParts } from './parts.ts';

/** A version that was, or may have been, sent to a registry. */
export interface Sought {
  readonly registryId: RegistryId;
  readonly registryName: string;
  readonly ref: PackageRef;
  readonly version: string;
  readonly sha256: Sha256;
}

/** Looks for a version on its registry. A registry that is no longer in the list is `unknown`. Throws only defects. */
export async function find(parts: PublishingParts, sought: Sought, waits: readonly number[]): Promise<Found> {
  const { lookInIndex, pause, now, closing } = parts;
  try {
    const client = parts.clientFor(sought.registryId);
    return await lookFor({ ...sought, client, lookInIndex, waits, pause, now, ...(closing && { signal: closing }) });
  } catch (thrown) {
    if (!(thrown instanceof Failure)) throw thrown;
    return { verdict: 'unknown', evidence: [], error: thrown.error };
  }
}

/** A row of the journal that names what was published. */
export type PublishEntry = ActivityEntry & {
  readonly package: PackageRef;
  readonly version: string;
  readonly sha256: Sha256;
};

export const isPublish = (entry: ActivityEntry): entry is PublishEntry =>
  entry.action === 'publish' &&
  entry.package !== undefined &&
  entry.version !== undefined &&
  entry.sha256 !== undefined;

/** What is known of a write whose answer nobody saw. */
function openQuestion(entry: ActivityEntry): { error: AppError; evidence: Evidence[] } {
  if (entry.outcome?.kind === 'unknown') return { error: entry.outcome.error, evidence: entry.outcome.evidence };
  const message = `The program ended before the answer of ${entry.registryName} came.`;
  return { error: { code: 'connection_lost', message }, evidence: [] };
}

/** Once the question is answered, the sentence that asked it would be wrong. */
const asAsked = (error: AppError): AppError =>
  error.code === 'outcome_unknown'
    ? { code: 'connection_lost', message: 'No clear answer had come to the upload.' }
    : error;

/**
 * Finds out what became of a publish of the journal, and writes it there. Evidence of earlier looks is kept in front, as long as it says
 * something that the new look does not. Answers null where the program is closing: then the row stays as it is for the next start.
 */
export async function findEntry(
  parts: PublishingParts,
  entry: PublishEntry,
  waits: readonly number[],
): Promise<Outcome | null> {
  const { registryId, registryName, package: ref, version, sha256 } = entry;
  const found = await find(parts, { registryId, registryName, ref, version, sha256 }, waits);
  if (parts.closing?.aborted === true) return null;
  const { error, evidence } = openQuestion(entry);
  const seenNow = new Set(found.evidence.map((row) => row.seen));
  const before = evidence.filter((row) => row.kind === 'sent' && !seenNow.has(row.seen));
  const about = { registryName, what: `${formatName(ref)} ${version}` };
  const outcome = concludeUnclear(about, asAsked(error), found, before);
  await parts.journal.end(entry.id, outcome);
  if (outcome.kind === 'published') parts.catalogChanged?.(registryId, ref);
  return outcome;
}
