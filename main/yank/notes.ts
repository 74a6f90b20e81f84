import type { PackageRef, RegistryId } from '../../shared/ids.ts';
import { samePackage } from '../elba/packageName.ts';
import type { Journal } from '../journal.ts';

/**
 * What a person wrote down when versions of a package were yanked, for each the last note. A yank that did not come about, or was
 * taken back, has none. The registry knows nothing of it.
 */
export function readNotes(
  journal: Pick<Journal, 'list'>,
  registryId: RegistryId,
  ref: PackageRef,
): { version: string; note: string }[] {
  const notes = new Map<string, string | null>();
  for (const entry of journal.list({ offset: 0, limit: Number.MAX_SAFE_INTEGER }).entries) {
    const { outcome, version, package: named } = entry;
    if (entry.registryId !== registryId || named === undefined || version === undefined) continue;
    if (outcome?.kind !== 'yanked' && outcome?.kind !== 'unyanked') continue;
    // Newest first: what was written last counts.
    if (notes.has(version) || !samePackage(named, ref)) continue;
    notes.set(version, outcome.kind === 'yanked' ? (entry.note ?? null) : null);
  }
  return [...notes].flatMap(([version, note]) => (note === null ? [] : [{ version, note }]));
}
