import type { EntryId } from '../../shared/ids.ts';
import type { Outcome } from '../../shared/job.ts';
import { formatName, samePackage } from '../elba/packageName.ts';
import type { Journal } from '../journal.ts';
import { findEntry, isPublish, type PublishEntry, type Sought } from './find.ts';
import type { PublishingParts } from './parts.ts';

/** All tries to publish this version to this registry, newest first. */
const triesOf = (journal: Pick<Journal, 'list'>, sought: Sought): PublishEntry[] =>
  journal
    .list({ offset: 0, limit: Number.MAX_SAFE_INTEGER })
    .entries.filter(isPublish)
    .filter((entry) => entry.registryId === sought.registryId && entry.version === sought.version)
    .filter((entry) => samePackage(entry.package, sought.ref));

/** Tries to publish the same bytes as the same version that may have reached the registry although they did not end as published. */
export const earlierAttempts = (journal: Pick<Journal, 'list'>, sought: Sought): PublishEntry[] =>
  triesOf(journal, sought).filter(({ outcome, sha256 }) => {
    if (sha256 !== sought.sha256) return false;
    return (
      outcome === undefined ||
      outcome.kind === 'unknown' ||
      (outcome.kind === 'not_sent' && outcome.evidence.length > 0)
    );
  });

/** What an earlier try means for this one; null where nothing stands in the way. */
export interface Settled {
  readonly outcome: Outcome;
  readonly entryId: EntryId | null;
}

/**
 * Answers the open question of an earlier try before anything is sent: publishing a version there again is blocked as long as nobody
 * knows what became of it (DESIGN.md, "Unknown"). If it turns out to be published with the same bytes, that is the outcome.
 */
export async function settleEarlier(parts: PublishingParts, sought: Sought): Promise<Settled | null> {
  // A row without an end is of an earlier run: within this one, nobody else has the turn of this registry.
  const open = triesOf(parts.journal, sought).find(
    ({ outcome }) => outcome === undefined || outcome.kind === 'unknown',
  );
  if (open === undefined) return null;
  const outcome = await findEntry(parts, open, parts.patience.again);
  const what = `${formatName(sought.ref)} ${sought.version}`;
  if (outcome === null || outcome.kind === 'unknown') {
    const message = `It is still unknown what became of the last try to publish ${what} to ${sought.registryName}, so it was not sent again. Look again when ${sought.registryName} answers.`;
    return { outcome: { kind: 'not_sent', error: { code: 'outcome_unknown', message }, evidence: [] }, entryId: null };
  }
  if (outcome.kind !== 'published') return null;
  if (open.sha256 === sought.sha256) return { outcome, entryId: open.id };
  const message = `${what} is on ${sought.registryName} from an earlier try, with other files than these. Raise the version in elba.toml and publish that.`;
  return { outcome: { kind: 'rejected', error: { code: 'version_exists', message }, evidence: [] }, entryId: null };
}
