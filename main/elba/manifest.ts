import { parse, TomlError } from 'smol-toml';
import type { ManifestView, Place } from '../../shared/project.ts';
import { readDependencies } from './manifestDependencies.ts';
import { checkKeys } from './manifestKeys.ts';
import { type PackageSection, readPackage } from './manifestPackage.ts';
import { createRules, type ManifestProblem, type Rules } from './manifestProblem.ts';
import { checkWorkspaceAndScripts, readTargets } from './manifestTargets.ts';
import { locateToml } from './tomlLocator.ts';
import { scanToml, type TomlNewer, type TomlPath } from './tomlScan.ts';
import { entryOf, isTable, kindOf, type TomlTable } from './tomlValue.ts';

export type { ManifestProblem } from './manifestProblem.ts';

/** The name of the manifest, in the root of a project. */
export const manifestFile = 'elba.toml';

export type ParsedManifest = {
  /** What could be read; null where the text is not TOML. */
  readonly manifest: ManifestView | null;
  readonly problems: readonly ManifestProblem[];
  /** Where a part of the manifest stands, such as `['package', 'exclude', 0]`; the nearest part above it where it has no place. */
  readonly placeOf: (path: TomlPath) => Place;
};

type Syntax =
  | { readonly ok: true; readonly table: TomlTable }
  | { readonly ok: false; readonly problem: ManifestProblem };

const broken = (at: Place, why: string, todo: string): Syntax => ({
  ok: false,
  problem: { id: 'manifest.not-toml', severity: 'error', title: 'elba.toml is not valid TOML', why, todo, at },
});

const capitalised = (text: string): string => text.charAt(0).toUpperCase() + text.slice(1);

/** The parser's own message without its preamble and its drawing of the line. */
const messageOf = (error: unknown): string => {
  const first = error instanceof Error ? (error.message.split('\n', 1)[0] ?? '') : '';
  const plain = first.replace(/^Invalid TOML document: /, '').trim();
  return plain === '' ? 'The parser could not make sense of it.' : `${capitalised(plain)}.`;
};

const explainBroken = (text: string, error: unknown): Syntax => {
  const place = error instanceof TomlError ? { line: error.line, column: error.column } : { line: 1, column: 1 };
  const line = text.split('\n')[place.line - 1] ?? '';
  const column = [...line.slice(0, place.column - 1)].length + 1;
  const at = { file: manifestFile, line: place.line, column };
  if (line.trimStart().startsWith('//') || line.trimStart().startsWith('/*')) {
    return broken(at, 'Comments in TOML begin with #, not with a slash.', 'Begin each line of the comment with #.');
  }
  return broken(at, messageOf(error), `Mend line ${place.line}.`);
};

const newerWords: Record<TomlNewer['what'], string> = {
  newline: 'A table in braces cannot go over several lines in the TOML that elba reads.',
  comma: 'A table in braces cannot end in a comma in the TOML that elba reads.',
  escape: 'The TOML that elba reads has no escapes \\e and \\x.',
};

/** Parses as strictly as elba's TOML 0.5; the library by itself takes TOML 1.1. */
const parseSyntax = (text: string, placeAt: (offset: number) => Place): Syntax => {
  let table: unknown;
  try {
    table = parse(text.replace(/^\uFEFF/, ''));
  } catch (error) {
    return explainBroken(text, error);
  }
  const [newer] = scanToml(text).newer;
  if (newer !== undefined) {
    const at = placeAt(newer.offset);
    return broken(at, newerWords[newer.what], `Mend line ${at.line}.`);
  }
  return isTable(table) ? { ok: true, table } : broken(placeAt(0), 'It holds no table.', 'Begin it with [package].');
};

const noPackage: PackageSection = { package: null, authors: [], keywords: [], exclude: [], texts: {} };

const readPackageSection = (rules: Rules, document: TomlTable): PackageSection => {
  const value = entryOf(document, 'package');
  if (isTable(value)) return readPackage(rules, value);
  rules.report('error', 'no-package', ['package'], {
    title: value === undefined ? 'The section [package] is missing' : `package is ${kindOf(value)}`,
    why: 'It holds the name and the version, without which nothing can be published.',
    todo: 'Add [package] with name, version and authors.',
  });
  return noPackage;
};

const byPlace = (a: ManifestProblem, b: ManifestProblem): number =>
  (a.at.line ?? 0) - (b.at.line ?? 0) || (a.at.column ?? 0) - (b.at.column ?? 0);

/**
 * Reads `elba.toml` and checks it against what the registry accepts (the page on publishing and what was observed) and what elba
 * would misread or refuse. Errors are what the registry refuses; warnings what it drops, or what only elba refuses; hints are
 * matters of taste. It never throws, and every problem has a line and a column.
 */
export const parseManifest = (text: string): ParsedManifest => {
  const locator = locateToml(text, manifestFile);
  const syntax = parseSyntax(text, locator.atOffset);
  if (!syntax.ok) return { manifest: null, problems: [syntax.problem], placeOf: locator.of };
  const document = syntax.table;
  const { rules, problems } = createRules(locator);
  checkKeys(rules, 'document', document, []);
  const { texts, ...section } = readPackageSection(rules, document);
  const dependencies = (['dependencies', 'dev_dependencies'] as const).flatMap((key) =>
    readDependencies(rules, key, entryOf(document, key), section.package),
  );
  const targets = readTargets(rules, entryOf(document, 'targets'));
  checkWorkspaceAndScripts(rules, document);
  return {
    manifest: { ...section, ...texts, dependencies, targets, text },
    problems: problems.sort(byPlace),
    placeOf: locator.of,
  };
};
