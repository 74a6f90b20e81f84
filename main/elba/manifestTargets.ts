import type { ManifestView } from '../../shared/project.ts';
import { checkKeys } from './manifestKeys.ts';
import { isSubPath } from './manifestPackage.ts';
import { headerOf, type Rules } from './manifestProblem.ts';
import { parsePackageName } from './packageName.ts';
import type { TomlPath } from './tomlScan.ts';
import { entryOf, isTable, kindOf, type TomlTable, textsOf } from './tomlValue.ts';

type Target = ManifestView['targets'][number];

/** A registry does not look at any of this; elba refuses the manifest, or builds something else than was meant. */
const why = 'A registry takes it, but elba then cannot read the package.';

const defaultPath: Record<Target['kind'], string> = { lib: 'src', bin: 'src', test: 'tests' };

const checkType = (rules: Rules, table: TomlTable, path: TomlPath, key: string, wanted: 'text' | 'list'): void => {
  const value = entryOf(table, key);
  if (value === undefined) return;
  const right =
    wanted === 'text'
      ? typeof value === 'string'
      : Array.isArray(value) && value.every((item) => typeof item === 'string');
  if (right) return;
  rules.report('warning', 'wrong-type', [...path, key], {
    title: `${key} in ${headerOf(path)} is ${wanted === 'list' && Array.isArray(value) ? 'not a list of texts' : kindOf(value)}`,
    why,
    todo: wanted === 'text' ? `Write ${key} as a text in quotes.` : `Write ${key} as a list of texts.`,
  });
};

const checkRequired = (rules: Rules, table: TomlTable, path: TomlPath, keys: readonly string[]): void => {
  for (const key of keys) {
    if (entryOf(table, key) !== undefined) continue;
    rules.report('warning', 'missing-key', [...path, key], {
      title: `${key} is missing in ${headerOf(path)}`,
      why,
      todo: `Add ${key}.`,
    });
  }
};

const textOr = (table: TomlTable, key: string, otherwise: string): string => {
  const value = entryOf(table, key);
  return typeof value === 'string' ? value : otherwise;
};

const readTarget = (rules: Rules, kind: Target['kind'], table: TomlTable, path: TomlPath): Target => {
  checkKeys(rules, kind, table, path);
  checkRequired(rules, table, path, { lib: ['mods'], bin: ['name', 'main'], test: ['main'] }[kind]);
  for (const key of ['path', 'main', 'name'])
    if (kind !== 'lib' || key === 'path') checkType(rules, table, path, key, 'text');
  for (const key of ['mods', 'idris_opts'])
    if (kind === 'lib' || key !== 'mods') checkType(rules, table, path, key, 'list');
  const folder = textOr(table, 'path', defaultPath[kind]);
  if (!isSubPath(folder)) {
    rules.report('warning', 'target-outside', [...path, 'path'], {
      title: `The path of ${headerOf(path)} lies outside the project`,
      why: 'elba then cannot read the package.',
      todo: 'Name a folder within the project.',
    });
  }
  const main = entryOf(table, 'main');
  const name = entryOf(table, 'name');
  const mods = kind === 'lib' ? textsOf(entryOf(table, 'mods')) : typeof main === 'string' ? [main] : [];
  return { kind, ...(typeof name === 'string' && kind !== 'lib' ? { name } : {}), path: folder, mods };
};

const wrongShape = (rules: Rules, path: TomlPath, value: unknown, header: string): void =>
  rules.report('warning', 'wrong-type', path, {
    title: `${path.join('.')} is ${kindOf(value)}`,
    why,
    todo: `Write it as ${header}.`,
  });

const readMany = (rules: Rules, kind: 'bin' | 'test', value: unknown): Target[] => {
  if (value === undefined) return [];
  const path = ['targets', kind];
  if (!Array.isArray(value)) {
    wrongShape(rules, path, value, `[[targets.${kind}]], in two brackets, once for each`);
    return [];
  }
  const items: readonly unknown[] = value;
  return items.flatMap((item, i) => {
    if (isTable(item)) return [readTarget(rules, kind, item, [...path, i])];
    wrongShape(rules, [...path, i], item, `[[targets.${kind}]]`);
    return [];
  });
};

/** Checks `[targets]` and gives the targets with elba's default paths filled in; `mods` of a program is its `main`. */
export const readTargets = (rules: Rules, value: unknown): Target[] => {
  if (value === undefined) return [];
  if (!isTable(value)) {
    wrongShape(rules, ['targets'], value, '[targets.lib], [[targets.bin]] or [[targets.test]]');
    return [];
  }
  checkKeys(rules, 'targets', value, ['targets']);
  const lib = entryOf(value, 'lib');
  if (lib !== undefined && !isTable(lib)) wrongShape(rules, ['targets', 'lib'], lib, '[targets.lib], in one bracket');
  return [
    ...(isTable(lib) ? [readTarget(rules, 'lib', lib, ['targets', 'lib'])] : []),
    ...readMany(rules, 'bin', entryOf(value, 'bin')),
    ...readMany(rules, 'test', entryOf(value, 'test')),
  ];
};

/** Checks `[workspace]` (package name to folder) and `[scripts]` (name to command). */
export const checkWorkspaceAndScripts = (rules: Rules, document: TomlTable): void => {
  for (const section of ['workspace', 'scripts']) {
    const value = entryOf(document, section);
    if (value === undefined) continue;
    if (!isTable(value)) {
      wrongShape(rules, [section], value, `a section [${section}]`);
      continue;
    }
    for (const [key, entry] of Object.entries(value)) {
      const named = section === 'scripts' || parsePackageName(key).ok;
      const valued = typeof entry === 'string' && (section === 'scripts' || isSubPath(entry));
      if (named && valued) continue;
      rules.report('warning', 'bad-entry', [section, key], {
        title: `"${key.slice(0, 60)}" in [${section}] is not as elba takes it`,
        why,
        todo: section === 'scripts' ? 'Write it as name = "command".' : 'Write it as "group/name" = "folder".',
      });
    }
  }
};
