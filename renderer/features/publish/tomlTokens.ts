/** A stretch of a line of TOML, for colouring alone: `start` is its first character. */
export interface TomlToken {
  readonly kind: 'header' | 'plain' | 'value';
  readonly text: string;
  readonly start: number;
}

const HEADER = /^\s*\[/;
const ASSIGNMENT = /^\s*(?:"[^"]*"|'[^']*'|[A-Za-z0-9_.-])+\s*=\s*/;

/** Cuts a line into what is coloured alike: a section's header, a key with its equals sign, a value. It never fails. */
export function tokenise(line: string): TomlToken[] {
  if (HEADER.test(line) && !line.includes('=')) return [{ kind: 'header', text: line, start: 0 }];
  if (line.trimStart().startsWith('#')) return [{ kind: 'plain', text: line, start: 0 }];
  const key = ASSIGNMENT.exec(line)?.[0] ?? '';
  const value = line.slice(key.length);
  const tokens: TomlToken[] = [
    { kind: 'plain', text: key, start: 0 },
    { kind: 'value', text: value, start: key.length },
  ];
  return tokens.filter((token) => token.text !== '');
}
