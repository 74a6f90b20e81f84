import type { Check, LeftOut, Place } from '../../shared/project.ts';
import type { Entry } from './entries.ts';
import type { RuleLine } from './ignoreRules.ts';

/** Names that elba leaves out at any depth, whatever the kind of the entry. */
export const builtinNames: ReadonlyMap<string, string> = new Map([
  ['.git', 'Git data, always left out'],
  ['target', 'Build output, always left out'],
]);

const placeText = (at: Place): string => (at.line === undefined ? at.file : `${at.file}:${at.line}`);

export const leftOutByName = (path: string, kind: Entry['kind'], name: string): LeftOut => ({
  path,
  kind,
  reason: 'builtin',
  text: builtinNames.get(name) ?? 'Always left out',
});

export const leftOutByRule = (path: string, kind: Entry['kind'], rule: RuleLine): LeftOut => ({
  path,
  kind,
  reason: 'rule',
  text: `Excluded by ${placeText(rule.at)}`,
  at: rule.at,
});

export const leftOutLink = (path: string, target: string): LeftOut => ({
  path,
  kind: 'link',
  reason: 'link',
  text: target === '' ? 'Link, not followed' : `Link to ${target}, not followed`,
});

export const leftOutSpecial = (path: string): LeftOut => ({
  path,
  kind: 'special',
  reason: 'special',
  text: 'Pipe, socket or device, not opened',
});

export const specialCheck = (path: string): Check => ({
  id: `files.special:${path}`,
  severity: 'warning',
  title: `${path} is a pipe, a socket or a device`,
  why: 'An archive of a package holds files only, so it stays out, as with elba.',
  todo: 'Remove it, or add it to exclude in elba.toml.',
  at: { file: path },
});

export const leftOutUnreadable = (path: string, kind: Entry['kind']): LeftOut => ({
  path,
  kind,
  reason: 'unreadable',
  text: 'Cannot be read',
});

export const unreadableCheck = (path: string, isFolder: boolean): Check => ({
  id: `files.unreadable:${path}`,
  severity: 'error',
  title: isFolder ? `The folder ${path} cannot be listed` : `${path} cannot be read`,
  why: 'The package would lack it, because this account has no permission to read it.',
  todo: 'Change its permissions, or add it to exclude in elba.toml.',
  at: { file: path },
});

export const leftOutName = (path: string, kind: Entry['kind']): LeftOut => ({
  path,
  kind,
  reason: 'name',
  text: 'Its name is not UTF-8',
});

export const nameCheck = (path: string): Check => ({
  id: `files.name:${path}`,
  severity: 'error',
  title: `The name of ${path} is not UTF-8`,
  why: 'Such a name cannot be packed so that every system can unpack it, so the package would lack it.',
  todo: 'Rename it, or add a pattern for it to exclude in elba.toml.',
  at: { file: path },
});

export const tooManyCheck = (limit: number): Check => ({
  id: 'files.too-many',
  severity: 'error',
  title: `The folder has more than ${limit.toLocaleString('en')} files`,
  why: 'No package is that large, so reading it was stopped.',
  todo: 'Open the folder of the package itself, or exclude what does not belong to it.',
});
