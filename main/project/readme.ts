import type { Check, IncludedFile, LeftOut, ManifestView, Place } from '../../shared/project.ts';
import { manifestFile } from '../elba/manifest.ts';
import { isWithin, plainPath } from './paths.ts';
import type { ProjectSource } from './projectSource.ts';
import { firstBadByte } from './readFile.ts';

/** The registry drops a larger README. */
export const mostReadmeBytes = 2 * 1024 * 1024;

const stemOf = (path: string): string => {
  const name = path.slice(path.lastIndexOf('/') + 1);
  const dot = name.lastIndexOf('.');
  return dot > 0 ? name.slice(0, dot) : name;
};

const isReadme = (path: string): boolean => stemOf(path).toLowerCase() === 'readme';

/**
 * The README that a registry is to show: what the manifest's `readme` names, else one in the root. The registry itself shows
 * whichever comes first in the archive, so the archive is to begin with this one.
 */
export const shownReadme = (manifest: ManifestView | null, included: readonly IncludedFile[]): string | null => {
  const paths = included.map((file) => file.path);
  if (manifest?.readme !== undefined) {
    const named = plainPath(manifest.readme);
    if (paths.includes(named)) return named;
  }
  return paths.find((path) => !path.includes('/') && isReadme(path)) ?? paths.find(isReadme) ?? null;
};

/**
 * The README that a registry shows of an archive whose files come in this order: the first that the manifest's `readme` names or whose
 * stem is README, in whatever folder.
 */
export const shownInOrder = (manifest: ManifestView | null, paths: readonly string[]): string | null => {
  const named = manifest?.readme === undefined ? null : plainPath(manifest.readme);
  return paths.find((path) => path === named || isReadme(path)) ?? null;
};

const namedReadmeCheck = (
  named: string,
  included: readonly IncludedFile[],
  leftOut: readonly LeftOut[],
  at: Place,
): Check | null => {
  const path = plainPath(named);
  if (included.some((file) => file.path === path)) return null;
  const base = { id: 'readme.named', severity: 'warning' as const, at };
  const otherCase = included.find((file) => file.path.toLowerCase() === path.toLowerCase());
  if (otherCase !== undefined) {
    return {
      ...base,
      title: `readme says "${named}", and the file is ${otherCase.path}`,
      why: 'The two differ in case, which counts on Linux and on the registry.',
      todo: `Write readme = "${otherCase.path}".`,
      actions: [
        {
          kind: 'edit',
          label: `Name ${otherCase.path}`,
          edit: { kind: 'set_value', key: 'readme', value: otherCase.path },
        },
      ],
    };
  }
  const row = leftOut.find((entry) => isWithin(entry.path, path));
  return {
    ...base,
    title:
      row === undefined ? `readme names "${named}", which is not there` : `readme names "${named}", which stays out`,
    why: row === undefined ? 'elba and the registry say nothing of it.' : `${row.text}.`,
    todo: 'Name a file that goes into the archive, or remove the line.',
  };
};

const contentCheck = async (source: ReadmeInput['source'], path: string): Promise<Check | null> => {
  const read = await source.read(path, mostReadmeBytes + 1);
  if (read.kind !== 'read') return null;
  if (read.size > mostReadmeBytes) {
    return {
      id: 'readme.too-large',
      severity: 'warning',
      title: `${path} is larger than 2 MiB`,
      why: 'A registry drops such a README without a word.',
      todo: 'Shorten it.',
      at: { file: path },
    };
  }
  const bad = firstBadByte(read.bytes);
  if (bad === null) return null;
  return {
    id: 'readme.not-utf8',
    severity: 'error',
    title: `${path} is not UTF-8`,
    why: 'The registry answers such a README with an internal error.',
    todo: `Save it as UTF-8; line ${bad.line} has another encoding.`,
    at: { file: path, ...bad },
  };
};

export type ReadmeInput = {
  readonly source: Pick<ProjectSource, 'read'>;
  /** The path of the README that the registry is to show. */
  readonly shown: string | null;
  readonly manifest: ManifestView | null;
  readonly included: readonly IncludedFile[];
  readonly leftOut: readonly LeftOut[];
  /** Where `readme` stands in elba.toml. */
  readonly readmeAt: Place;
};

/** Only an archive that was packed elsewhere can come to this: one that is packed here begins with the README that is named. */
const otherShownCheck = (manifest: ManifestView | null, shown: string, at: Place): Check | null =>
  manifest?.readme === undefined || plainPath(manifest.readme) === shown
    ? null
    : {
        id: 'readme.other',
        severity: 'warning',
        title: `A registry shows ${shown}, not ${plainPath(manifest.readme)}`,
        why: 'It takes whichever README comes first in the archive.',
        todo: 'Open the folder of the package here: its archive begins with the README that is named.',
        at,
      };

/** What is wrong with the README, and with what `readme` says of it; a passed check where nothing is. */
export const checkReadme = async (input: ReadmeInput): Promise<Check[]> => {
  const { source, shown, manifest, included, leftOut, readmeAt } = input;
  const named = manifest?.readme === undefined ? null : namedReadmeCheck(manifest.readme, included, leftOut, readmeAt);
  if (shown === null) {
    const none: Check = {
      id: 'readme.none',
      severity: 'hint',
      title: 'No README',
      why: "A registry shows it on the package's page.",
      at: { file: manifestFile },
    };
    return named === null ? [none] : [named];
  }
  const content = await contentCheck(source, shown);
  const problems = [named ?? otherShownCheck(manifest, shown, readmeAt), content].filter((check) => check !== null);
  if (problems.length > 0) return problems;
  return [{ id: 'readme.good', severity: 'passed', title: `${shown} is the README that a registry shows` }];
};
