import type { PackageDetails } from '../../shared/catalog.ts';
import type { PackageRef, RegistryId } from '../../shared/ids.ts';
import type { ManifestDependency } from '../../shared/project.ts';
import type { TargetCheck, TargetReport } from '../../shared/targets.ts';
import { mapBounded } from '../catalog/bounded.ts';
import { latestOf } from '../catalog/indexPackage.ts';
import { orAbsent, settle } from '../catalog/settle.ts';
import { formatName, parsePackageName, samePackage } from '../elba/packageName.ts';
import type { Failure } from '../failure.ts';
import { checkDependency } from './targetDependencies.ts';
import { checkVersion, isThere, type OwnVersion, type PublishedVersion } from './targetVersion.ts';

/** What reading a registry takes. */
export interface TargetSources {
  details(registryId: RegistryId, ref: PackageRef, refresh: boolean): Promise<PackageDetails>;
  /** Every package of a group, in any spelling; those that are known, where a registry cannot be asked for all. */
  packagesOf(registryId: RegistryId, group: string): Promise<PackageRef[]>;
  /** The hash of a published version; null where nobody can say. Asked at most once for a version. */
  hashOf(registryId: RegistryId, ref: PackageRef, version: string, signal: AbortSignal): Promise<string | null>;
  /** The account of the saved token, where it is known; null elsewhere. */
  accountOf(registryId: RegistryId): string | null;
  now(): Date;
}

/** What is asked of one registry. */
export interface TargetQuestion {
  readonly registryId: RegistryId;
  readonly registryName: string;
  readonly package: PackageRef;
  readonly version: string;
  readonly dependencies: readonly ManifestDependency[];
  /** Whether this program has seen a publish in this group end well there; it counts where the account is not known. */
  readonly knownThere: boolean;
}

/** What one registry answered. `published` is the version itself where it is there. */
export interface TargetAnswer {
  readonly reached: boolean;
  readonly latest: TargetReport['latest'];
  readonly checks: readonly TargetCheck[];
  readonly published: PublishedVersion | null;
  readonly checkedAt: string;
}

/** What was read less than this ago counts as read now. */
export const FRESH_MS = 30_000;
const MOST_DEPENDENCIES = 200;
const READS_AT_ONCE = 4;
const MOST_OF_GROUP = 3;

/** Reasons for which a registry, or a part of it, can be asked nothing at all, now and later. */
const NOT_ASKABLE = new Set(['not_supported_here', 'route_not_found', 'index_unreadable']);

/** The details of a package, read anew where they are old or were not complete; null where the registry does not have it. */
async function read(sources: TargetSources, registryId: RegistryId, ref: PackageRef): Promise<PackageDetails | null> {
  const asked = sources.now().getTime();
  const known = await orAbsent(sources.details(registryId, ref, false));
  const readAt = known === null ? asked : Date.parse(known.readAt);
  const isFresh = asked - readAt < FRESH_MS && (known === null || known.incomplete === null || readAt >= asked);
  return isFresh ? known : orAbsent(sources.details(registryId, ref, true));
}

/** Whether the account is one of the owners; where nobody knows the account, whether it worked before. */
const isOwn = ({ knownThere }: TargetQuestion, owners: readonly string[], account: string | null): boolean =>
  account === null ? knownThere : owners.includes(account);

const ownedBy = (owners: readonly string[]): string => owners.slice(0, 3).join(', ');

/** The owners of a package that is there: a warning where the account is known and is none of them. */
function checkOwners(question: TargetQuestion, details: PackageDetails, account: string | null): TargetCheck[] {
  const { owners } = details;
  if (owners.length === 0 || isOwn(question, owners, account)) return [];
  const title = `${formatName(details)} on ${question.registryName} belongs to ${ownedBy(owners)}`;
  const todo = 'Make sure that the saved token is of one of its owners.';
  return [
    {
      id: 'target.owner',
      severity: account === null ? 'hint' : 'warning',
      title,
      why: 'A registry takes new versions from the owners of a package alone.',
      todo: account === null ? todo : `The saved token is of ${account}. ${todo}`,
    },
  ];
}

