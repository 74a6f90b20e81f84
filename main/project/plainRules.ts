/** Where a pattern of the `ignore` library stands among the lines. */
export type PlacedPattern = { readonly pattern: string; readonly line: number };

/** Gives the last line that speaks of a path, or -1. `name` is the last part of the path. */
export type PlainRules = (path: string, name: string, isFolder: boolean) => number;

type Shape = 'path' | 'name' | 'end' | 'start';
type Plain = { readonly shape: Shape; readonly text: string; readonly folderOnly: boolean; readonly line: number };

/** Whole text with signs only after a backslash, and at most one `*` at one of its ends. */
const plainText = /^(\*?)((?:[\p{L}\p{N}._+~@%=,/-]|\\[#! ])+)(\*?)$/u;

const readPlain = ({ pattern, line }: PlacedPattern): Plain | null => {
  const start = pattern.startsWith('!') ? 1 : 0;
  const anywhere = pattern.startsWith('**/', start);
  const folderOnly = pattern.endsWith('/');
  const [, before, escaped, after] =
    plainText.exec(pattern.slice(start + (anywhere ? 3 : 1), folderOnly ? -1 : undefined)) ?? [];
  if (escaped === undefined || (before !== '' && after !== '')) return null;
  const text = escaped.replaceAll('\\', '');
  const isName = !text.includes('/');
  const isWhole = before === '' && after === '';
  if (isWhole && !anywhere && !/^\/|\/\/|\/$/.test(text)) return { shape: 'path', text, folderOnly, line };
  if (!anywhere || !isName) return null;
  return { shape: isWhole ? 'name' : before === '' ? 'start' : 'end', text, folderOnly, line };
};

/** By text: the last line for whatever has it, and the last one for folders. */
type Lines = Map<string, { any: number; folder: number }>;

const linesOf = (rules: readonly Plain[], shape: Shape): Lines => {
  const lines: Lines = new Map();
  for (const rule of rules) {
    if (rule.shape !== shape) continue;
    const at = lines.get(rule.text) ?? { any: -1, folder: -1 };
    at.folder = rule.line;
    if (!rule.folderOnly) at.any = rule.line;
    lines.set(rule.text, at);
  }
  return lines;
};

/**
 * Makes one look at names of what most projects have: patterns that are a name, a path from the root, or a name with a `*` at one of its
 * ends. Null where any pattern is more than that. The patterns are those of `readIgnoreLine`, in the order of their lines.
 */
export const createPlainRules = (patterns: readonly PlacedPattern[]): PlainRules | null => {
  const rules: Plain[] = [];
  for (const pattern of patterns) {
    const plain = readPlain(pattern);
    if (plain === null) return null;
    rules.push(plain);
  }
  const [paths, names] = [linesOf(rules, 'path'), linesOf(rules, 'name')];
  const [ends, starts] = [[...linesOf(rules, 'end')], [...linesOf(rules, 'start')]];
  return (path, name, isFolder) => {
    const kind = isFolder ? 'folder' : 'any';
    let last = names.size === 0 ? -1 : (names.get(name)?.[kind] ?? -1);
    if (paths.size > 0) last = Math.max(last, paths.get(path)?.[kind] ?? -1);
    for (const [text, line] of ends) if (line[kind] > last && name.endsWith(text)) last = line[kind];
    for (const [text, line] of starts) if (line[kind] > last && name.startsWith(text)) last = line[kind];
    return last;
  };
};
