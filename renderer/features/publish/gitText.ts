import type { ProjectGit } from '../../../shared/project.ts';
import { formatList, formatNoun } from '../../components/format.ts';

/** What git knows of the folder, in the words of the page's head: `main, 2 uncommitted files`. */
export function gitText(git: ProjectGit): string {
  const at = git.head === null ? 'no commit yet' : git.branch === null ? `no branch, at ${git.head}` : '';
  const changes =
    git.uncommitted === null
      ? ''
      : git.uncommitted === 0
        ? 'nothing uncommitted'
        : formatNoun(git.uncommitted, 'uncommitted file');
  const tags = git.tags.length === 0 ? '' : `tagged ${formatList(git.tags)}`;
  return [git.branch ?? '', at, changes, tags].filter((part) => part !== '').join(', ');
}
