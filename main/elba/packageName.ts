import type { PackageRef } from '../../shared/ids.ts';

export type ParsedPackageName =
  | { readonly ok: true; readonly ref: PackageRef }
  | { readonly ok: false; readonly reason: string };

const longest = 200;
const allowed = /^[\p{Alphabetic}\p{N}_-]+$/u;

const partProblem = (what: 'group' | 'name', text: string): string | null => {
  if (text === '') return `The ${what} is empty`;
  if (text.length > longest) return `The ${what} is longer than ${longest} characters`;
  if (!allowed.test(text)) return `The ${what} can have only letters, digits, _ and -`;
  return null;
};

/**
 * Reads `group/name` as elba and the registry do: exactly one slash, each part of letters (of any script), digits, `_` and `-`.
 * The spelling is kept. `reason` is a sentence without its full stop.
 */
export const parsePackageName = (text: string): ParsedPackageName => {
  const parts = text.split('/');
  const [group, name] = parts;
  if (group === undefined || name === undefined || parts.length !== 2) {
    return { ok: false, reason: 'A name has a group and a name with one slash between them' };
  }
  const reason = partProblem('group', group) ?? partProblem('name', name);
  return reason === null ? { ok: true, ref: { group, name } } : { ok: false, reason };
};

/** `group/name` as it is written. */
export const formatName = (ref: PackageRef): string => `${ref.group}/${ref.name}`;

/**
 * `group/name` as elba compares it: `A` to `Z` in lower case and `_` as `-`; other letters keep their case, as elba leaves
 * them. It is also the path of the package's file in an index.
 */
export const normaliseName = (ref: PackageRef): string =>
  formatName(ref)
    .replace(/[A-Z]/g, (letter) => letter.toLowerCase())
    .replaceAll('_', '-');

/** Whether two spellings name the same package. */
export const samePackage = (a: PackageRef, b: PackageRef): boolean => normaliseName(a) === normaliseName(b);
