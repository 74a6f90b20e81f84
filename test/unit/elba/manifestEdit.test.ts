import { describe, expect, test } from 'vitest';
import { editManifest, type ManifestEdit } from '../../../main/elba/manifestEdit.ts';

const edited = (text: string, edit: ManifestEdit): string => {
  const result = editManifest(text, edit);
  if (!result.ok) throw new Error(result.reason);
  return result.text;
};

const refused = (text: string, edit: ManifestEdit): string => {
  const result = editManifest(text, edit);
  if (result.ok) throw new Error(`It was edited:\n${result.text}`);
  return result.reason;
};

const lines = (...all: readonly string[]): string => `${all.join('\n')}\n`;
const exclude = (pattern: string): ManifestEdit => ({ kind: 'exclude', pattern });

describe('adding a pattern to exclude', () => {
  test('makes the list right below the last key of [package], not below the blank line where the next table would claim it', () => {
    const before = lines('[package]', 'name = "a/b"', 'authors = []', '', '# tests', '[[targets.test]]', 'main = "A"');
    expect(edited(before, exclude('build/'))).toBe(
      lines(
        '[package]',
        'name = "a/b"',
        'authors = []',
        'exclude = ["build/"]',
        '',
        '# tests',
        '[[targets.test]]',
        'main = "A"',
      ),
    );
  });

  test('goes on with the indentation, the aligned equals signs and the quotes of [package]', () => {
    const before = lines('[package]', "  name    = 'a/b'", "  version = '1.0.0' # now");
    expect(edited(before, exclude('x'))).toBe(`${before}  exclude = ['x']\n`);
  });

  test('keeps CRLF and a missing newline at the end', () => {
    expect(edited('[package]\r\nname = "a/b"', exclude('x'))).toBe('[package]\r\nname = "a/b"\r\nexclude = ["x"]');
  });

  test('finds [package] behind a byte order mark, in dotted keys and in braces', () => {
    expect(edited('\uFEFF[package]\n', exclude('x'))).toBe('\uFEFF[package]\nexclude = ["x"]\n');
    expect(edited('package.name = "a/b"\n[targets]\n', exclude('x'))).toBe(
      'package.name = "a/b"\npackage.exclude = ["x"]\n[targets]\n',
    );
    expect(edited('package = { name = "a/b" }\n', exclude('x'))).toBe('package = { name = "a/b", exclude = ["x"] }\n');
  });

  const lists: readonly [string, string, string][] = [
    ['an empty list', '[]', '["new"]'],
    ['an empty list with a space', '[ ]', '[ "new" ]'],
    ['one line', '["a", "b"]', '["a", "b", "new"]'],
    ['one line without spaces', '["a","b"]', '["a","b","new"]'],
    ['one line with spaces inside', '[ "a" ]', '[ "a", "new" ]'],
    ['one line that ends in a comma', '["a", ]', '["a", "new", ]'],
    ['single quotes', "['a\\b']", "['a\\b', 'new']"],
    ['a comment behind', '["a"] # "b", ]', '["a", "new"] # "b", ]'],
    ['lines of their own', '[\n  "a",\n  "b"\n]', '[\n  "a",\n  "b",\n  "new"\n]'],
    ['a trailing comma', '[\n\t"a",\n\t"b",\n]', '[\n\t"a",\n\t"b",\n\t"new",\n]'],
    ['a comment behind the last', '[\n  "a" # [x], y\n  # end\n]', '[\n  "a", # [x], y\n  "new"\n  # end\n]'],
    ['a comment behind its comma', '[\n  "a", # x\n]', '[\n  "a", # x\n  "new",\n]'],
    ['only a comment', '[\n  # nothing yet\n]', '[\n  "new"\n  # nothing yet\n]'],
    [
      'commas in front',
      '[ "a"\n          , "b"\n          ]',
      '[ "a"\n          , "b"\n          , "new"\n          ]',
    ],
    ['one element and the bracket below', '[ "a"\n          ]', '[ "a"\n          , "new"\n          ]'],
    ['commas in front and the bracket behind', '[ "a"\n  , "b" ]', '[ "a"\n  , "b"\n  , "new" ]'],
    ['the bracket behind the last', '[ "a",\n  "b" ]', '[ "a",\n  "b",\n  "new" ]'],
    ['a comma on a line of its own', '[\n  "a"\n  ,\n]', '[\n  "a"\n  ,\n  "new",\n]'],
  ];

  test.each(lists)('goes on like the list: %s', (_, before, after) => {
    const text = (list: string): string => `[package]\nexclude = ${list}\nname = "a/b"\n`;
    // The bracket of `exclude = [` stands in column 10.
    expect(edited(text(before), exclude('new'))).toBe(text(after));
  });

  test('escapes what a string needs', () => {
    expect(edited('[package]\n', exclude('a"b\\ \u007F'))).toBe('[package]\nexclude = ["a\\"b\\\\ \\u007F"]\n');
  });

  test('is repeated only where a later line takes the pattern back', () => {
    expect(refused('[package]\nexclude = ["x"]\n', exclude('x'))).toMatch('already');
    expect(edited('[package]\nexclude = ["x", "!x"]\n', exclude('x'))).toContain('["x", "!x", "x"]');
  });

  test('is refused, with the reason, where there is no list and no place for one', () => {
    expect(refused('[package\n', exclude('x'))).toMatch('not valid TOML');
    expect(refused('[targets]\n', exclude('x'))).toMatch('no [package]');
    expect(refused('[package]\nexclude = "x"\n', exclude('x'))).toMatch(
      'exclude in [package] is a text and not a list',
    );
    expect(refused('[package]\nexclude = [1]\n', exclude('x'))).toMatch('something else than texts');
    expect(refused('[package]\n', exclude('\uD83D'))).toMatch('half a character');
  });
});

