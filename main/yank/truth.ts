import type { AppError } from '../../shared/errors.ts';
import type { PackageRef, RegistryId } from '../../shared/ids.ts';
import type { Evidence, Outcome } from '../../shared/job.ts';
import { howItEnded, whyNotSeen } from '../api/afterwards.ts';
import { type Sight, seeVersion } from '../api/seeVersion.ts';
import { formatName } from '../elba/packageName.ts';
import { Failure } from '../failure.ts';
import type { YankingParts } from './parts.ts';

/** One version of one registry and the state that it is to have. */
export interface Wish {
  readonly registryId: RegistryId;
  readonly registryName: string;
  readonly ref: PackageRef;
  readonly version: string;
  readonly yanked: boolean;
}

const stateOf = (yanked: boolean): string => (yanked ? 'yanked' : 'available');

export const whatOf = ({ ref, version }: Wish): string => `${formatName(ref)} ${version}`;

export const reached = (
  wish: Wish,
  confirmed: 'answer' | 'looked',
  evidence: Evidence[],
): Extract<Outcome, { kind: 'yanked' | 'unyanked' }> => ({
  kind: wish.yanked ? 'yanked' : 'unyanked',
  confirmed,
  evidence,
});

type Clear = Extract<Sight, { kind: 'present' }> & { readonly yanked: boolean };
const isClear = (sight: Sight): sight is Clear => sight.kind === 'present' && sight.yanked !== null;

async function look(parts: YankingParts, wish: Wish): Promise<Sight> {
  const { registryId, ref, version } = wish;
  try {
    const watched = { client: parts.clientFor(registryId), lookInIndex: parts.lookInIndex, registryId, ref, version };
    return await seeVersion(watched, parts.closing);
  } catch (thrown) {
    if (!(thrown instanceof Failure)) throw thrown;
    return { kind: 'unavailable', error: thrown.error };
  }
}

/** Looks until the version has the state that was wished for, or patience is at an end. */
async function lookPatiently(parts: YankingParts, wish: Wish, waits: readonly number[]): Promise<Sight> {
  let last: Sight = { kind: 'unavailable', error: { code: 'cancelled', message: 'The search for it was stopped.' } };
  for (const wait of waits) {
    if (!(await parts.pause(wait, parts.closing))) break;
    last = await look(parts, wish);
    if (isClear(last) && last.yanked === wish.yanked) break;
  }
  return last;
}

function unknown(wish: Wish, why: string, evidence: Evidence[]): Outcome {
  const message = `${wish.registryName} may have ${wish.yanked ? 'yanked' : 'unyanked'} ${whatOf(wish)}, and nobody can tell yet. ${why}`;
  return { kind: 'unknown', error: { code: 'outcome_unknown', message }, evidence };
}

function conclude(wish: Wish, error: AppError, sight: Sight, before: Evidence[], at: string): Outcome {
  const { registryName } = wish;
  const what = whatOf(wish);
  if (sight.kind === 'unavailable') return unknown(wish, whyNotSeen(registryName, sight.error), before);
  if (sight.kind === 'absent') {
    const row: Evidence = {
      at,
      kind: sight.by,
      seen: `${registryName} does not have ${what}`,
      proves: 'nothing was changed',
    };
    const message = `${registryName} does not have ${what}, so nothing was changed there.`;
    return { kind: 'rejected', error: { code: 'package_not_found', message }, evidence: [...before, row] };
  }
  if (!isClear(sight)) {
    return unknown(wish, `${registryName} lists the version, but does not say whether it is yanked.`, before);
  }
  const state = stateOf(sight.yanked);
  const row: Evidence = {
    at,
    kind: sight.by,
    seen: `${what} is ${state} on ${registryName}`,
    proves: `it is ${state}`,
  };
  if (sight.yanked === wish.yanked) return reached(wish, 'looked', [...before, row]);
  const message = `${what} is still ${state} on ${registryName}: it was looked at, so it is safe to try again. ${error.message}`;
  return { kind: 'not_sent', error: { ...error, message }, evidence: [...before, row] };
}

/**
 * Finds out the state of a version after a yank without a clear answer, and concludes from it. `error` is what went wrong. Answers null
 * where the program is closing: then the row of the journal stays open for the next start.
 */
export async function findTruth(
  parts: YankingParts,
  wish: Wish,
  error: AppError,
  waits: readonly number[],
): Promise<Outcome | null> {
  const sent: Evidence = {
    at: parts.now(),
    kind: 'sent',
    seen: `The request left, then ${howItEnded(error)}`,
    proves: 'outcome unknown',
  };
  const sight = await lookPatiently(parts, wish, waits);
  return parts.closing?.aborted === true ? null : conclude(wish, error, sight, [sent], parts.now());
}
