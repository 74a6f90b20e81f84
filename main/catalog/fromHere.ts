import type { RegistryId } from '../../shared/ids.ts';
import { normaliseName } from '../elba/packageName.ts';
import type { Journal } from '../journal.ts';

/** The normalised names of all packages that the journal says were published to a registry from here. */
export function publishedFromHere(journal: Pick<Journal, 'list'>, registryId: RegistryId): ReadonlySet<string> {
  const { entries } = journal.list({ offset: 0, limit: Number.MAX_SAFE_INTEGER });
  const published = entries.filter((entry) => entry.registryId === registryId && entry.outcome?.kind === 'published');
  return new Set(published.flatMap(({ package: ref }) => (ref === undefined ? [] : [normaliseName(ref)])));
}
