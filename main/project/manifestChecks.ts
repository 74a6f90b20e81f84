import type { Check, ManifestView } from '../../shared/project.ts';
import type { ManifestProblem } from '../elba/manifest.ts';

const passed = (id: string, title: string): Check => ({ id: `manifest.passed-${id}`, severity: 'passed', title });

/** Whether no error or warning has been found at or below a part of the manifest. */
const isClean = (problems: readonly ManifestProblem[], ...parts: string[]): boolean =>
  !problems.some(
    ({ id, severity }) =>
      severity !== 'hint' && parts.some((part) => `${id.slice(id.indexOf(':') + 1)}.`.startsWith(`${part}.`)),
  );

/** What is in order in a manifest, beside what is not. */
export const checkManifest = (manifest: ManifestView, problems: readonly ManifestProblem[]): Check[] => {
  const clean = (...parts: string[]): boolean => isClean(problems, ...parts);
  const good: Check[] = [passed('toml', 'elba.toml is valid TOML')];
  if (manifest.package !== null) good.push(passed('name', 'Name and version are well formed'));
  if (!problems.some((problem) => problem.id.startsWith('manifest.unknown-key'))) {
    good.push(passed('keys', 'Every key in elba.toml is one that elba knows'));
  }
  if (clean('package.description', 'package.license', 'package.keywords')) {
    good.push(passed('limits', "Description, license and keywords are within a registry's limits"));
  }
  if (clean('dependencies')) {
    const some = manifest.dependencies.some((dependency) => !dependency.dev);
    good.push(passed('dependencies', some ? 'Every dependency is a plain constraint' : 'No dependencies'));
  }
  return [...problems, ...good];
};
