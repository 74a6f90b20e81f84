import type { PackageDetails } from '../../shared/catalog.ts';
import type { PackageRef } from '../../shared/ids.ts';
import type { TargetCheck } from '../../shared/targets.ts';
import { formatName } from '../elba/packageName.ts';
import { sameExceptBuild } from '../elba/version.ts';

/** What is to be published, and where to. */
export interface OwnVersion {
  readonly ref: PackageRef;
  readonly version: string;
  readonly registryName: string;
}

/** Whether the registry has this very version. */
export const isThere = (details: PackageDetails, version: string): boolean =>
  details.versions.some((row) => row.version === version);

function checkSpelling({ ref, registryName }: OwnVersion, details: PackageDetails): TargetCheck[] {
  const [own, published] = [formatName(ref), formatName(details)];
  if (own === published) return [];
  return [
    {
      id: 'target.spelling',
      severity: 'error',
      title: `${registryName} has this package as ${published}, not ${own}`,
      why: 'For a registry both are one package, but its index would not get the new version under another spelling.',
      todo: `Write name = "${published}" in elba.toml.`,
      at: { file: 'elba.toml' },
    },
  ];
}

function checkBuild({ version, registryName }: OwnVersion, details: PackageDetails): TargetCheck[] {
  const other = details.versions.find((row) => row.version !== version && sameExceptBuild(row.version, version));
  if (other === undefined || isThere(details, version)) return [];
  return [
    {
      id: 'target.build',
      severity: 'error',
      title: `${registryName} has ${other.version}, which differs from ${version} only in what follows the +`,
      why: `Publishing ${version} would remove ${other.version} from the index, and a later yank would hit the wrong one.`,
      todo: 'Raise the version in elba.toml.',
      at: { file: 'elba.toml' },
    },
  ];
}

/**
 * What stands against a version where its package is published already: another spelling, or a version that differs only in build
 * metadata (registry-api, "Spelling" and "Build metadata"). Whether the version itself is there is said by `checkPublished`.
 */
export const checkVersion = (own: OwnVersion, details: PackageDetails): TargetCheck[] => [
  ...checkSpelling(own, details),
  ...checkBuild(own, details),
];

/** The version as the registry has it; `sha256` is null where nobody can say. */
export interface PublishedVersion {
  readonly sha256: string | null;
}

/** What to say of a version that is there: the same bytes, other bytes, or bytes that cannot be compared yet. */
export function checkPublished(
  { ref, version, registryName }: OwnVersion,
  published: PublishedVersion,
  prepared: string | null,
): TargetCheck {
  const what = `${formatName(ref)} ${version}`;
  if (prepared !== null && prepared === published.sha256) {
    return {
      id: 'target.same',
      severity: 'passed',
      title: `${what} is on ${registryName} already, with exactly these bytes`,
    };
  }
  const differs = prepared !== null && published.sha256 !== null;
  return {
    id: 'target.version-exists',
    severity: 'error',
    title: differs
      ? `${what} is on ${registryName} already, with other contents`
      : `${what} is on ${registryName} already`,
    why: 'A registry never replaces a version.',
    todo: 'Raise the version in elba.toml.',
    at: { file: 'elba.toml' },
  };
}
