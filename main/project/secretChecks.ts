import type { CheckAction } from '../../shared/edit.ts';
import type { Check } from '../../shared/project.ts';
import { manifestFile } from '../elba/manifest.ts';
import { excludePattern } from './excludePattern.ts';
import { excludeAction } from './offers.ts';
import type { SecretFinding, SecretScan } from './secrets.ts';

/** So many findings are listed at once; the others follow when these are dealt with. */
const mostListed = 100;

const excludeFile = (path: string): CheckAction[] => (path === manifestFile ? [] : excludeAction(excludePattern(path)));

const findingCheck = (finding: SecretFinding, isAccepted: boolean): Check => {
  const { id, path, at, severity, title, maskedLine } = finding;
  const accept: CheckAction = { kind: 'accept', label: 'Publish it as it is', findingId: id };
  const exclude = excludeFile(path);
  const actions = isAccepted ? exclude : [...exclude, accept];
  return {
    id: `secret:${id}`,
    severity: isAccepted ? 'hint' : severity,
    title,
    why: isAccepted
      ? 'You let it pass for this project. It comes up again when it changes.'
      : 'Whoever downloads the package can read it, and a published version cannot be taken back.',
    ...(isAccepted ? {} : { todo: 'Take it out, or exclude the file. Replace a secret that was ever published.' }),
    at,
    ...(maskedLine === null ? {} : { excerpt: maskedLine }),
    ...(actions.length === 0 ? {} : { actions }),
  };
};

const moreCheck = (count: number): Check => ({
  id: 'secrets.more',
  severity: 'error',
  title: `${count.toLocaleString('en')} more findings like these`,
  todo: 'They are listed when the ones above are dealt with.',
});

const unreadCheck = (paths: readonly string[]): Check => {
  const [first = ''] = paths;
  return {
    id: 'secrets.too-large',
    severity: 'hint',
    title:
      paths.length === 1
        ? `${first} was not searched for secrets`
        : `${paths.length.toLocaleString('en')} files were not searched for secrets`,
    why: 'Only files of at most 1 MiB are.',
    at: { file: first },
  };
};

/** What is said of the secrets that were found; those that the person accepted do not block any more. */
export const secretChecks = ({ findings, tooLarge }: SecretScan, accepted: ReadonlySet<string>): Check[] => {
  const isOpen = (finding: SecretFinding): boolean => !accepted.has(finding.id);
  const open = findings.filter(isOpen);
  const passed: Check = { id: 'secrets.none', severity: 'passed', title: 'No secrets found in the files' };
  return [
    ...open.slice(0, mostListed).map((finding) => findingCheck(finding, false)),
    ...(open.length > mostListed ? [moreCheck(open.length - mostListed)] : []),
    ...findings.filter((finding) => !isOpen(finding)).map((finding) => findingCheck(finding, true)),
    ...(tooLarge.length === 0 ? [] : [unreadCheck(tooLarge)]),
    ...(findings.length === 0 ? [passed] : []),
  ];
};

/** Said where the search itself went wrong, which must not look like nothing was found. */
export const searchFailed: Check = {
  id: 'secrets.failed',
  severity: 'warning',
  title: 'The files could not be searched for secrets',
  why: 'The search ended with an error of its own, which is in the log.',
  todo: 'Look yourself whether a password, a key or a token is in the files.',
};
