import type { CheckAction } from '../../shared/edit.ts';
import type { PackageRef } from '../../shared/ids.ts';
import { checkKeys, meantKey } from './manifestKeys.ts';
import type { Rules } from './manifestProblem.ts';
import { parsePackageName } from './packageName.ts';
import { shortLicense } from './shortLicense.ts';
import { entryOf, kindOf, type TomlTable } from './tomlValue.ts';
import { isVersion } from './version.ts';

/** The registry's limits: bytes of UTF-8 for texts. */
const limits = { description: 244, license: 10, keywords: 5 };

const bytes = (text: string): number => Buffer.byteLength(text);

const cannotRead = 'The registry cannot read such a manifest and answers with an internal error.';

/** Reports a value of the wrong type and gives null; a missing one gives null without a report. */
const textAt = (rules: Rules, table: TomlTable, key: string): string | null => {
  const value = entryOf(table, key);
  if (typeof value === 'string') return value;
  if (value !== undefined) {
    rules.report('error', 'wrong-type', ['package', key], {
      title: `${key} is ${kindOf(value)}`,
      why: cannotRead,
      todo: `Write ${key} as a text in quotes.`,
    });
  }
  return null;
};

const listAt = (rules: Rules, table: TomlTable, key: string): string[] | null => {
  const value = entryOf(table, key);
  if (value === undefined) return null;
  const items: readonly unknown[] = Array.isArray(value) ? value : [];
  const wrong = items.findIndex((item) => typeof item !== 'string');
  if (!Array.isArray(value) || wrong !== -1) {
    rules.report('error', 'wrong-type', wrong === -1 ? ['package', key] : ['package', key, wrong], {
      title: wrong === -1 ? `${key} is ${kindOf(value)}` : `${key} has ${kindOf(items[wrong])} in its list`,
      why: cannotRead,
      todo: `Write ${key} as a list of texts.`,
    });
  }
  return items.filter((item) => typeof item === 'string');
};

const checkRequired = (rules: Rules, table: TomlTable): void => {
  const example = { name: 'name = "group/name"', version: 'version = "0.1.0"', authors: 'authors = []' };
  for (const key of ['name', 'version', 'authors'] as const) {
    if (entryOf(table, key) !== undefined) continue;
    rules.report('error', 'missing-key', ['package', key], {
      title: `${key} is missing in [package]`,
      why: 'elba and the registry need it.',
      todo: `Add a line such as ${example[key]} below [package].`,
    });
  }
};

const checkName = (rules: Rules, text: string | null): PackageRef | null => {
  if (text === null) return null;
  const name = parsePackageName(text);
  if (name.ok) return name.ref;
  rules.report('error', 'bad-name', ['package', 'name'], {
    title: 'The name has a form that no registry takes',
    why: `${name.reason}.`,
    todo: 'Write it as "group/name".',
  });
  return null;
};

const checkVersion = (rules: Rules, text: string | null): string | null => {
  if (text === null || isVersion(text)) return text;
  rules.report('error', 'bad-version', ['package', 'version'], {
    title: 'The version has a form that no registry takes',
    why: 'A version has three numbers without leading zeros, and nothing before them.',
    todo: 'Write it like "1.2.0" or "1.2.0-rc.1".',
  });
  return null;
};

const checkAuthors = (rules: Rules, authors: readonly string[] | null): void => {
  if (authors === null) return;
  if (authors.length === 0) {
    rules.report('hint', 'no-authors', ['package', 'authors'], { title: 'No author is named' });
  }
  const withMail = authors.findIndex((author) => /[^\s<@]@[^\s>@]/.test(author));
  if (withMail === -1) return;
  rules.report('hint', 'mail-address', ['package', 'authors', withMail], {
    title: 'A mail address becomes public',
    why: 'Anyone who downloads the package can read the authors, for good.',
    todo: 'Leave the name alone if the address is private.',
  });
};

const checkDescription = (rules: Rules, text: string | null): void => {
  if (text === null) return;
  const size = bytes(text);
  if (size <= limits.description) return;
  rules.report('error', 'description-too-long', ['package', 'description'], {
    title: 'The description is too long',
    why: `A registry takes at most ${limits.description} bytes and this has ${size}.`,
    todo: 'Shorten it, and tell the rest in the README.',
  });
};

