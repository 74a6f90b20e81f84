import type { PackageRef, RegistryId } from '../../../shared/ids.ts';
import { keys } from '../../bridge/keys.ts';

/** One version that was published. */
export interface PublishedVersion {
  readonly registryId: RegistryId;
  readonly package: PackageRef;
  readonly version: string;
}

/** The names under which answers about an archive are kept; below those of its package, so that a change there makes them old. */
export const inspectKeys = {
  archive: ({ registryId, package: ref, version }: PublishedVersion) =>
    [...keys.package(registryId, ref), 'archive', version] as const,
  text: ({ registryId, package: ref, version }: PublishedVersion, path: string) =>
    [...keys.package(registryId, ref), 'archive', version, 'text', path] as const,
  compared: ({ registryId, package: ref, version }: PublishedVersion, before: string) =>
    [...keys.package(registryId, ref), 'archive', version, 'since', before] as const,
};
