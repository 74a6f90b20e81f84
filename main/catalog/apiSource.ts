import type { PackageRow, VersionRow } from '../../shared/catalog.ts';
import type { PackageRef } from '../../shared/ids.ts';
import { formatName } from '../elba/packageName.ts';
import { isPrerelease } from '../elba/version.ts';
import { mapBounded } from './bounded.ts';
import type { ReadApi, VersionFacts } from './readApi.ts';
import { firstError, orAbsent, type Settled, settle } from './settle.ts';

const AT_ONCE = 6;

/**
 * All packages by the read endpoints: the groups, then each group's packages. A group that cannot be read is a problem beside
 * the rest; where none can be read, its failure is thrown. Names are in normalised form, as the registry lists them.
 */
export async function listByApi(
  api: ReadApi,
  onGroup: (done: number, total: number) => void = () => undefined,
): Promise<{ refs: PackageRef[]; problems: { file: string; text: string }[] }> {
  const groups = await api.groups();
  let done = 0;
  const read = await mapBounded(groups, AT_ONCE, async (group) => {
    const answer = await settle(orAbsent(api.packagesOf(group)));
    done += 1;
    onGroup(done, groups.length);
    return { group, answer };
  });
  const problems: { file: string; text: string }[] = [];
  const refs: PackageRef[] = [];
  for (const { group, answer } of read) {
    if (!answer.ok) problems.push({ file: group, text: answer.failure.error.message });
    else refs.push(...(answer.value ?? []));
  }
  const failed = read.find(({ answer }) => !answer.ok)?.answer;
  if (problems.length > 0 && problems.length === groups.length && failed?.ok === false) throw failed.failure;
  return { refs, problems };
}

/** What a registry says of a package in a list: its row, and what a search finds it by. */
export interface SummaryByApi {
  readonly ref: PackageRef;
  readonly latest: PackageRow['latest'];
  readonly description: string | null;
  readonly keywords: readonly string[];
  readonly owners: readonly string[];
}

/** Latest version and description of some packages. Those that fail are left out; where all fail, it is thrown. */
export async function summariseByApi(api: ReadApi, refs: readonly PackageRef[]): Promise<(SummaryByApi | null)[]> {
  const read = await mapBounded(refs, AT_ONCE, (ref) => settle(orAbsent(api.package(ref))));
  const failed = read.find((some) => !some.ok);
  if (failed?.ok === false && read.every((some) => !some.ok)) throw failed.failure;
  return read.map((some) => {
    if (!some.ok || some.value === null) return null;
    const { ref, latest } = some.value;
    return {
      ref,
      latest: latest === null ? null : { version: latest.version, yanked: latest.yanked },
      description: latest?.description ?? null,
      keywords: latest?.keywords ?? [],
      owners: latest?.owners ?? [],
    };
  });
}

/** Metadata of some versions, keyed by version, and the first failure among them. A version that is not there is left out. */
export async function readFacts(api: ReadApi, ref: PackageRef, versions: readonly string[]) {
  const read = await mapBounded(versions, AT_ONCE, (version) => settle(orAbsent(api.version(ref, version))));
  const facts = new Map<string, VersionFacts>();
  for (const [at, some] of read.entries()) {
    const version = versions[at];
    if (version !== undefined && some.ok && some.value !== null) facts.set(version, some.value);
  }
  return { facts, error: firstError(read) };
}

const known = <T>(settled: Settled<T | null>): T | null => (settled.ok ? settled.value : null);

/** All that the registry says of one version; what fails stays null. Dependencies are asked for only `withDependencies`. */
async function readVersionRow(
  api: ReadApi,
  ref: PackageRef,
  version: string,
  withDependencies: boolean,
): Promise<VersionRow> {
  const [facts, dependencies, downloads] = await Promise.all([
    settle(orAbsent(api.version(ref, version))),
    settle(withDependencies ? orAbsent(api.dependencies(ref, version)) : Promise.resolve(null)),
    settle(orAbsent(api.downloads(ref, version))),
  ]);
  const found = known(facts);
  const needed = known(dependencies);
  return {
    version,
    prerelease: isPrerelease(version),
    yanked: found?.yanked ?? null,
    publishedAt: found?.publishedAt ?? null,
    downloads: known(downloads),
    dependencies: needed === null ? null : needed.map(({ name, requirement }) => ({ name, requirement })),
  };
}

/** All that the registry says of some versions, in their order; of those in `indexed` the dependencies are known already. */
export const readVersionRows = (
  api: ReadApi,
  ref: PackageRef,
  versions: readonly string[],
  indexed: ReadonlyMap<string, unknown>,
): Promise<VersionRow[]> =>
  mapBounded(versions, AT_ONCE, (version) => readVersionRow(api, ref, version, !indexed.has(version)));

/** The sentence for a package that a registry does not have. */
export const notThere = (registryName: string, ref: PackageRef): string =>
  `${registryName} has no package ${formatName(ref)}. It may be spelled otherwise, or was never published there.`;
