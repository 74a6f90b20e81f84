import type { Check, Place } from '../../shared/project.ts';
import type { TomlLocator } from './tomlLocator.ts';
import type { TomlPath } from './tomlScan.ts';

/** A finding in elba.toml; it always has a place. Ids are unique within one manifest. */
export type ManifestProblem = Omit<Check, 'severity' | 'at' | 'registryIds'> & {
  readonly severity: 'error' | 'warning' | 'hint';
  readonly at: Place;
};

type Words = Pick<Check, 'title' | 'why' | 'todo' | 'actions'>;

/** What the rules of a manifest work with. */
export type Rules = {
  readonly locator: TomlLocator;
  readonly report: (severity: ManifestProblem['severity'], rule: string, path: TomlPath, words: Words) => void;
};

/** Collects what the rules report. `rule` names the rule in the id, such as `license-too-long`. */
export const createRules = (locator: TomlLocator): { rules: Rules; problems: ManifestProblem[] } => {
  const problems: ManifestProblem[] = [];
  const report: Rules['report'] = (severity, rule, path, words) => {
    problems.push({ id: `manifest.${rule}:${path.join('.')}`, severity, ...words, at: locator.of(path) });
  };
  return { rules: { locator, report }, problems };
};

/** A table's header as it is written: `[package]`, `[[targets.bin]]`; empty for the document. */
export const headerOf = (path: TomlPath): string => {
  const keys = path.filter((part) => typeof part === 'string').join('.');
  if (keys === '') return 'elba.toml';
  return typeof path.at(-1) === 'number' ? `[[${keys}]]` : `[${keys}]`;
};
