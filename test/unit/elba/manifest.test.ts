import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { type ManifestProblem, parseManifest } from '../../../main/elba/manifest.ts';

const header = ['[package]', 'name = "alice/json-tools"', 'version = "1.3.0"', 'authors = ["Alice"]'];
const complete = [...header, 'description = "Reads JSON"', 'license = "MIT"'].join('\n');

/** The problems of a complete `[package]` with more lines below it, as `line severity rule`. */
const found = (more: string): string[] =>
  parseManifest(`${complete}\n${more}`).problems.map(
    ({ at, severity, id }) => `${at.line} ${severity} ${id.split(':')[0]?.slice('manifest.'.length)}`,
  );

const only = (text: string): ManifestProblem => {
  const { problems } = parseManifest(text);
  const [problem] = problems;
  if (problem === undefined || problems.length > 1) throw new Error(`Expected one problem, found ${problems.length}`);
  return problem;
};

test('a good manifest has no problem and is understood', () => {
  const { manifest, problems } = parseManifest(
    `${complete}
keywords = ["json", "parser"]
exclude = ["docs/"]
[dependencies]
"bob/lexer" = ">= 0.3.0 < 0.5.0"
[dev_dependencies."bob/check"]
git = "https://host.example/check"
tag = "v1"
[targets.lib]
mods = ["Json"]
[[targets.test]]
path = "tests/"
main = "Json.Test.run"
`,
  );
  expect(problems).toEqual([]);
  expect(manifest).toMatchObject({
    package: { group: 'alice', name: 'json-tools', version: '1.3.0' },
    description: 'Reads JSON',
    exclude: ['docs/'],
    dependencies: [
      { name: 'bob/lexer', requirement: '>= 0.3.0 < 0.5.0', kind: 'constraint', dev: false, at: { line: 10 } },
      {
        name: 'bob/check',
        requirement: 'git https://host.example/check tag v1',
        kind: 'git',
        dev: true,
        at: { line: 11 },
      },
    ],
    targets: [
      { kind: 'lib', path: 'src', mods: ['Json'] },
      { kind: 'test', path: 'tests/', mods: ['Json.Test.run'] },
    ],
  });
});

