import type { PackageRef, RegistryId } from '../../shared/ids.ts';
import { failure } from '../failure.ts';
import type { Holdings } from './holdings.ts';
import type { IndexPackage } from './indexPackage.ts';
import type { CatalogParts } from './parts.ts';
import { indexRoot } from './sources.ts';

/** How sure a look into an index has to be: `known` is what was read last, `now` is read for this very question. */
export type HowFresh = 'known' | 'now';

/**
 * One package as the index has it; null where there is no index or it does not have the package. A folder is always read anew, it costs
 * nothing. Throws why the index can't be read.
 */
export async function readIndexed(
  parts: CatalogParts,
  holdings: Holdings,
  registryId: RegistryId,
  ref: PackageRef,
  howFresh: HowFresh,
): Promise<IndexPackage | null> {
  const { index, catchingUp } = holdings.holdingOf(registryId);
  if (index === null) return null;
  const root = indexRoot(parts.registryOf(registryId).index);
  if (root !== null) return parts.tables.fresh({ root, ref });
  await catchingUp;
  if (howFresh === 'now') await index.refreshAfter();
  const { versions } = await index.ready();
  // While only names are there the versions are still being read.
  if (versions === null) await index.refresh();
  return parts.tables.package({ id: registryId, ref });
}

/** Why an index folder says nothing of its packages at all, where that is so. */
export async function refuseNoFolder(parts: CatalogParts, registryId: RegistryId): Promise<void> {
  const { index, name } = parts.registryOf(registryId);
  const root = indexRoot(index);
  if (root === null || (await parts.tables.hasConfig({ root }))) return;
  throw failure(
    'index_unreadable',
    `The index folder ${root} of ${name} could not be read, so it says nothing about this version.`,
  );
}
