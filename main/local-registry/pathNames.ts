import type { PackageRef } from '../../shared/ids.ts';
import { parsePackageName } from '../elba/packageName.ts';
import { isVersion } from '../elba/version.ts';
import { type Answer, refused } from './answers.ts';

/** Longer ones would not fit into a file name of the index. */
const longestBytes = 200;

const isGroup = (text: string): boolean => parsePackageName(`${text}/x`).ok && Buffer.byteLength(text) <= longestBytes;
const isName = (text: string): boolean => parsePackageName(`x/${text}`).ok && Buffer.byteLength(text) <= longestBytes;

const rule = 'can only contain letters, numbers, _, and -';

/** What is wrong with a group in a path, in the reference registry's words; null if nothing is. */
export const refuseGroup = (group: string): Answer | null =>
  isGroup(group) ? null : refused('invalid_format', `Invalid group name: group ${rule}`);

/** What is wrong with a package's name in a path. */
export const refusePackage = ({ group, name }: PackageRef): Answer | null => {
  if (!isGroup(group)) return refused('invalid_format', `Invalid package name: group ${rule}`);
  return isName(name) ? null : refused('invalid_format', `Invalid package name: name ${rule}`);
};

/** The words of the parser that the reference registry reads versions with: it names the first part that it cannot read. */
const versionProblem = (text: string): string => {
  const number = /^(?:0|[1-9][0-9]*)/;
  let rest = text;
  for (const part of ['major', 'minor', 'patch']) {
    const found = number.exec(rest)?.[0];
    if (found === undefined) return `Error parsing ${part} identifier`;
    rest = rest.slice(found.length);
    if (part === 'patch') break;
    if (!rest.startsWith('.')) return 'Expected dot';
    rest = rest.slice(1);
  }
  if (rest.startsWith('-')) return 'Error parsing prerelease';
  if (rest.startsWith('+')) return 'Error parsing build metadata';
  return `Extra junk after valid version: ${rest}`;
};

/** What is wrong with a version in a path. */
export const refuseVersion = (text: string): Answer | null =>
  isVersion(text) ? null : refused('invalid_format', `Invalid version: ${versionProblem(text)}`);
