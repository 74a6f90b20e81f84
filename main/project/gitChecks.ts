import type { Check, LeftOut, ProjectGit } from '../../shared/project.ts';
import { excludePattern } from './excludePattern.ts';
import type { GitFacts } from './gitFacts.ts';
import { excludeAction } from './offers.ts';
import { isWithin } from './paths.ts';

export type GitChecks = { readonly git: ProjectGit; readonly checks: readonly Check[] };

const commitCheck = (uncommitted: readonly string[]): Check => {
  const [first = ''] = uncommitted;
  if (uncommitted.length === 0) {
    return { id: 'git.uncommitted', severity: 'passed', title: 'Everything is committed' };
  }
  const many = uncommitted.length > 1;
  return {
    id: 'git.uncommitted',
    severity: 'hint',
    title: many ? `${uncommitted.length.toLocaleString('en')} files are not committed` : `${first} is not committed`,
    why: 'What is published is then no state that the history has.',
    todo: many
      ? 'Commit them first if others are to find them there.'
      : 'Commit it first if others are to find it there.',
    at: { file: first },
  };
};

const tagCheck = ({ isTagged, head }: GitFacts, version: string): Check[] => {
  if (head === null) return [];
  if (isTagged) return [{ id: 'git.tag', severity: 'passed', title: `The last commit is tagged as ${version}` }];
  return [
    {
      id: 'git.tag',
      severity: 'hint',
      title: `The last commit has no tag of ${version}`,
      why: 'By a tag others find the state that was published.',
      todo: `Tag it, such as with v${version}.`,
    },
  ];
};

const submoduleCheck = (path: string): Check => {
  const actions = excludeAction(excludePattern(`${path}/`));
  return {
    id: `git.empty-submodule:${path}`,
    severity: 'warning',
    title: `${path} is a submodule that was not fetched`,
    why: 'Its folder is empty, so the package would lack what belongs there.',
    todo: 'Run git submodule update --init, or exclude the folder if the package does without it.',
    at: { file: path },
    ...(actions.length === 0 ? {} : { actions }),
  };
};

/** What is said of a project from what git says; what stays out of the archive anyway is not counted. */
export const gitChecks = (facts: GitFacts, version: string | null, leftOut: readonly LeftOut[]): GitChecks => {
  const goesIn = (path: string): boolean => !leftOut.some((row) => isWithin(row.path, path));
  const uncommitted = facts.uncommitted?.filter(goesIn) ?? null;
  const { branch, head, tags } = facts;
  return {
    git: { branch, head, uncommitted: uncommitted?.length ?? null, tags: [...tags] },
    checks: [
      ...facts.emptySubmodules.filter(goesIn).map(submoduleCheck),
      ...(uncommitted === null ? [] : [commitCheck(uncommitted)]),
      ...(version === null ? [] : tagCheck(facts, version)),
    ],
  };
};