/** A new package goes only into a group that is free or one's own. Who owns a group is told by the owners of what is in it. */
async function checkGroup(sources: TargetSources, question: TargetQuestion): Promise<TargetCheck[]> {
  const { registryId, registryName } = question;
  const inGroup = await settle(sources.packagesOf(registryId, question.package.group));
  if (!inGroup.ok) return [];
  const account = sources.accountOf(registryId);
  const some = inGroup.value.slice(0, MOST_OF_GROUP);
  const details = await mapBounded(some, READS_AT_ONCE, (ref) => settle(read(sources, registryId, ref)));
  const owners = [...new Set(details.flatMap((one) => (one.ok ? (one.value?.owners ?? []) : [])))];
  if (owners.length === 0 || isOwn(question, owners, account)) return [];
  const { group } = question.package;
  return [
    {
      id: 'target.group',
      severity: 'warning',
      title: `The group ${group} on ${registryName} has packages of ${ownedBy(owners)}`,
      why: 'A group belongs to whoever published in it first, and only they create packages there.',
      todo: `Make sure that the saved token is of that account, or take another group.`,
    },
  ];
}

async function checkDependencies(
  sources: TargetSources,
  question: TargetQuestion,
  signal: AbortSignal,
): Promise<TargetCheck[]> {
  const { registryId, registryName } = question;
  const looked = question.dependencies.slice(0, MOST_DEPENDENCIES);
  const found = await mapBounded(looked, READS_AT_ONCE, async (dependency) => {
    signal.throwIfAborted();
    const named = parsePackageName(dependency.name);
    if (!named.ok || samePackage(named.ref, question.package)) return [];
    return checkDependency(dependency, await read(sources, registryId, named.ref), registryName);
  });
  const left = question.dependencies.length - looked.length;
  if (left === 0) return found.flat();
  const title = `${left} more dependencies were not looked up on ${registryName}`;
  return [...found.flat(), { id: 'target.dependencies-left', severity: 'warning', title }];
}

const nothing = { latest: null, checks: [], published: null } as const;

/** What to say where a registry could not be asked. A part that failed is a warning: the upload finds out the rest. */
function unasked(name: string, { error }: Pick<Failure, 'error'>): { reached: boolean; check: TargetCheck } {
  const reached = NOT_ASKABLE.has(error.code) || error.code === 'plain_http_refused';
  const severity = error.code === 'plain_http_refused' ? 'error' : 'warning';
  const title = reached ? `${name} could not be asked beforehand` : `${name} could not be reached`;
  return { reached, check: { id: 'target.unasked', severity, title, why: error.message } };
}

async function ask(sources: TargetSources, question: TargetQuestion, signal: AbortSignal) {
  const { registryId, registryName } = question;
  const own: OwnVersion = { ref: question.package, version: question.version, registryName };
  const details = await read(sources, registryId, own.ref);
  signal.throwIfAborted();
  const there = details !== null && isThere(details, own.version);
  const aboutPackage =
    details === null
      ? await checkGroup(sources, question)
      : [...checkVersion(own, details), ...checkOwners(question, details, sources.accountOf(registryId))];
  const dependencies = there ? [] : await checkDependencies(sources, question, signal);
  const sha256 = there ? await settle(sources.hashOf(registryId, details, own.version, signal)) : null;
  const gap = details?.incomplete == null ? null : unasked(registryName, { error: details.incomplete });
  return {
    reached: gap?.reached ?? true,
    latest: details === null ? null : latestOf(details.versions),
    checks: [...(gap === null ? [] : [gap.check]), ...aboutPackage, ...dependencies],
    published: sha256 === null ? null : { sha256: sha256.ok ? sha256.value : null },
  };
}

/**
 * Asks one registry what it would make of a version: its package and group, and each entry of `[dependencies]`. Never throws a `Failure`: where
 * the registry could not be asked, that is in the answer. Throws the reason of `signal` when that is aborted.
 */
export async function readTarget(
  sources: TargetSources,
  question: TargetQuestion,
  signal: AbortSignal,
): Promise<TargetAnswer> {
  const answered = await settle(ask(sources, question, signal));
  const checkedAt = sources.now().toISOString();
  if (answered.ok) return { ...answered.value, checkedAt };
  const { reached, check } = unasked(question.registryName, answered.failure);
  return { ...nothing, reached, checks: [check], checkedAt };
}
