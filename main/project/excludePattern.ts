import { createIgnoreRules } from './ignoreRules.ts';

/**
 * Writes one path as a pattern for `exclude` that leaves out that file, or that folder with a slash at its end, and nothing else. What a
 * pattern would read as a sign stands in brackets, because elba on Windows takes a backslash for a separator. Null where no pattern
 * can name it.
 */
export const excludePattern = (path: string): string | null => {
  const isFolder = path.endsWith('/');
  const pattern = `/${path.replace(/[*?[\]{}\\]/g, '[$&]').replace(/ $/, '[ ]')}`;
  const rules = createIgnoreRules([{ text: pattern, at: { file: 'elba.toml' } }]);
  return rules.decidedBy(isFolder ? path.slice(0, -1) : path, isFolder) === null ? null : pattern;
};
