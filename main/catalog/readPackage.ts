import type { VersionRow } from '../../shared/catalog.ts';
import type { AppError } from '../../shared/errors.ts';
import { type PackageRef, type RegistryId, Sha256 } from '../../shared/ids.ts';
import type { IndexLine } from '../elba/indexFile.ts';
import { createLineJudge } from '../elba/lineJudge.ts';
import { formatName } from '../elba/packageName.ts';
import { parseResolution } from '../elba/resolution.ts';
import { failure } from '../failure.ts';
import { notThere, readFacts, readVersionRows } from './apiSource.ts';
import type { Holdings } from './holdings.ts';
import type { IndexPackage } from './indexPackage.ts';
import { type Gathered, mergeVersion } from './merge.ts';
import type { CatalogParts } from './parts.ts';
import { readIndexed, refuseNoFolder } from './readIndexed.ts';
import { firstError, orAbsent, settle } from './settle.ts';
import { type FoundApi, hasNoApi } from './sources.ts';

/** What the index says of one version just now. `sha256` is the hash in its location, null where it has none. */
export interface IndexLook {
  readonly found: boolean;
  readonly yanked: boolean;
  readonly sha256: Sha256 | null;
}

/** Where the index says that the archive of a version lies, as it is written, and the hash in that; null where it has none. */
export interface ArchivePlace {
  readonly location: string;
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

/** Why the read endpoints gave nothing, where that is a lack: a registry that has an index needs none of its own. */
const lackOf = (found: FoundApi, isIndexed: boolean): AppError | null =>
  found.why === null || (isIndexed && hasNoApi(found)) ? null : found.why.error;

/** Reads one package from both sources. One of them may fail; that is `incomplete`. Throws where neither has it. */
export async function gather(
  parts: CatalogParts,
  holdings: Holdings,
  registryId: RegistryId,
  ref: PackageRef,
): Promise<Gathered> {
  const registry = parts.registryOf(registryId);
  const isIndexed = holdings.holdingOf(registryId).index !== null;
  const [index, found] = await Promise.all([
    settle(readIndexed(parts, holdings, registryId, ref, 'known')),
    holdings.apiOf(registryId),
  ]);
  const listed = await settle(found.api === null ? Promise.resolve(null) : orAbsent(found.api.versions(ref)));
  const line = index.ok ? index.value : null;
  const versions = listed.ok ? listed.value : null;
  const lack = lackOf(found, isIndexed);
  if (line === null && versions === null) {
    if (!listed.ok) throw listed.failure;
    if (lack !== null && found.why !== null) throw found.why;
    if (!index.ok) throw index.failure;
    throw failure('package_not_found', notThere(registry.name, ref));
  }
  const all = new Set([...(versions?.versions ?? []), ...(line?.lines.map(({ version }) => version) ?? [])]);
  const { compare } = createLineJudge();
  const newest = versions === null ? [] : [...all].sort((a, b) => compare(b, a)).slice(0, EAGER_VERSIONS);
  const spelling = line?.ref ?? versions?.ref ?? ref;
  const { facts, error } =
    found.api === null
      ? { facts: new Map(), error: null }
      : await readFacts(found.api, versions?.ref ?? spelling, newest);
  const incomplete = lack ?? firstError([index, listed]) ?? error ?? findingOf(line);
  return { ref: spelling, index: line, versions: versions?.versions ?? null, facts, incomplete };
}

/** Some versions of a package, read anew from both sources, in the order of `versions`. */
export async function readVersionDetails(
  parts: CatalogParts,
  holdings: Holdings,
  registryId: RegistryId,
  ref: PackageRef,
  versions: readonly string[],
): Promise<VersionRow[]> {
  const found = await holdings.apiOf(registryId);
  const index = await readIndexed(parts, holdings, registryId, ref, 'known');
  if (index === null && found.why !== null && !(hasNoApi(found) && holdings.holdingOf(registryId).index !== null))
    throw found.why;
  const lines = new Map(index?.lines.map((line) => [line.version, line]));
  const rows = found.api === null ? [] : await readVersionRows(found.api, ref, versions, lines);
  return versions.map((version, at) => mergeVersion(version, lines.get(version), rows[at]));
}

/** The published spelling: the index's, else the registry's; null where neither has the package or can tell. */
export async function readSpelling(
  parts: CatalogParts,
  holdings: Holdings,
  registryId: RegistryId,
  ref: PackageRef,
): Promise<PackageRef | null> {
  const indexed = await settle(readIndexed(parts, holdings, registryId, ref, 'known'));
  if (indexed.ok && indexed.value !== null && indexed.value.lines.length > 0) return indexed.value.ref;
  const found = await holdings.apiOf(registryId);
  if (found.api !== null) return (await orAbsent(found.api.versions(ref)))?.ref ?? null;
  if (!hasNoApi(found)) throw found.why;
  if (!indexed.ok) throw indexed.failure;
  return null;
}

function hashOf({ location }: IndexLine): Sha256 | null {
  const parsed = parseResolution(location ?? '');
  if (!parsed.ok || parsed.resolution.kind !== 'tar') return null;
  return Sha256.safeParse(parsed.resolution.sha256?.toLowerCase()).data ?? null;
}

/**
 * Looks one version up in the index, read anew; null where the registry has none. An index that is gone, or a file that is damaged,
 * proves nothing about a version: `index_unreadable`, or why it could not be fetched.
 */
export async function readLook(
  parts: CatalogParts,
  holdings: Holdings,
  registryId: RegistryId,
  ref: PackageRef,
  version: string,
): Promise<IndexLook | null> {
  const { name } = parts.registryOf(registryId);
  if (holdings.holdingOf(registryId).index === null) return null;
  await refuseNoFolder(parts, registryId);
  const indexed = await readIndexed(parts, holdings, registryId, ref, 'now');
  if (indexed !== null && indexed.lines.length === 0 && indexed.findings.length > 0) {
    const what = `The file of ${formatName(ref)} in the index of ${name}`;
    throw failure('index_unreadable', `${what} could not be read, so it says nothing about this version.`);
  }
  const line = indexed?.lines.find((some) => some.version === version);
  return { found: line !== undefined, yanked: line?.yanked ?? false, sha256: line === undefined ? null : hashOf(line) };
}

/** Where a version lies as far as the index was read; null where there is no index, or it does not say. Throws why it can't be read. */
export async function readPlace(
  parts: CatalogParts,
  holdings: Holdings,
  registryId: RegistryId,
  ref: PackageRef,
  version: string,
): Promise<ArchivePlace | null> {
  const indexed = await readIndexed(parts, holdings, registryId, ref, 'known');
  const line = indexed?.lines.find((some) => some.version === version);
  return line?.location == null ? null : { location: line.location, sha256: hashOf(line) };
}
