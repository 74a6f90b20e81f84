import compare from 'semver/functions/compare.js';
import parse from 'semver/functions/parse.js';

const number = '(?:0|[1-9]\\d*)';
const preId = `(?:${number}|\\d*[A-Za-z-][0-9A-Za-z-]*)`;
const buildId = '[0-9A-Za-z-]+';
const form = new RegExp(
  `^${number}(?:\\.${number}){2}(?:-${preId}(?:\\.${preId})*)?(?:\\+${buildId}(?:\\.${buildId})*)?$`,
);

/**
 * Whether this is a version as elba and the registry take it: SemVer 2 with three components, no leading `v`, no leading zeros.
 * Components over 2^53 and texts over 200 characters are refused as well.
 */
export const isVersion = (text: string): boolean => text.length <= 200 && form.test(text) && parse(text) !== null;

const byText = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);

/** Nearly all versions are three numbers of a few digits; these are compared without making anything of them. */
const threeNumbers = /^(0|[1-9]\d{0,14})\.(0|[1-9]\d{0,14})\.(0|[1-9]\d{0,14})$/;

/** Ascending by SemVer precedence, then by text. What is no version comes before every version. */
export const compareVersions = (a: string, b: string): number => {
  const [left, right] = [threeNumbers.exec(a), threeNumbers.exec(b)];
  if (left !== null && right !== null)
    return (
      Number(left[1]) - Number(right[1]) || Number(left[2]) - Number(right[2]) || Number(left[3]) - Number(right[3])
    );
  const [aIs, bIs] = [isVersion(a), isVersion(b)];
  if (aIs && bIs) return compare(a, b) || byText(a, b);
  if (aIs === bIs) return byText(a, b);
  return aIs ? 1 : -1;
};

/** The order of a version list: newest first. */
export const newestFirst = (a: string, b: string): number => compareVersions(b, a);

/** A version without its build metadata. */
export const withoutBuild = (text: string): string => (text.includes('+') ? text.split('+', 1).join('') : text);

/** Whether a version has a pre-release part, such as `1.0.0-rc.1`. */
export const isPrerelease = (text: string): boolean => isVersion(text) && withoutBuild(text).includes('-');

/** Whether two versions differ at most in their build metadata; a registry's index can hold only one of those. */
export const sameExceptBuild = (a: string, b: string): boolean => withoutBuild(a) === withoutBuild(b);
