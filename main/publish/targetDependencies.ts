import type { PackageDetails } from '../../shared/catalog.ts';
import type { ManifestDependency } from '../../shared/project.ts';
import type { DependencySuggestion, TargetCheck } from '../../shared/targets.ts';
import { latestOf } from '../catalog/indexPackage.ts';
import { choose, parseConstraint, satisfies } from '../elba/constraint.ts';
import { formatName } from '../elba/packageName.ts';
import { isPrerelease } from '../elba/version.ts';

const short = (text: string): string => (text.length > 120 ? `${text.slice(0, 120)}…` : text);

const placed = ({ at }: ManifestDependency): Pick<TargetCheck, 'at'> => (at === undefined ? {} : { at });

const availableOf = (details: PackageDetails): string[] =>
  details.versions.filter((row) => row.yanked !== true).map((row) => row.version);

/**
 * A constraint that the newest usable version of a package satisfies: compatible with it, or where there are only pre-releases `any`, because elba
 * reads no pre-release in a constraint. Null where all are yanked. `=1.0.0` and `*` are never suggested: the reference registry answers
 * them with an internal error (registry-api).
 */
export function suggestConstraint(details: PackageDetails): DependencySuggestion | null {
  const any = parseConstraint('any');
  const newest = any.ok ? choose(any.constraint, availableOf(details)) : null;
  if (newest === null) return null;
  const fits = (text: string): boolean => {
    const parsed = parseConstraint(text);
    return parsed.ok && parsed.misread === null && satisfies(parsed.constraint, newest);
  };
  const constraint = [newest.split('+', 1).join(''), 'any'].find(fits);
  return constraint === undefined ? null : { name: formatName(details), constraint };
}

const withSuggestion = (details: PackageDetails): Pick<TargetCheck, 'suggestion' | 'todo'> => {
  const suggestion = suggestConstraint(details);
  if (suggestion === null) return {};
  return { suggestion, todo: `Write "${suggestion.name}" = "${suggestion.constraint}".` };
};

const missing = (dependency: ManifestDependency, registryName: string): TargetCheck => ({
  id: `target.dependency-missing:${dependency.name}`,
  severity: 'error',
  title: `${registryName} does not have ${short(dependency.name)}`,
  why: 'A registry takes a package only when it has every package of [dependencies].',
  todo: `Publish ${short(dependency.name)} there first, or leave out ${registryName}.`,
  ...placed(dependency),
});

const elsewhere: Partial<Record<ManifestDependency['kind'], string>> = {
  git: 'comes from a git repository',
  path: 'comes from a folder',
  index: 'names an index of its own',
};

/** What a registry has of a package that elba.toml takes from elsewhere; that this is no plain constraint is said for all registries. */
const offered = (dependency: ManifestDependency, details: PackageDetails, registryName: string): TargetCheck => {
  const latest = latestOf(details.versions);
  return {
    id: `target.dependency-offered:${dependency.name}`,
    severity: 'hint',
    title: `${registryName} has ${formatName(details)}${latest === null ? '' : ` ${latest.version}`}`,
    why: `elba.toml says that it ${elsewhere[dependency.kind] ?? 'comes from elsewhere'}, and a registry takes only constraints.`,
    ...withSuggestion(details),
    ...placed(dependency),
  };
};

function checkRange(dependency: ManifestDependency, details: PackageDetails, registryName: string): TargetCheck[] {
  const parsed = parseConstraint(dependency.requirement);
  if (!parsed.ok) return [];
  const name = short(dependency.name);
  const wanted = `"${short(dependency.requirement)}" on ${name}`;
  const found = choose(parsed.constraint, availableOf(details));
  if (found !== null && !isPrerelease(found)) return [];
  const common = { ...withSuggestion(details), ...placed(dependency) };
  if (found !== null) {
    const title = `Only a pre-release on ${registryName} satisfies ${wanted}: ${found}`;
    const why = 'Whoever builds the package gets a version that its authors did not call finished.';
    return [{ id: `target.dependency-prerelease:${dependency.name}`, severity: 'warning', title, why, ...common }];
  }
  const all = details.versions.map((row) => row.version);
  const yanked = choose(parsed.constraint, all);
  if (yanked !== null) {
    const title = `Only yanked versions on ${registryName} satisfy ${wanted}, such as ${yanked}`;
    const why =
      'elba still builds with a yanked version, but nobody can add it any more, and it was yanked for a reason.';
    return [{ id: `target.dependency-yanked:${dependency.name}`, severity: 'warning', title, why, ...common }];
  }
  const title = `No version on ${registryName} satisfies ${wanted}`;
  const why = 'The registry looks at names alone and would take the package, but elba could not build it.';
  return [{ id: `target.dependency-range:${dependency.name}`, severity: 'error', title, why, ...common }];
}

/**
 * What a registry says of one entry of `[dependencies]`; `details` is null where it does not have the package. A constraint that cannot
 * be read is said for all registries and gives nothing here.
 */
export function checkDependency(
  dependency: ManifestDependency,
  details: PackageDetails | null,
  registryName: string,
): TargetCheck[] {
  if (dependency.kind === 'invalid') return [];
  if (details === null) return [missing(dependency, registryName)];
  if (dependency.kind !== 'constraint') return [offered(dependency, details, registryName)];
  return checkRange(dependency, details, registryName);
}