describe('text that is not the TOML of elba', () => {
  test.each([
    ['// Licence\n[package]\n', 1, 1, /begin with #/],
    ['[package]\n  /* a */\n', 2, 3, /begin with #/],
    ['[package]\nname = \n', 2, 8, /\w/],
    ['[package]\nname = "a/b"\nname = "c/d"\n', 3, 1, /redefine/],
    ['[package]\r\nname = "é😀" x\r\n', 2, 13, /\w/],
    ['a = { b = 1,\n c = 2 }', 1, 13, /several lines/],
    ['a = { b = 1, }', 1, 12, /comma/],
    ['a = "\\e"', 1, 6, /escapes/],
  ])('%j is refused at %i:%i', (text, line, column, why) => {
    const { manifest } = parseManifest(text);
    expect(manifest).toBeNull();
    expect(only(text)).toMatchObject({
      severity: 'error',
      title: 'elba.toml is not valid TOML',
      why: expect.stringMatching(why),
      at: { file: 'elba.toml', line, column },
    });
  });

  test('an empty file lacks [package]', () => {
    expect(only('')).toMatchObject({ title: 'The section [package] is missing', at: { line: 1, column: 1 } });
  });
});

describe('[package]', () => {
  test.each([
    ['name = "a/b"\nversion = "1.0.0"', 'authors is missing'],
    ['name = "a/b"\nauthors = ["A"]', 'version is missing'],
    ['version = "1.0.0"\nauthors = ["A"]', 'name is missing'],
  ])('%j lacks a key', (text, title) => {
    const errors = parseManifest(`# x\n[package]\n${text}\n`).problems.filter((p) => p.severity === 'error');
    expect(errors).toMatchObject([{ title: expect.stringContaining(title), at: { line: 2 } }]);
  });

  test.each(['json-tools', 'a/b/c', 'al ice/x'])('%j is no name', (name) => {
    const { manifest, problems } = parseManifest(complete.replace('alice/json-tools', name));
    expect(manifest?.package).toBeNull();
    expect(problems).toMatchObject([{ severity: 'error', at: { line: 2, column: 1 } }]);
  });

  test.each(['1.3', '01.3.0', 'v1.3.0', ''])('%j is no version', (version) => {
    const { problems } = parseManifest(complete.replace('1.3.0', version));
    expect(problems).toMatchObject([{ severity: 'error', at: { line: 3, column: 1 } }]);
  });

  test('limits count bytes, and the limit itself is taken', () => {
    const withTexts = (description: string, license: string) =>
      parseManifest(`${header.join('\n')}\ndescription = "${description}"\nlicense = "${license}"`).problems;
    expect(withTexts('é'.repeat(122), 'Apachev2.0')).toEqual([]);
    expect(withTexts(`${'é'.repeat(122)}x`, 'AGPL-3.0-only')).toMatchObject([
      { severity: 'error', title: 'The description is too long', why: expect.stringContaining('245'), at: { line: 5 } },
      { severity: 'error', title: 'The license is too long', why: expect.stringContaining('13'), at: { line: 6 } },
    ]);
  });

  test.each([
    ['keywords = ["a", "b", "c", "d", "e"]', []],
    ['keywords = [\n"a", "b",\n"c", "d", "e",\n"f"]', ['10 error too-many-keywords']],
    ['keywords = ["a",\n""]', ['8 error bad-keyword']],
    ['keywords = ["two words"]', ['7 error bad-keyword']],
    ['keywords = "a"', ['7 error wrong-type']],
    ['readme = "docs/README.md"', []],
    ['readme = "../README.md"', ['7 error readme-outside']],
    ['readme = "/README.md"', ['7 error readme-outside']],
    ['homepage = 3', ['7 error wrong-type']],
    ['exclude = ["a", 1]', ['7 error wrong-type']],
    ['licence = "MIT"', ['7 warning unknown-key']],
    ['constructor = "x"', ['7 warning unknown-key']],
  ])('%j', (more, expected) => {
    expect(found(more)).toEqual(expected);
  });

  test('no description, no license and no authors are hints', () => {
    const { problems } = parseManifest('[package]\nname = "a/b"\nversion = "1.0.0"\nauthors = []');
    expect(problems.map((p) => [p.severity, p.title])).toEqual([
      ['hint', 'No description'],
      ['hint', 'No license'],
      ['hint', 'No author is named'],
    ]);
  });

  test('a mail address among the authors becomes public', () => {
    expect(only(complete.replace('"Alice"', '"Alice",\n "Bob <bob@host.example>"'))).toMatchObject({
      severity: 'hint',
      title: 'A mail address becomes public',
      at: { line: 5, column: 2 },
    });
  });
});

describe('keys that elba does not know', () => {
  test.each([
    ['ignore = []', 'exclude'],
    ['keyword = []', 'keywords'],
    ['Homepage = "x"', 'homepage'],
    ['[dev-dependencies]', 'dev_dependencies'],
    ['[dependancies]', 'dependencies'],
    ['[target.lib]', 'targets'],
    ['[targets.lib]\nmods = []\nopts = []', 'idris_opts'],
    ['[[targets.bin]]\nname = "x"\nmain = "M"\nidris-opts = []', 'idris_opts'],
    ['[dev_dependencies]\n"a/b" = { git = "https://host.example", branch = "main" }', 'tag'],
  ])('%j was meant as %s', (more, meant) => {
    const problem = only(`${complete}\n${more}`);
    expect(problem).toMatchObject({ severity: 'warning', todo: `Write "${meant}" instead.` });
  });

  test.each(['licence = "MIT"', 'licence-file = "LICENCE"'])('%j was meant as license', (key) => {
    expect(only(`${complete.replace(/^license = /m, 'readme = ')}\n${key}`).todo).toBe('Write "license" instead.');
  });

  test('a key beside the one that was meant is to go, because no key may occur twice', () => {
    expect(only(`${complete}\nlicence = "MIT"`).todo).toBe('Remove it: "license" is there already.');
  });

  test('a library has no name of its own', () => {
    expect(only(`${complete}\n[targets.lib]\nmods = []\nname = "x"`).todo).toContain('name of its package');
  });

  test('a key of the package that fell under another header is told where it belongs', () => {
    expect(only(`${complete}\n[[targets.test]]\nmain = "T"\n\nkeywords = []`).todo).toContain('[package]');
  });
});

describe('[dependencies]', () => {
  test.each([
    ['"bob/x" = "1.0.0"', []],
    ['"bob/x" = "any"', []],
    ['"bob/x" = "*"', ['8 error bad-constraint']],
    ['"bob/x" = ""', ['8 error bad-constraint']],
    ['"bob/x" = "1.x"', ['8 warning misread-constraint']],
    ['"bob/x" = { git = "https://host.example/x" }', ['8 error git-dependency']],
    ['"bob/x" = { path = "../x" }', ['8 error path-dependency']],
    ['"bob/x" = { version = "1.0.0", index = "official" }', ['8 error index-dependency']],
    ['"bob/x" = { version = "1.0.0" }', ['8 error invalid-dependency']],
    ['"bob/x" = 1', ['8 error bad-dependency']],
    ['x = "1.0.0"', ['8 error bad-dependency-name']],
    ['"bob/x" = "1"\n"Bob/X" = "1"', ['9 warning same-dependency']],
    ['"Alice/json_tools" = "1"', ['8 warning own-dependency']],
  ])('%j', (line, expected) => {
    expect(found(`[dependencies]\n${line}`)).toEqual(expected);
  });

  test('development dependencies block nothing', () => {
    const lines = [
      '"bob/g" = { git = "https://host.example" }',
      '"bob/p" = { path = "../p" }',
      '"bob/c" = "*"',
      'x = 1',
    ];
    const severities = parseManifest(`${complete}\n[dev_dependencies]\n${lines.join('\n')}`).problems.map(
      (p) => p.severity,
    );
    expect(severities).toEqual(['warning', 'warning', 'warning']);
  });

  test('a misread constraint says what it becomes', () => {
    expect(only(`${complete}\n[dependencies]\n"bob/x" = ">=1.0.0, <2.0.0"`)).toMatchObject({
      title: '">=1.0.0, <2.0.0" on bob/x becomes any',
      why: expect.stringContaining('a comma means "or"'),
      at: { line: 8, column: 1 },
    });
  });
});

describe('[targets], [workspace], [scripts]', () => {
  test.each([
    ['[targets.lib]\npath = "../src"\nmods = []', ['8 warning target-outside']],
    ['[targets.lib]', ['7 warning missing-key']],
    ['[[targets.bin]]\nmain = "Main"', ['7 warning missing-key']],
    ['[targets.bin]\nmain = "Main"', ['7 warning wrong-type']],
    ['[targets.lib]\nmods = ["A", 1]', ['8 warning wrong-type']],
    ['[scripts]\nbuild = "make"\n[workspace]\n"a/b" = "packages/b"', []],
    ['[workspace]\n"a/b" = "../b"', ['8 warning bad-entry']],
    ['[scripts]\nbuild = ["make"]', ['8 warning bad-entry']],
  ])('%j', (more, expected) => {
    expect(found(more)).toEqual(expected);
  });
});

describe('whatever comes in', () => {
  const sample = `${complete}\r\n# note\nkeywords = ["a", # one\n  "b"]\n[dependencies]\n"bob/x" = { git = 'https://host.example', tag = "v1" }\n[[targets.test]]\nmain = """A\n"""\n`;
  const check = (text: string): void => {
    const { manifest, problems } = parseManifest(text);
    const lines = text.split('\n');
    if (manifest === null) expect(problems.map((p) => p.severity)).toContain('error');
    for (const { at, title } of problems) {
      expect(at.file).toBe('elba.toml');
      expect(at.line).toBeGreaterThanOrEqual(1);
      expect(at.line).toBeLessThanOrEqual(lines.length);
      expect(at.column).toBeGreaterThanOrEqual(1);
      expect(at.column).toBeLessThanOrEqual((lines[(at.line ?? 1) - 1] ?? '').length + 1);
      expect(title).not.toBe('');
    }
    expect(new Set(problems.map((p) => p.id)).size).toBe(problems.length);
  };

  test('any text gives an answer with places', () => {
    fc.assert(fc.property(fc.oneof(fc.string(), fc.string({ unit: 'binary' })), check), { numRuns: 1000 });
  });

  test('a manifest with anything put in, taken out or said twice gives an answer with places', () => {
    const piece = fc.constantFrom(
      '[',
      ']]',
      '{',
      '}',
      '=',
      ',',
      '"',
      "'",
      '"""',
      '#',
      '\n',
      '\\',
      '.',
      '1',
      '//',
      '"a/b"',
      '[package]',
      'name = 1\n',
      'é😀',
    );
    const edit = fc.record({
      at: fc.nat(sample.length),
      drop: fc.nat(30),
      put: fc.oneof(piece, fc.string({ maxLength: 5 })),
    });
    const mutated = fc
      .array(edit, { minLength: 1, maxLength: 4 })
      .map((edits) =>
        edits.reduce((text, { at, drop, put }) => text.slice(0, at) + put + text.slice(at + drop), sample),
      );
    fc.assert(fc.property(mutated, check), { numRuns: 1500 });
  });

  test('hostile depth and length end in an answer', () => {
    check(`a = ${'['.repeat(50_000)}`);
    check(`a = ${'{a='.repeat(50_000)}`);
    check(`${'a.'.repeat(50_000)}a = 1`);
    check(`[dependencies]\n${Array.from({ length: 5000 }, (_, i) => `"a/b${i}" = "*"`).join('\n')}`);
  });
});