const writeLicense = (name: string | null): { actions?: CheckAction[] } =>
  name === null
    ? {}
    : { actions: [{ kind: 'edit', label: `Write ${name}`, edit: { kind: 'set_value', key: 'license', value: name } }] };

const checkLicense = (rules: Rules, text: string | null): void => {
  if (text === null) return;
  const size = bytes(text);
  if (size <= limits.license) return;
  rules.report('error', 'license-too-long', ['package', 'license'], {
    title: 'The license is too long',
    why: `A registry takes at most ${limits.license} bytes and this has ${size}.`,
    todo: 'Use a short name such as "MIT", "BSD3" or "GPLv3.0", and tell the rest in the README.',
    ...writeLicense(shortLicense(text)),
  });
};

const checkKeywords = (rules: Rules, keywords: readonly string[] | null): void => {
  if (keywords === null) return;
  if (keywords.length > limits.keywords) {
    rules.report('error', 'too-many-keywords', ['package', 'keywords', limits.keywords], {
      title: 'There are too many keywords',
      why: `A registry takes at most ${limits.keywords} and these are ${keywords.length}.`,
      todo: `Remove ${keywords.length - limits.keywords}.`,
    });
  }
  for (const [i, keyword] of keywords.entries()) {
    const empty = keyword.trim() === '';
    if (!empty && !/\s/.test(keyword)) continue;
    rules.report('error', 'bad-keyword', ['package', 'keywords', i], {
      title: empty ? 'A keyword is empty' : `The keyword "${keyword.slice(0, 60)}" has white space in it`,
      why: 'A registry refuses such a keyword.',
      todo: empty ? 'Remove it.' : 'Write it as one word, or join the words with a hyphen.',
    });
  }
};

/** Whether a path stays within the project: relative and without `..`. */
export const isSubPath = (path: string): boolean => !path.startsWith('/') && !path.split('/').includes('..');

const checkReadme = (rules: Rules, text: string | null): void => {
  if (text === null || isSubPath(text)) return;
  rules.report('error', 'readme-outside', ['package', 'readme'], {
    title: 'readme points out of the project',
    why: cannotRead,
    todo: 'Name a file within the project, such as "README.md".',
  });
};

const hintAbsence = (rules: Rules, table: TomlTable): void => {
  const misspelt = Object.keys(table).map((key) => meantKey('package', key));
  for (const key of ['description', 'license']) {
    if (misspelt.includes(key)) continue;
    rules.report('hint', 'no-value', ['package', key], {
      title: `No ${key}`,
      why:
        key === 'description'
          ? 'Package lists show it below the name.'
          : 'People look for it before they use a package.',
    });
  }
};

export type PackageSection = {
  readonly package: (PackageRef & { version: string }) | null;
  readonly authors: string[];
  readonly keywords: string[];
  readonly exclude: string[];
  readonly texts: Partial<Record<'description' | 'homepage' | 'repository' | 'license' | 'readme', string>>;
};

/** Checks `[package]` against what the registry accepts and what elba refuses, and gives what could be read. */
export const readPackage = (rules: Rules, table: TomlTable): PackageSection => {
  checkKeys(rules, 'package', table, ['package']);
  checkRequired(rules, table);
  const ref = checkName(rules, textAt(rules, table, 'name'));
  const version = checkVersion(rules, textAt(rules, table, 'version'));
  const authors = listAt(rules, table, 'authors');
  const keywords = listAt(rules, table, 'keywords');
  const exclude = listAt(rules, table, 'exclude');
  const texts: PackageSection['texts'] = {};
  for (const key of ['description', 'homepage', 'repository', 'license', 'readme'] as const) {
    const text = textAt(rules, table, key);
    if (text !== null) texts[key] = text;
  }
  checkAuthors(rules, Array.isArray(entryOf(table, 'authors')) ? authors : null);
  checkDescription(rules, texts.description ?? null);
  checkLicense(rules, texts.license ?? null);
  checkKeywords(rules, keywords);
  checkReadme(rules, texts.readme ?? null);
  hintAbsence(rules, table);
  return {
    package: ref !== null && version !== null ? { ...ref, version } : null,
    authors: authors ?? [],
    keywords: keywords ?? [],
    exclude: exclude ?? [],
    texts,
  };
};
