import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { locateToml } from '../../../main/elba/tomlLocator.ts';
import { scanToml } from '../../../main/elba/tomlScan.ts';

const document = [
  '# name = "not this one"',
  'top = 1 # comment',
  '[package] # [not.this]',
  '  name = "a/b" # version = "0"',
  "'quoted key' = '#'",
  'dotted . "key" = true',
  'list = [ # [',
  '  "one" # two',
  ", 'thr]ee' , { deep = [1] }",
  ']',
  'long = """',
  'fake = 1',
  '"quoted" \\""" still',
  '"""',
  'after = 2',
  '[dev_dependencies."g/n"]',
  'git = "x"',
  '[[targets.test]]',
  'main = "A"',
  '[[ targets . test ]]',
  'main = "B"',
  '[targets.test.sub]',
  'x = 1',
  'ünicode = "no key of TOML"',
  'inline = { "a/b" = { path = "x" }, c.d = 2 }',
  '"é" = 1',
  'mark = ["é😀", "second"]',
].join('\n');

const places: [readonly (string | number)[], number, number][] = [
  [['top'], 2, 1],
  [['package'], 3, 1],
  [['package', 'name'], 4, 3],
  [['package', 'quoted key'], 5, 1],
  [['package', 'dotted', 'key'], 6, 1],
  [['package', 'dotted'], 6, 1],
  [['package', 'list', 0], 8, 3],
  [['package', 'list', 1], 9, 3],
  [['package', 'list', 2, 'deep', 0], 9, 24],
  [['package', 'long'], 11, 1],
  [['package', 'after'], 15, 1],
  [['dev_dependencies', 'g/n'], 16, 1],
  [['dev_dependencies', 'g/n', 'git'], 17, 1],
  [['targets', 'test', 0, 'main'], 19, 1],
  [['targets', 'test', 1], 20, 1],
  [['targets', 'test', 1, 'main'], 21, 1],
  [['targets', 'test', 1, 'sub', 'x'], 23, 1],
  [['targets', 'test', 1, 'sub', 'inline', 'a/b', 'path'], 25, 22],
  [['targets', 'test', 1, 'sub', 'inline', 'c', 'd'], 25, 36],
  [['targets', 'test', 1, 'sub', 'mark', 1], 27, 15],
];

describe('where a part of a TOML document stands', () => {
  test.each(places)('%j is at %i:%i', (path, line, column) => {
    expect(locateToml(document, 'elba.toml').of(path)).toEqual({ file: 'elba.toml', line, column });
  });

  test.each(places)('%j is at %i:%i with CRLF too', (path, line, column) => {
    expect(locateToml(document.replaceAll('\n', '\r\n'), 'x').of(path)).toEqual({ file: 'x', line, column });
  });

  test('what is not there is placed at the nearest thing above it', () => {
    const { of } = locateToml(document, 'x');
    expect(of(['package', 'version'])).toMatchObject({ line: 3 });
    expect(of(['package', 'list', 7])).toMatchObject({ line: 7 });
    expect(of(['nowhere', 'at', 'all'])).toMatchObject({ line: 1, column: 1 });
  });

  test('a value is found with its quotes, so that it can be replaced', () => {
    const text = '[package]\r\nlicense = "MIT OR x" # why\r\n';
    const spot = locateToml(text, 'x').spot(['package', 'license']);
    expect(text.slice(spot?.valueStart, spot?.valueEnd)).toBe('"MIT OR x"');
  });

  test('a byte order mark does not hide the first key', () => {
    expect(locateToml('\uFEFFa = 1', 'x').spot(['a'])).not.toBeNull();
  });

  test('a million backslashes and a million brackets are scanned at once', () => {
    const started = performance.now();
    scanToml(`a = """${'\\'.repeat(1_000_000)}`);
    scanToml(`a = ${'['.repeat(1_000_000)}`);
    scanToml(`a = ${'{a='.repeat(300_000)}`);
    scanToml('a = "x"\n'.repeat(100_000));
    expect(performance.now() - started).toBeLessThan(5000);
  });

  test('no text makes it throw or run on', () => {
    const piece = fc.constantFrom('[', ']', '{', '}', '=', ',', '"', "'", '"""', '#', '\n', '\\', '.', 'a', ' ');
    const text = fc.array(piece, { maxLength: 40 }).map((parts) => parts.join(''));
    fc.assert(
      fc.property(text, (t) => void scanToml(t)),
      { numRuns: 3000 },
    );
  });
});
