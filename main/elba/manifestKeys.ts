import type { CheckAction } from '../../shared/edit.ts';
import { headerOf, type Rules } from './manifestProblem.ts';
import type { TomlPath } from './tomlScan.ts';
import type { TomlTable } from './tomlValue.ts';

/** The sections whose keys are fixed; elba 0.3.2 and later refuse a manifest with any other key in them. */
export type Section = 'document' | 'package' | 'dependency' | 'targets' | 'lib' | 'bin' | 'test';

const known: Record<Section, readonly string[]> = {
  document: ['package', 'dependencies', 'dev_dependencies', 'targets', 'workspace', 'scripts'],
  package: [
    'name',
    'version',
    'authors',
    'description',
    'keywords',
    'homepage',
    'repository',
    'readme',
    'license',
    'exclude',
  ],
  dependency: ['version', 'index', 'path', 'git', 'tag'],
  targets: ['lib', 'bin', 'test'],
  lib: ['path', 'mods', 'idris_opts'],
  bin: ['name', 'path', 'main', 'idris_opts'],
  test: ['name', 'path', 'main', 'idris_opts'],
};

const synonyms: ReadonlyMap<string, string> = new Map([
  ['ignore', 'exclude'],
  ['licence_file', 'license'],
  ['license_file', 'license'],
  ['maintainers', 'authors'],
  ['summary', 'description'],
  ['tags', 'keywords'],
  ['categories', 'keywords'],
  ['url', 'homepage'],
  ['website', 'homepage'],
  ['source', 'repository'],
  ['repo', 'repository'],
  ['deps', 'dependencies'],
  ['dev_deps', 'dev_dependencies'],
  ['opts', 'idris_opts'],
  ['options', 'idris_opts'],
  ['modules', 'mods'],
  ['exports', 'mods'],
  ['sourcedir', 'path'],
  ['src', 'path'],
  ['executable', 'bin'],
  ['branch', 'tag'],
  ['rev', 'tag'],
  ['ref', 'tag'],
  ['commit', 'tag'],
]);

/** Edit distance, cut off: more than `limit` is `limit + 1`. */
const distance = (a: string, b: string, limit: number): number => {
  if (Math.abs(a.length - b.length) > limit) return limit + 1;
  let row = Array.from({ length: b.length + 1 }, (_, i) => i);
  for (let i = 1; i <= a.length; i += 1) {
    const next = [i];
    for (let j = 1; j <= b.length; j += 1) {
      const change = (row[j - 1] ?? 0) + (a[i - 1] === b[j - 1] ? 0 : 1);
      next.push(Math.min(change, (row[j] ?? 0) + 1, (next[j - 1] ?? 0) + 1));
    }
    row = next;
  }
  return Math.min(row[b.length] ?? 0, limit + 1);
};

/** The key that was probably meant by one that elba does not know, or null. */
export const meantKey = (section: Section, key: string): string | null => {
  const plain = key.toLowerCase().replaceAll('-', '_');
  const keys = known[section];
  const synonym = synonyms.get(plain);
  if (keys.includes(plain)) return plain;
  if (synonym !== undefined && keys.includes(synonym)) return synonym;
  const allowed = plain.length <= 4 ? 1 : 2;
  const ranked = keys
    .map((candidate) => ({ candidate, far: distance(plain, candidate, allowed) }))
    .filter(({ far }) => far <= allowed)
    .sort((a, b) => a.far - b.far);
  return ranked[0]?.candidate ?? null;
};

const advice = (section: Section, table: TomlTable, key: string): string => {
  if (section === 'lib' && key === 'name') return 'Remove it: a library has the name of its package.';
  const meant = meantKey(section, key);
  if (meant !== null && Object.hasOwn(table, meant)) return `Remove it: "${meant}" is there already.`;
  if (meant !== null) return `Write "${meant}" instead.`;
  if (section !== 'package' && meantKey('package', key) !== null) {
    return 'Move it up into [package]: a key belongs to the header above it, also after a blank line.';
  }
  return 'Remove it.';
};

const quoted = (key: string): string => (key.length > 60 ? `"${key.slice(0, 60)}…"` : `"${key}"`);

const rename = (section: Section, path: TomlPath, key: string): { actions?: CheckAction[] } => {
  const to = section === 'lib' && key === 'name' ? null : meantKey(section, key);
  if (to === null) return {};
  const edit = { kind: 'rename_key' as const, section: [...path], key, to };
  return { actions: [{ kind: 'edit', label: `Rename it to ${to}`, edit }] };
};

/** Reports every key of a section that elba does not know, with the one that was meant. */
export const checkKeys = (rules: Rules, section: Section, table: TomlTable, path: TomlPath): void => {
  for (const key of Object.keys(table)) {
    if (known[section].includes(key)) continue;
    const where = section === 'dependency' ? `the dependency ${path.at(-1)}` : headerOf(path);
    rules.report('warning', 'unknown-key', [...path, key], {
      title: `${quoted(key)} in ${where} is not a key of elba`,
      why: 'A registry drops its value without a word, and elba since 0.3.2 refuses the whole manifest for it.',
      todo: advice(section, table, key),
      ...rename(section, path, key),
    });
  }
};
