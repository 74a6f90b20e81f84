import type { CheckAction } from '../../shared/edit.ts';
import type { PackageRef } from '../../shared/ids.ts';
import type { ManifestDependency } from '../../shared/project.ts';
import { parseConstraint } from './constraint.ts';
import { checkKeys } from './manifestKeys.ts';
import type { Rules } from './manifestProblem.ts';
import { normaliseName, parsePackageName, samePackage } from './packageName.ts';
import type { TomlPath } from './tomlScan.ts';
import { entryOf, isTable, kindOf, type TomlTable } from './tomlValue.ts';

type Section = 'dependencies' | 'dev_dependencies';
type Read = { readonly kind: ManifestDependency['kind']; readonly requirement: string };

const short = (text: string): string => (text.length > 120 ? `${text.slice(0, 120)}…` : text);

/** A registry reads `[dependencies]` alone; what is wrong in `[dev_dependencies]` hurts only who builds the package. */
const severityOf = (section: Section): 'error' | 'warning' => (section === 'dependencies' ? 'error' : 'warning');

const writeConstraint = (name: string, constraint: string): { actions: CheckAction[] } => ({
  actions: [{ kind: 'edit', label: `Write ${constraint}`, edit: { kind: 'set_dependency', name, constraint } }],
});

const checkConstraint = (rules: Rules, section: Section, name: string, text: string, path: TomlPath): boolean => {
  const parsed = parseConstraint(text);
  if (!parsed.ok) {
    rules.report(severityOf(section), 'bad-constraint', path, {
      title: `The constraint on ${short(name)} cannot be read`,
      why: `${parsed.reason}.`,
      todo: 'Write it like "1.2.0", which means compatible with 1.2.0, or ">= 1.0.0 < 2.0.0".',
    });
    return false;
  }
  if (parsed.misread !== null) {
    rules.report('warning', 'misread-constraint', path, {
      title: `"${short(text)}" on ${short(name)} becomes ${parsed.understoodAs}`,
      why: `That is how elba and the registry understand it: ${parsed.misread}.`,
      todo: `Write "${parsed.understoodAs}" if that is meant, otherwise another range, such as ">= 1.0.0 < 2.0.0".`,
      ...(path.length === 2 && section === 'dependencies' ? writeConstraint(name, parsed.understoodAs) : {}),
    });
  }
  return true;
};

const describeTable = (table: TomlTable): Read => {
  const text = (key: string): string | null => {
    const value = entryOf(table, key);
    return typeof value === 'string' ? value : null;
  };
  const [git, path, version, index] = [text('git'), text('path'), text('version'), text('index')];
  const tag = text('tag');
  if (git !== null) return { kind: 'git', requirement: tag === null ? `git ${git}` : `git ${git} tag ${tag}` };
  if (path !== null) return { kind: 'path', requirement: `path ${path}` };
  if (version !== null && index !== null) return { kind: 'index', requirement: `${version} from ${index}` };
  return { kind: 'invalid', requirement: version ?? '' };
};

const explainTable = (name: string, read: Read): { title: string; why: string; todo: string } => {
  const replace = `Write "${name}" = "1.0.0" with a version that the registry has.`;
  if (read.kind === 'git') {
    return {
      title: `${name} comes from a git repository`,
      why: 'A registry takes only dependencies that it can find on itself.',
      todo: replace,
    };
  }
  if (read.kind === 'path') {
    return {
      title: `${name} points to a folder on this computer`,
      why: `Nobody else has ${read.requirement.slice('path '.length)}.`,
      todo: replace,
    };
  }
  if (read.kind === 'index') {
    return {
      title: `${name} names an index of its own`,
      why: 'The registry answers a dependency with an index with an internal error.',
      todo: replace,
    };
  }
  return {
    title: `The dependency ${name} cannot be read`,
    why: 'It is neither a constraint nor a table with version and index, with path, or with git.',
    todo: replace,
  };
};

const readValue = (rules: Rules, section: Section, name: string, value: unknown): Read => {
  const path = [section, name];
  if (typeof value === 'string') {
    const ok = checkConstraint(rules, section, name, value, path);
    return { kind: ok ? 'constraint' : 'invalid', requirement: value };
  }
  if (!isTable(value)) {
    rules.report(severityOf(section), 'bad-dependency', path, {
      title: `The constraint on ${short(name)} is ${kindOf(value)}`,
      why: 'elba and the registry cannot read such a manifest.',
      todo: 'Write it as a text in quotes, like "1.2.0".',
    });
    return { kind: 'invalid', requirement: kindOf(value) };
  }
  checkKeys(rules, 'dependency', value, path);
  const read = describeTable(value);
  if (section === 'dependencies')
    rules.report('error', `${read.kind}-dependency`, path, explainTable(short(name), read));
  else if (read.kind === 'invalid') rules.report('warning', 'bad-dependency', path, explainTable(short(name), read));
  const version = entryOf(value, 'version');
  if (read.kind === 'index' && typeof version === 'string')
    checkConstraint(rules, section, name, version, [...path, 'version']);
  return read;
};

const checkDependencyName = (
  rules: Rules,
  section: Section,
  name: string,
  own: PackageRef | null,
  seen: Set<string>,
): void => {
  const parsed = parsePackageName(name);
  if (!parsed.ok) {
    rules.report(severityOf(section), 'bad-dependency-name', [section, name], {
      title: `"${short(name)}" is not the name of a package`,
      why: `${parsed.reason}.`,
      todo: `Write the key as "group/name", in quotes.`,
    });
    return;
  }
  const key = normaliseName(parsed.ref);
  if (seen.has(key)) {
    rules.report('warning', 'same-dependency', [section, name], {
      title: `${short(name)} is named twice`,
      why: 'Names that differ only in case, or in _ and -, are the same package, and elba keeps one of the two.',
      todo: 'Remove one.',
    });
  }
  seen.add(key);
  if (own !== null && samePackage(own, parsed.ref)) {
    rules.report('warning', 'own-dependency', [section, name], {
      title: 'The package depends on itself',
      why: 'A registry takes that, but nobody can resolve it.',
      todo: 'Remove the line.',
    });
  }
};

/** Checks `[dependencies]` or `[dev_dependencies]` and gives what is named there, in the order of the file. */
export const readDependencies = (
  rules: Rules,
  section: Section,
  value: unknown,
  own: PackageRef | null,
): ManifestDependency[] => {
  if (value === undefined) return [];
  if (!isTable(value)) {
    rules.report(severityOf(section), 'wrong-type', [section], {
      title: `${section} is ${kindOf(value)}`,
      why: 'elba and the registry cannot read such a manifest.',
      todo: `Write a section [${section}] with one line a package.`,
    });
    return [];
  }
  const seen = new Set<string>();
  return Object.entries(value).map(([name, entry]) => {
    checkDependencyName(rules, section, name, own, seen);
    const read = readValue(rules, section, name, entry);
    return { name, ...read, dev: section === 'dev_dependencies', at: rules.locator.of([section, name]) };
  });
};
