import type { Check } from '../../shared/project.ts';
import type { Litter } from './litter.ts';
import { excludeAction } from './offers.ts';

const among = ({ count, samples }: Litter): string =>
  count === 1 ? '' : ` Among them: ${samples.join(', ')}${count > samples.length ? ', …' : ''}.`;

const todoOf = ({ kind, pattern }: Litter): string => {
  if (pattern !== null) return `Add "${pattern}" to exclude in elba.toml.`;
  return kind === 'hidden'
    ? 'What is not meant to go in can be added to exclude in elba.toml.'
    : 'Leave them out with exclude in elba.toml.';
};

const litterCheck = (litter: Litter): Check => {
  const { id, severity, title, why, pattern, samples } = litter;
  const [file = ''] = samples;
  const actions = excludeAction(pattern);
  return {
    id,
    severity,
    title,
    why: `${why}${among(litter)}`,
    todo: todoOf(litter),
    at: { file },
    ...(actions.length === 0 ? {} : { actions }),
  };
};

/** What is said of files that nobody meant to publish; a passed check where there are none. */
export const litterChecks = (litter: readonly Litter[]): Check[] => {
  const none: Check = {
    id: 'litter.none',
    severity: 'passed',
    title: 'No build output, and nothing that an editor left',
  };
  const checks = litter.map(litterCheck);
  return litter.every(({ kind }) => kind === 'hidden') ? [...checks, none] : checks;
};
