import type { Check, LeftOut } from '../../shared/project.ts';
import { manifestFile } from '../elba/manifest.ts';
import type { Walked } from './walk.ts';

/** The registry's limit in its sample configuration, for the archive as it is sent, in bytes. */
export const archiveLimit = 31_457_280;

/** So many findings of one kind are listed; the rest are counted. */
const mostOfAKind = 20;

const kindOf = (check: Check): string => check.id.split(':', 1).join('');

/** Keeps the list of checks readable where a folder has thousands of links or unreadable files. */
const shorten = (checks: readonly Check[]): Check[] => {
  const counts = new Map<string, number>();
  const kept = checks.filter((check) => {
    const count = (counts.get(kindOf(check)) ?? 0) + 1;
    counts.set(kindOf(check), count);
    return count <= mostOfAKind;
  });
  const rest = [...counts].filter(([, count]) => count > mostOfAKind);
  const more = rest.map(([kind, count]): Check => {
    const first = checks.find((check) => kindOf(check) === kind);
    return {
      id: `${kind}:more`,
      severity: first?.severity ?? 'warning',
      title: `${(count - mostOfAKind).toLocaleString('en')} more of the same kind`,
      why: first?.why ?? '',
      todo: 'The list of files shows each of them.',
    };
  });
  return [...kept, ...more];
};

const manifestLeftOut = (row: LeftOut): Check => ({
  id: 'files.manifest-left-out',
  severity: 'error',
  title: 'elba.toml itself stays out of the archive',
  why: `${row.text}. elba packs such an archive without an error, and the registry refuses it.`,
  todo: 'Change the pattern so that elba.toml goes in.',
  at: row.at ?? { file: manifestFile },
});

/** `31.5 MB`. */
export const megabytes = (bytes: number): string => `${(bytes / 1_000_000).toFixed(1)} MB`;

const sizeCheck = (bytes: number): Check => ({
  id: 'files.size',
  severity: 'hint',
  title: `The files are ${megabytes(bytes)} before they are packed`,
  why: `A registry takes an archive of at most ${megabytes(archiveLimit)}; whether this one fits shows when it is built.`,
  todo: 'Look at the biggest files, and exclude what nobody needs.',
});

const passedChecks = (walked: Walked): Check[] => {
  const has = (kind: string): boolean => walked.problems.some((check) => kindOf(check) === kind);
  const count = walked.included.length;
  const passed: Check[] = [];
  if (!has('files.unreadable') && !has('files.name')) {
    const title = count === 1 ? 'The one file can be read' : `All ${count.toLocaleString('en')} files can be read`;
    passed.push({ id: 'files.readable', severity: 'passed', title });
  }
  if (!has('files.link') && !has('files.special')) {
    passed.push({ id: 'files.plain', severity: 'passed', title: 'No links, pipes or devices' });
  }
  return passed;
};

/** Everything that the walk tells of the files as a whole, with what is in order. */
export const checkFiles = (walked: Walked): Check[] => {
  const manifestRow = walked.leftOut.find((row) => row.path === manifestFile && row.reason === 'rule');
  const bytes = walked.included.reduce((sum, file) => sum + file.bytes, 0);
  return [
    ...(manifestRow === undefined ? [] : [manifestLeftOut(manifestRow)]),
    ...shorten(walked.problems),
    ...(bytes > archiveLimit ? [sizeCheck(bytes)] : []),
    ...passedChecks(walked),
  ];
};