describe('renaming a key', () => {
  const rename = (section: readonly (string | number)[], key: string, to: string): ManifestEdit => ({
    kind: 'rename_key',
    section,
    key,
    to,
  });

  test('changes the key alone, in the table that is meant', () => {
    const before = lines(
      '[package]',
      'licence = "MIT" # licence',
      '[[targets.test]]',
      'opts = []',
      '[[targets.test]]',
      "  'opts' = [ # opts",
      '  ]',
    );
    expect(edited(before, rename(['package'], 'licence', 'license'))).toBe(
      before.replace('licence = "MIT"', 'license = "MIT"'),
    );
    expect(edited(before, rename(['targets', 'test', 1], 'opts', 'idris_opts'))).toBe(
      before.replace("'opts'", "'idris_opts'"),
    );
  });

  test('reaches into a dependency, in braces, as a sub-table and in dotted keys', () => {
    const section = ['dependencies', 'g/n'];
    const edit = rename(section, 'branch', 'tag');
    for (const before of [
      '[dependencies]\n"g/n" = { git = "branch", branch = "v1" }\n',
      '[dependencies."g/n"]\ngit = "x"\nbranch = "v1"\n',
      '[dependencies]\n"g/n".git = "x"\n"g/n" . branch = "v1"',
      'dependencies."g/n".branch = "v1"',
    ]) {
      expect(edited(before, edit)).toBe(before.replace(/branch(?= = "v1")/, 'tag'));
    }
  });

  test('renames a section in each of its headers', () => {
    const before = '[deps]\n"a/b" = "1"\n[deps."c/d"]\ngit = "x"\n';
    expect(edited(before, rename([], 'deps', 'dependencies'))).toBe(before.replaceAll('[deps', '[dependencies'));
    const tests = '[[targets.tests]]\nmain = "A"\n[[targets.tests]]\nmain = "B"\n';
    expect(edited(tests, rename(['targets'], 'tests', 'test'))).toBe(tests.replaceAll('tests', 'test'));
  });

  test('is refused where the right key is there as well, or the wrong one is not', () => {
    expect(refused('[package]\nlicence = "a"\nlicense = "b"\n', rename(['package'], 'licence', 'license'))).toMatch(
      '"license" is there already',
    );
    expect(refused('[package]\n', rename(['package'], 'licence', 'license'))).toMatch('no "licence"');
    expect(refused('[package]\n', rename(['package'], 'constructor', 'x'))).toMatch('no "constructor"');
    expect(refused('[package]\n', rename(['targets', 'test', 0], 'opts', 'x'))).toMatch('no "opts"');
  });
});

