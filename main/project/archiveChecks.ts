import { posix } from 'node:path';
import type { Check } from '../../shared/project.ts';
import type { Finding, FindingKind } from '../archive/findings.ts';
import type { OtherEntry } from '../archive/listFiles.ts';
import { manifestFile } from '../elba/manifest.ts';
import { builtinNames } from './leftOut.ts';
import type { ReadyArchive } from './readyArchive.ts';

const packAgain = 'Pack it again with elba package, or open the folder of the package here.';

type Judged = Pick<Check, 'severity' | 'why'>;

const broken: Judged = {
  severity: 'error',
  why: 'A registry stores such an archive without a word, and whoever installs the package gets what is broken.',
};
const hidden: Judged = {
  severity: 'error',
  why: 'Readers drop it in silence, so nobody would see what is published with it.',
};
const unread: Judged = { severity: 'error', why: 'It was not read any further, so nobody can say what is in it.' };
const unsafe: Judged = { severity: 'error', why: 'Such an entry is skipped, or lands outside of the package.' };

/** How bad each finding is in an archive that is to be published. */
const judged: Readonly<Record<FindingKind, Judged>> = {
  not_gzip: broken,
  cut_off: broken,
  damaged: broken,
  bad_checksum: broken,
  second_member: hidden,
  trailing_bytes: hidden,
  not_tar: broken,
  bad_header: broken,
  no_end: { severity: 'warning', why: 'It may have been cut off; some readers take it for broken.' },
  data_after_end: hidden,
  too_large: unread,
  too_many_entries: unread,
  name_too_long: unread,
  suspicious_ratio: unread,
  dot_prefix: { severity: 'hint', why: 'elba writes names without it.' },
  absolute: unsafe,
  parent: unsafe,
  link: { severity: 'warning', why: 'elba packs no links, and what one becomes depends on who unpacks it.' },
  special: { severity: 'error', why: 'A package holds plain files alone.' },
  duplicate: { severity: 'warning', why: 'Which of the two counts depends on who reads the archive.' },
  odd_name: { severity: 'warning', why: 'Not every system can write a file of this name.' },
};

const titleOf = ({ text }: Finding): string => text.replace(/\.$/, '');

const findingCheck = (finding: Finding): Check => {
  const { kind, path } = finding;
  const isManifestTwice = kind === 'duplicate' && path === manifestFile;
  return {
    id: `archive.${kind}${path === undefined ? '' : `:${path}`}`,
    title: titleOf(finding),
    todo: packAgain,
    ...judged[kind],
    ...(isManifestTwice ? { severity: 'error' } : {}),
  };
};

/** Whether a link of an archive leads to something outside of the folder that it is unpacked to. */
const leadsOut = ({ path, target }: OtherEntry): boolean =>
  target !== null && (posix.isAbsolute(target) || posix.join(posix.dirname(path), target).split('/')[0] === '..');

const linkOut = ({ path, target }: OtherEntry): Check => ({
  id: `archive.link-out:${path}`,
  severity: 'error',
  title: `The link ${path} leads out of the package, to ${target}`,
  why: 'Whoever unpacks the archive gets whatever lies there, or nothing.',
  todo: packAgain,
});

const neverPacked = ({ listed }: ReadyArchive): Check[] => {
  const found = listed.files.filter(({ path }) => path.split('/').some((name) => builtinNames.has(name)));
  const [first] = found;
  if (first === undefined) return [];
  return [
    {
      id: 'archive.builtin',
      severity: 'warning',
      title:
        found.length === 1
          ? `${first.path} is in this archive`
          : `${found.length.toLocaleString('en')} files of .git or target are in this archive`,
      why: 'elba leaves .git and target out wherever they are, for they hold history and the output of builds.',
      todo: packAgain,
      at: { file: first.path },
    },
  ];
};

const notLookedInto = (count: number): Check => ({
  id: 'archive.not-kept',
  severity: 'warning',
  title: count === 1 ? 'One file was not looked into' : `${count.toLocaleString('en')} files were not looked into`,
  why: 'The archive unpacks to more than is kept in memory, so they were not searched for secrets.',
  todo: 'Open the folder of the package here instead: all of its files are searched.',
});

const moreCheck = (count: number): Check => ({
  id: 'archive.more',
  severity: 'error',
  title: `${count.toLocaleString('en')} more findings like these`,
  todo: packAgain,
});

const whole: Check = {
  id: 'archive.whole',
  severity: 'passed',
  title: 'The archive is one whole gzip member with a whole tar in it',
};

/** What is wrong with an archive that was packed elsewhere, as an archive; a passed check where nothing is. */
export const checkArchive = (archive: ReadyArchive): Check[] => {
  const { others, reading } = archive.listed;
  const out = others.filter((entry) => entry.kind === 'link' && leadsOut(entry));
  const isTold = ({ kind, path }: Finding): boolean => kind === 'link' && out.some(({ name }) => name === path);
  const { findings, moreFindings } = reading;
  const problems = [
    ...findings.filter((finding) => !isTold(finding)).map(findingCheck),
    ...out.map(linkOut),
    ...(moreFindings === 0 ? [] : [moreCheck(moreFindings)]),
    ...neverPacked(archive),
    ...(archive.notKept === 0 ? [] : [notLookedInto(archive.notKept)]),
  ];
  // A second row for the same name says nothing new, and ids are what a list of checks goes by.
  const checks = [...new Map(problems.map((check) => [check.id, check])).values()];
  return reading.whole && findings.length === 0 ? [...checks, whole] : checks;
};
