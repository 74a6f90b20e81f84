/**
 * The rules of what elba packs, told a second time, slowly and without a library, to hold the walk against: what the names `.git` and
 * `target` and a list of ignore lines leave of a list of files. It knows names, `*`, `?`, `**`, `[classes]`, `{choices}`, backslashes,
 * slashes, `!`, comments and white space at the end. It reads patterns character by character and never makes an expression of them.
 */
export const slowlyKept = (files: readonly string[], lines: readonly string[]): string[] =>
  files.filter((file) => {
    const parts = file.split('/');
    return parts.every((name, i) => {
      const path = parts.slice(0, i + 1);
      const isFolder = i < parts.length - 1;
      return name !== '.git' && name !== 'target' && !lastWord(path, isFolder, lines);
    });
  });

/** The later line wins; `!` takes back. */
const lastWord = (path: readonly string[], isFolder: boolean, lines: readonly string[]): boolean => {
  let out = false;
  for (const line of lines) {
    const text = withoutEnd(line);
    if (text === '' || text.startsWith('#')) continue;
    const negated = text.startsWith('!');
    if (matches(negated ? text.slice(1) : text, path, isFolder)) out = !negated;
  }
  return out;
};

/** White space at the end does not count, unless the last of it is escaped. */
const withoutEnd = (line: string): string => {
  let end = line.length;
  while (end > 0 && (line[end - 1] === ' ' || line[end - 1] === '\t') && !line.endsWith('\\ ')) end -= 1;
  return line.slice(0, end);
};

const matches = (pattern: string, path: readonly string[], isFolder: boolean): boolean => {
  const folderOnly = pattern.endsWith('/');
  if (folderOnly && !isFolder) return false;
  const body = folderOnly ? pattern.slice(0, -1) : pattern;
  // What has a slash in it is seen from the root, what has none is any name.
  const anchored = body.includes('/');
  const whole = body.startsWith('/') ? body.slice(1) : body;
  return choicesOf(whole).some((one) =>
    anchored ? pathMatches(one.split('/'), path) : nameMatches(one, path.at(-1) ?? ''),
  );
};

/** Every way through the braces of a pattern. A brace in a class or after a backslash is only itself; an empty choice is none. */
const choicesOf = (pattern: string): string[] => {
  for (let i = 0; i < pattern.length; i += 1) {
    if (pattern[i] === '\\') i += 1;
    else if (pattern[i] === '[') i = classEnd(pattern, i);
    else if (pattern[i] === '{') {
      const end = pattern.indexOf('}', i);
      const branches = pattern
        .slice(i + 1, end)
        .split(',')
        .filter(Boolean);
      const rest = choicesOf(pattern.slice(end + 1));
      return branches.flatMap((branch) => rest.map((after) => pattern.slice(0, i) + branch + after));
    }
  }
  return [pattern];
};

/** Where a class ends; a bracket right after its beginning is a member of it. */
const classEnd = (pattern: string, start: number): number => {
  let at = start + 1;
  if (pattern[at] === '!' || pattern[at] === '^') at += 1;
  if (pattern[at] === ']') at += 1;
  return pattern.indexOf(']', at);
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

const inClass = (body: string, character: string): boolean => {
  const negated = body.startsWith('!') || body.startsWith('^');
  const members = negated ? body.slice(1) : body;
  let found = false;
  for (let i = 0; i < members.length; i += 1) {
    const [from = '', dash, to] = members.slice(i);
    if (dash === '-' && to !== undefined) {
      if (from <= character && character <= to) found = true;
      i += 2;
    } else if (from === character) found = true;
  }
  return found !== negated;
};

const nameMatches = (pattern: string, name: string): boolean => {
  const [head] = pattern;
  if (head === undefined) return name === '';
  const rest = pattern.slice(1);
  if (head === '*') return nameMatches(rest, name) || (name !== '' && nameMatches(pattern, name.slice(1)));
  const [first] = name;
  if (first === undefined) return false;
  if (head === '[') {
    const end = classEnd(pattern, 0);
    return inClass(pattern.slice(1, end), first) && nameMatches(pattern.slice(end + 1), name.slice(1));
  }
  if (head === '\\') return rest[0] === first && nameMatches(rest.slice(1), name.slice(1));
  return (head === '?' || head === first) && nameMatches(rest, name.slice(1));
};
