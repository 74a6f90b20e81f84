/**
 * The rules of what elba packs, told a second time, slowly and without a library, to hold the walk against: what the names `.git`
 * and `target` and a list of patterns leave of a list of files. It knows patterns of names, `*`, `?`, `**`, slashes and `!`.
 */
export const slowlyKept = (files: readonly string[], lines: readonly string[]): string[] =>
  files.filter((file) => {
    const parts = file.split('/');
    return parts.every((name, i) => {
      const path = parts.slice(0, i + 1).join('/');
      const isFolder = i < parts.length - 1;
      return name !== '.git' && name !== 'target' && !lastWord(path, isFolder, lines);
    });
  });

const lastWord = (path: string, isFolder: boolean, lines: readonly string[]): boolean => {
  let out = false;
  for (const line of lines) {
    const negated = line.startsWith('!');
    if (matches(negated ? line.slice(1) : line, path, isFolder)) out = !negated;
  }
  return out;
};

const matches = (pattern: string, path: string, isFolder: boolean): boolean => {
  const folderOnly = pattern.endsWith('/');
  if (folderOnly && !isFolder) return false;
  const body = folderOnly ? pattern.slice(0, -1) : pattern;
  const parts = path.split('/');
  if (!body.includes('/')) return nameMatches(body, parts.at(-1) ?? '');
  return pathMatches((body.startsWith('/') ? body.slice(1) : body).split('/'), parts);
};

const pathMatches = (pattern: readonly string[], path: readonly string[]): boolean => {
  const [head, ...tail] = pattern;
  if (head === undefined) return path.length === 0;
  if (head === '**') {
    const least = tail.length === 0 ? 1 : 0;
    return path.length >= least && (tail.length === 0 || path.some((_, i) => pathMatches(tail, path.slice(i))));
  }
  const [name, ...below] = path;
  return name !== undefined && nameMatches(head, name) && pathMatches(tail, below);
};

const nameMatches = (pattern: string, name: string): boolean => {
  const [head] = pattern;
  if (head === undefined) return name === '';
  const rest = pattern.slice(1);
  if (head === '*') return nameMatches(rest, name) || (name !== '' && nameMatches(pattern, name.slice(1)));
  return name !== '' && (head === '?' || head === name[0]) && nameMatches(rest, name.slice(1));
};
