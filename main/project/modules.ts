import type { Check, IncludedFile, LeftOut, ManifestView, Place } from '../../shared/project.ts';
import type { TomlPath } from '../elba/tomlScan.ts';
import { isWithin, plainPath } from './paths.ts';

type Target = ManifestView['targets'][number];

const endings = ['.idr', '.lidr'];

const withEndings = (stem: string): string[] => endings.map((ending) => stem + ending);

const within = (folder: string, path: string): string => plainPath(`${folder}/${path}`);

const withoutEnding = (path: string): string => path.replace(/\.[^./]*$/, '');

/** A module of a library: `Data.Foo` is `Data/Foo.idr` or `.lidr` below the target's path. */
const moduleFiles = (folder: string, module: string): string[] =>
  withEndings(within(folder, module.replaceAll('.', '/')));

/**
 * The files that elba tries for the `main` of a program, in its order: a path from the root, a module, and a module with the
 * name of a function after its last dot.
 */
const mainFiles = (folder: string, main: string): string[] => {
  const fromRoot = withEndings(plainPath(withoutEnding(main)));
  const dotted = main.replace(/^\.+|\.+$/g, '').replace(/\.l?idr$/, '');
  const cut = dotted.lastIndexOf('.');
  const asFunction = cut === -1 ? [] : moduleFiles(folder, dotted.slice(0, cut));
  return [...fromRoot, ...moduleFiles(folder, dotted), ...asFunction];
};

const filesOf = (target: Target, name: string): string[] =>
  target.kind === 'lib' ? moduleFiles(target.path, name) : mainFiles(target.path, name);

const why =
  'elba builds the package from these files, and neither it nor the registry says before that one is missing.';

const checkOne = (target: Target, name: string, files: ModuleFiles, path: TomlPath, at: Place): Check | null => {
  const wanted = filesOf(target, name);
  if (wanted.some((file) => files.included.has(file))) return null;
  const base = { id: `modules:${path.join('.')}`, severity: 'warning' as const, at };
  const otherCase = wanted.map((file) => files.byLowerCase.get(file.toLowerCase())).find((file) => file !== undefined);
  if (otherCase !== undefined) {
    return {
      ...base,
      title: `${name} and its file ${otherCase} differ in case`,
      why: 'That works on macOS and Windows, but not on Linux.',
      todo: 'Spell both alike.',
    };
  }
  const row = files.leftOut.find((entry) => wanted.some((file) => isWithin(entry.path, file)));
  if (row !== undefined) {
    return {
      ...base,
      title: `The file of ${name} stays out`,
      why: `${row.text}.`,
      todo: 'Let it in, or remove the module.',
    };
  }
  const expected = wanted.find((file) => file.endsWith('.idr')) ?? '';
  return {
    ...base,
    title: `The module ${name} has no file`,
    why,
    todo: `Add ${target.kind === 'lib' ? expected : withEndings(within(target.path, name.replaceAll('.', '/')))[0]}, or correct elba.toml.`,
  };
};

type ModuleFiles = {
  readonly included: ReadonlySet<string>;
  readonly byLowerCase: ReadonlyMap<string, string>;
  readonly leftOut: readonly LeftOut[];
};

/** Whether every module that `[targets]` names has a file in the archive; a passed check where all have one. */
export const checkModules = (
  manifest: ManifestView,
  included: readonly IncludedFile[],
  leftOut: readonly LeftOut[],
  placeOf: (path: TomlPath) => Place,
): Check[] => {
  if (manifest.targets.length === 0) return [];
  const paths = included.map((file) => file.path);
  const files = {
    included: new Set(paths),
    byLowerCase: new Map(paths.map((path) => [path.toLowerCase(), path])),
    leftOut,
  };
  const counts = { lib: 0, bin: 0, test: 0 };
  const named = manifest.targets.flatMap((target) => {
    const index = counts[target.kind];
    counts[target.kind] += 1;
    return target.mods.map((name, i) => {
      const path = target.kind === 'lib' ? ['targets', 'lib', 'mods', i] : ['targets', target.kind, index, 'main'];
      return checkOne(target, name, files, path, placeOf(path));
    });
  });
  const problems = named.filter((check) => check !== null);
  if (problems.length > 0 || named.length === 0) return problems;
  return [{ id: 'modules.good', severity: 'passed', title: 'Every module in [targets] has its file' }];
};
