import type { VersionRow } from '../../shared/catalog.ts';
import type { AppError } from '../../shared/errors.ts';
import { type PackageRef, type RegistryId, Sha256 } from '../../shared/ids.ts';
import type { IndexLine } from '../elba/indexFile.ts';
import { formatName } from '../elba/packageName.ts';
import { parseResolution } from '../elba/resolution.ts';
import { newestFirst } from '../elba/version.ts';
import { failure } from '../failure.ts';
import { notThere, readFacts, readVersionRows } from './apiSource.ts';
import { type IndexPackage, readIndexPackage, readRootFile } from './indexPackage.ts';
import { type Gathered, mergeVersion } from './merge.ts';
import type { CatalogParts } from './parts.ts';
import { firstError, orAbsent, settle } from './settle.ts';
import { findSources, indexRoot } from './sources.ts';

/** What the index says of one version just now. `sha256` is the hash in its location, null where it has none. */
export interface IndexLook {
  readonly found: boolean;
  readonly yanked: boolean;
  readonly sha256: Sha256 | null;
}

const EAGER_VERSIONS = 60;

/** A line of the index that elba stumbles over, to be said beside the versions that can be shown. */
function findingOf(indexed: IndexPackage | null): AppError | null {
  const [first] = indexed?.findings ?? [];
  if (first === undefined) return null;
  const place = first.line === undefined ? first.file : `${first.file}, line ${first.line}`;
  return { code: 'index_unreadable', message: `The index has a problem in ${place}: ${first.text}` };
}

/** Reads one package from both sources. One of them may fail; that is `incomplete`. Throws where neither has it. */
export async function gather(parts: CatalogParts, registryId: RegistryId, ref: PackageRef): Promise<Gathered> {
  const registry = parts.registryOf(registryId);
  const { root, api, why } = await findSources(registry, () => parts.apiFor(registryId));
  const [index, listed] = await Promise.all([
    settle(root === null ? Promise.resolve(null) : readIndexPackage(root, ref)),
    settle(api === null ? Promise.resolve(null) : orAbsent(api.versions(ref))),
  ]);
  const line = index.ok ? index.value : null;
  const versions = listed.ok ? listed.value : null;
  if (line === null && versions === null) {
    if (!listed.ok) throw listed.failure;
    throw why ?? failure('package_not_found', notThere(registry.name, ref));
  }
  const all = new Set([...(versions?.versions ?? []), ...(line?.lines.map(({ version }) => version) ?? [])]);
  const newest = versions === null ? [] : [...all].sort(newestFirst).slice(0, EAGER_VERSIONS);
  const spelling = line?.ref ?? versions?.ref ?? ref;
  const { facts, error } =
    api === null ? { facts: new Map(), error: null } : await readFacts(api, versions?.ref ?? spelling, newest);
  const incomplete = why?.error ?? firstError([index, listed]) ?? error ?? findingOf(line);
  return { ref: spelling, index: line, versions: versions?.versions ?? null, facts, incomplete };
}

/** Some versions of a package, read anew from both sources, in the order of `versions`. */
export async function readVersionDetails(
  parts: CatalogParts,
  registryId: RegistryId,
  ref: PackageRef,
  versions: readonly string[],
): Promise<VersionRow[]> {
  const { root, api, why } = await findSources(parts.registryOf(registryId), () => parts.apiFor(registryId));
  const index = root === null ? null : await readIndexPackage(root, ref);
  if (index === null && api === null && why !== null) throw why;
  const lines = new Map(index?.lines.map((line) => [line.version, line]));
  const rows = api === null ? [] : await readVersionRows(api, ref, versions, lines);
  return versions.map((version, at) => mergeVersion(version, lines.get(version), rows[at]));
}

/** The published spelling: the index's, else the registry's; null where neither has the package or can tell. */
export async function readSpelling(
  parts: CatalogParts,
  registryId: RegistryId,
  ref: PackageRef,
): Promise<PackageRef | null> {
  const registry = parts.registryOf(registryId);
  const root = indexRoot(registry.index);
  const indexed = root === null ? null : await readIndexPackage(root, ref);
  if (indexed !== null && indexed.lines.length > 0) return indexed.ref;
  const sources = await settle(findSources(registry, () => parts.apiFor(registryId)));
  if (!sources.ok) {
    if (sources.failure.error.code === 'not_supported_here') return null;
    throw sources.failure;
  }
  const { api, why } = sources.value;
  if (api === null && why !== null) throw why;
  return api === null ? null : ((await orAbsent(api.versions(ref)))?.ref ?? null);
}

function hashOf({ location }: IndexLine): Sha256 | null {
  const parsed = parseResolution(location ?? '');
  if (!parsed.ok || parsed.resolution.kind !== 'tar') return null;
  return Sha256.safeParse(parsed.resolution.sha256?.toLowerCase()).data ?? null;
}

/**
 * Looks one version up in the index folder, read anew; null where the registry has none that can be read. A folder that is
 * gone, or a file that is damaged, proves nothing about a version: `index_unreadable`.
 */
export async function readLook(
  parts: CatalogParts,
  registryId: RegistryId,
  ref: PackageRef,
  version: string,
): Promise<IndexLook | null> {
  const { name, index } = parts.registryOf(registryId);
  const root = indexRoot(index);
  if (root === null) return null;
  const isThere = (await readRootFile(root, 'index.toml')) !== null;
  const indexed = isThere ? await readIndexPackage(root, ref) : null;
  if (!isThere || (indexed !== null && indexed.lines.length === 0 && indexed.findings.length > 0)) {
    const what = isThere ? `The file of ${formatName(ref)} in the index` : `The index folder ${root}`;
    throw failure('index_unreadable', `${what} of ${name} could not be read, so it says nothing about this version.`);
  }
  const line = indexed?.lines.find((some) => some.version === version);
  return { found: line !== undefined, yanked: line?.yanked ?? false, sha256: line === undefined ? null : hashOf(line) };
}
