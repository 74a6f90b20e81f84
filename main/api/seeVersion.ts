import type { AppError } from '../../shared/errors.ts';
import type { PackageRef, RegistryId, Sha256 } from '../../shared/ids.ts';
import type { Evidence } from '../../shared/job.ts';
import { Failure } from '../failure.ts';
import type { Client } from './client.ts';

/** What an index says of one version. `sha256` is the hash in its location, null where it has none. */
export interface IndexSight {
  readonly found: boolean;
  readonly yanked: boolean;
  readonly sha256: Sha256 | null;
}

/** Looks a version up in a registry's index, freshly. Null where no index is known; throws a `Failure` where it cannot be read. */
export type LookInIndex = (registryId: RegistryId, ref: PackageRef, version: string) => Promise<IndexSight | null>;

/** What was seen of a version. `yanked` is null where the source does not say. */
export type Sight =
  | {
      readonly kind: 'present';
      readonly by: Extract<Evidence['kind'], 'metadata' | 'versions' | 'index'>;
      readonly yanked: boolean | null;
      readonly sha256: Sha256 | null;
    }
  | { readonly kind: 'absent'; readonly by: Extract<Evidence['kind'], 'metadata' | 'versions' | 'index'> }
  | { readonly kind: 'unavailable'; readonly error: AppError };

/** Where to look. */
export interface Watched {
  readonly client: Pick<Client, 'versionMetadata' | 'versions'>;
  readonly lookInIndex: LookInIndex;
  readonly registryId: RegistryId;
  readonly ref: PackageRef;
  readonly version: string;
}

async function attempt(see: () => Promise<Sight>): Promise<Sight> {
  try {
    return await see();
  } catch (thrown) {
    if (!(thrown instanceof Failure)) throw thrown;
    return { kind: 'unavailable', error: thrown.error };
  }
}

/** After these the next request to the same registry would fare no better. */
const NO_WAY_THERE = new Set([
  'unreachable',
  'tls_failed',
  'timed_out',
  'plain_http_refused',
  'cancelled',
  'not_supported_here',
]);

async function byMetadata({ client, ref, version }: Watched, signal?: AbortSignal): Promise<Sight> {
  try {
    const { yanked } = await client.versionMetadata(ref, version, signal);
    return { kind: 'present', by: 'metadata', yanked, sha256: null };
  } catch (thrown) {
    if (thrown instanceof Failure && thrown.error.code === 'package_not_found')
      return { kind: 'absent', by: 'metadata' };
    throw thrown;
  }
}

async function byVersions({ client, ref, version }: Watched, signal?: AbortSignal): Promise<Sight> {
  const versions = await client.versions(ref, signal);
  return versions.includes(version)
    ? { kind: 'present', by: 'versions', yanked: null, sha256: null }
    : { kind: 'absent', by: 'versions' };
}

async function byIndex({ lookInIndex, registryId, ref, version }: Watched): Promise<Sight | null> {
  const seen = await lookInIndex(registryId, ref, version);
  if (seen === null) return null;
  return seen.found
    ? { kind: 'present', by: 'index', yanked: seen.yanked, sha256: seen.sha256 }
    : { kind: 'absent', by: 'index' };
}

/**
 * Reads one version back: its metadata, where that fails the list of versions, and the index where a registry cannot be asked. Absent
 * in an index counts only where the registry has no read endpoints, because an index can lag; present counts always. Throws
 * only defects.
 */
export async function seeVersion(watched: Watched, signal?: AbortSignal): Promise<Sight> {
  const metadata = await attempt(() => byMetadata(watched, signal));
  if (metadata.kind !== 'unavailable') return metadata;
  const askAgain = !NO_WAY_THERE.has(metadata.error.code);
  const listed = askAgain ? await attempt(() => byVersions(watched, signal)) : metadata;
  if (listed.kind !== 'unavailable') return listed;
  const indexed = await attempt(async () => (await byIndex(watched)) ?? listed);
  if (indexed.kind === 'present') return indexed;
  const speaksOnlyByIndex = metadata.error.code === 'route_not_found' || metadata.error.code === 'not_supported_here';
  return speaksOnlyByIndex ? indexed : metadata;
}
