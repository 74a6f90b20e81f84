import { execFile } from 'node:child_process';
import { mkdir, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { promisify } from 'node:util';

const run = promisify(execFile);

async function write(folder: string, files: Readonly<Record<string, string>>): Promise<void> {
  for (const [path, text] of Object.entries(files)) {
    await mkdir(dirname(join(folder, path)), { recursive: true });
    await writeFile(join(folder, path), text);
  }
}

/** Source text of about this many bytes, the same each time and not too alike for a packer. */
function source(module: string, bytes: number): string {
  const lines = [`module ${module}`, ''];
  let state = module.length + bytes;
  for (let length = 0; length < bytes; ) {
    state = (state * 1103515245 + 12345) % 2147483648;
    const line = `step${state % 1000} : Vect ${state % 97} Char -> Either ParseError Value -- ${state.toString(36)}`;
    lines.push(line);
    length += line.length + 1;
  }
  return `${lines.join('\n')}\n`;
}

const README = `# json-tools

Parse, print and query JSON with **total** parsers and useful errors.

## Use

\`\`\`idris
import Json

main : IO ()
main = printLn (parse "{\\"answer\\": 42}")
\`\`\`

- \`parse\`: text to a value, or the position of the first mistake
- \`print\`: a value to text, sorted and indented
- \`query\`: a path such as \`.answer\`

Errors name the line and the column. See [the manual](https://git.acme.example/json-tools/manual).
`;

const jsonManifest = (version: string, more: string): string => `[package]
name = "acme/json-tools"
version = "${version}"
description = "Parse, print and query JSON with total parsers and useful errors"
authors = ["Dana"]
repository = "https://git.acme.example/json-tools"
keywords = ["json", "parser", "encoding"]
readme = "README.md"
exclude = ["docs"]
${more}
[targets.lib]
path = "src"
mods = ["Json", "Json.Grammar", "Json.Lexer", "Json.Parser", "Json.Unicode"]

[[targets.test]]
path = "tests"
main = "Main.idr"
`;

export const CLEAN_MORE = `license = "MIT"

[dependencies]
"acme/text-lexer" = "0.4"
"acme/unicode-tables" = "15.1"
`;

export const FAULTY_MORE = `license = "MIT OR Apache-2.0"

[dependencies]
"acme/text-lexer" = "0.4"
"tiny/parsec" = { path = "../parsec" }
`;

const tree = (): Record<string, string> => ({
  'README.md': README,
  '.gitignore': '*.ibc\n',
  'src/Json.idr': source('Json', 2_000),
  'src/Json/Grammar.idr': source('Json.Grammar', 48_000),
  'src/Json/Lexer.idr': source('Json.Lexer', 18_000),
  'src/Json/Parser.idr': source('Json.Parser', 24_000),
  'src/Json/Unicode.idr': source('Json.Unicode', 141_000),
  'tests/Main.idr': source('Main', 6_000),
  'docs/manual.md': source('Manual', 19_000),
  'target/lib/Json.ibc': source('Built', 38_000),
});

async function commitAll(folder: string): Promise<void> {
  const git = (...args: string[]) =>
    run('git', ['-C', folder, '-c', 'user.name=Dana', '-c', 'user.email=dana@acme.example', ...args]);
  await git('init', '-q', '-b', 'main');
  await git('add', '-A');
  await git('commit', '-q', '-m', 'Begin');
}

/** The project of the pictures, as it can be published; its folder. */
export async function makeJsonTools(projects: string): Promise<string> {
  const folder = join(projects, 'json-tools');
  await write(folder, { ...tree(), 'elba.toml': jsonManifest('1.3.0', CLEAN_MORE) });
  await commitAll(folder);
  return folder;
}

/** The same with two mistakes in its manifest and a secret; its folder. */
export async function makeFaultyJsonTools(projects: string): Promise<string> {
  const folder = join(projects, 'json-tools-next');
  await write(folder, { ...tree(), 'elba.toml': jsonManifest('1.3.1', CLEAN_MORE) });
  await commitAll(folder);
  const shape = ['AKIA', 'QX7ZN5', 'L2MWTR4VBK'].join('');
  await write(folder, {
    'elba.toml': jsonManifest('1.3.1', FAULTY_MORE),
    '.env': `REGION=eu\nAWS_ACCESS_KEY_ID=${shape}\n`,
  });
  return folder;
}

/** Small projects that stand in the list of recent ones; their folders. */
export async function makeSmallProjects(projects: string): Promise<string[]> {
  const small = [
    ['unicode-tables', 'acme/unicode-tables', '15.1.0'],
    ['lens-core', 'acme/lens-core', '0.9.1'],
    ['infrastructure/style-guide', 'acme/style-guide-and-shared-compiler-options', '1.0.0'],
  ] as const;
  for (const [path, name, version] of small)
    await write(join(projects, path), {
      'elba.toml': `[package]\nname = "${name}"\nversion = "${version}"\nauthors = []\n\n[targets.lib]\npath = "."\nmods = ["Main"]\n`,
      'README.md': `# ${name}\n`,
      'Main.idr': source('Main', 900),
    });
  return small.map(([path]) => join(projects, path));
}

/** What elba would have left in a home folder: two indices, and a token for one of them. */
export async function makeElbaHome(home: string, index: string): Promise<void> {
  await write(home, {
    '.config/elba/config': `[indices]\nofficial = "index+git+https://index.acme.example/public"\nteam = "${index}"\n`,
    '.local/share/elba/logins.toml': `"${index}" = "not-a-real-token-1234"\n`,
  });
}