describe('making a constraint of a dependency', () => {
  const set = (constraint = '1.2.0'): ManifestEdit => ({ kind: 'set_dependency', name: 'g/n', constraint });

  test('replaces a table in braces and keeps what is around it', () => {
    const before = lines(
      '[dependencies]',
      '"a/b" = "1.0.0"',
      '  "g/n" = { git = "https://x.example/n/" } # why',
      '[targets]',
    );
    expect(edited(before, set('>= 1.0.0 < 2.0.0'))).toBe(
      before.replace('{ git = "https://x.example/n/" }', '">= 1.0.0 < 2.0.0"'),
    );
  });

  test('replaces another constraint in its own quotes', () => {
    expect(edited("[dependencies]\n'g/n' = '0.1'\n", set())).toBe("[dependencies]\n'g/n' = '1.2.0'\n");
  });

  test('moves a sub-table up into [dependencies] and keeps its comments', () => {
    const before = lines(
      '[dependencies]',
      '"a/b" = "1.0.0"',
      '',
      '[dependencies."g/n"] # ours',
      '# a fork',
      'git = "https://x.example/n"',
      'tag = "v1" # pinned',
      '',
      '[targets.lib]',
    );
    expect(edited(before, set())).toBe(
      lines(
        '[dependencies]',
        '"a/b" = "1.0.0"',
        '"g/n" = "1.2.0"',
        '',
        '# ours',
        '# a fork',
        '# pinned',
        '',
        '[targets.lib]',
      ),
    );
  });

  test('leaves no second blank line where a sub-table was', () => {
    const before = lines('[dependencies]', '', '[dependencies."g/n"]', 'git = "x"', '', '[targets.lib]');
    expect(edited(before, set())).toBe(lines('[dependencies]', '"g/n" = "1.2.0"', '', '[targets.lib]'));
    expect(edited('[dependencies]\r\n\r\n[dependencies."g/n"]\r\ngit = "x"', set())).toBe(
      '[dependencies]\r\n"g/n" = "1.2.0"',
    );
  });

  test('makes [dependencies] of the sub-table where there is none', () => {
    const before = lines(
      '[package]',
      '[dependencies."g/n"] # x',
      '  git = "x" # y',
      '  tag = "v"',
      '[dependencies."a/b"]',
    );
    expect(edited(before, set())).toBe(
      lines('[package]', '[dependencies] # x', '  "g/n" = "1.2.0" # y', '[dependencies."a/b"]'),
    );
    expect(edited('[dependencies."g/n"]', set())).toBe('[dependencies]\n"g/n" = "1.2.0"');
  });

  test('makes one line of dotted keys', () => {
    const before = lines(
      '[dependencies]',
      '"g/n".git = "x" # one',
      '"a/b" = "1"',
      '"g/n".tag = "v" # two',
      '"c/d" = "1"',
    );
    expect(edited(before, set())).toBe(
      lines('[dependencies]', '"g/n" = "1.2.0" # one', '"a/b" = "1"', '# two', '"c/d" = "1"'),
    );
    expect(edited('dependencies."g/n".git = "x"\n', set())).toBe('dependencies."g/n" = "1.2.0"\n');
  });

  test('finds the package under another spelling, and leaves [dev_dependencies] alone', () => {
    const before = '[dev_dependencies]\n"G/N" = { git = "x" }\n[dependencies]\n"G/N" = { git = "x" }\n';
    expect(edited(before, set())).toBe('[dev_dependencies]\n"G/N" = { git = "x" }\n[dependencies]\n"G/N" = "1.2.0"\n');
  });

  test('is refused for a constraint that elba cannot read, a package that is not named, and a layout beyond it', () => {
    expect(refused('[dependencies]\n"g/n" = { git = "x" }\n', set('*'))).toMatch('does not know "*"');
    expect(refused('[dependencies]\n', set())).toMatch('no g/n in [dependencies]');
    expect(refused('dependencies = { "g/n".git = "x", "g/n".tag = "v" }\n', set())).toMatch('by hand');
  });
});

describe('setting a text of [package]', () => {
  test('replaces the value alone, whatever it was', () => {
    const set = (value: string): ManifestEdit => ({ kind: 'set_value', key: 'license', value });
    expect(edited("[package]\nlicense  =  'AGPL-3.0-only' # long\n", set('AGPLv3'))).toBe(
      "[package]\nlicense  =  'AGPLv3' # long\n",
    );
    expect(edited('[package]\nlicense = """a\nb""" # x\n', set('MIT'))).toBe('[package]\nlicense = "MIT" # x\n');
    expect(edited('[package]\nlicense = 3\n', set('MIT'))).toBe('[package]\nlicense = "MIT"\n');
  });

  test('adds a key that is missing', () => {
    expect(edited('[package]\nname="a/b"\n\n[targets]\n', { kind: 'set_value', key: 'version', value: '0.1.0' })).toBe(
      '[package]\nname="a/b"\nversion="0.1.0"\n\n[targets]\n',
    );
  });
});
