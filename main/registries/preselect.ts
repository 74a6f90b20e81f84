import type { PackageRef, RegistryId } from '../../shared/ids.ts';
import type { Registry } from '../../shared/registry.ts';
import { normaliseName } from '../elba/packageName.ts';

export interface PreselectInput {
  /** What was last chosen for the project; empty where nothing ever was. */
  readonly chosen: readonly RegistryId[];
  readonly package: PackageRef | null;
  readonly registries: readonly Registry[];
  /** The one from the settings. */
  readonly setting: RegistryId | null;
}

const sameGroup = (a: string, b: string): boolean =>
  normaliseName({ group: a, name: 'name' }) === normaliseName({ group: b, name: 'name' });

/**
 * Which registries are chosen for a project to begin with: what was chosen last, else those that its group belongs to, else the one from
 * the settings. Never one of production that was not chosen for this very project.
 */
export function preselect({ chosen, package: ref, registries, setting }: PreselectInput): RegistryId[] {
  if (chosen.length > 0) return [...chosen];
  const others = registries.filter(({ production }) => !production);
  const ofGroup =
    ref === null ? [] : others.filter(({ groups = [] }) => groups.some((group) => sameGroup(group, ref.group)));
  const fallback = others.filter(({ id }) => id === setting);
  return (ofGroup.length > 0 ? ofGroup : fallback).map(({ id }) => id);
}
