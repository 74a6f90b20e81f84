import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { formatIndexFile, type IndexLine, parseIndexFile } from '../../../main/elba/indexFile.ts';

const line = (version: string, more: Partial<IndexLine> = {}): IndexLine => ({
  name: 'Alice/My_Pkg',
  version,
  dependencies: [{ name: 'bob/lib', req: '>=1.0.0 <2.0.0' }],
  yanked: false,
  location: `tar+http://127.0.0.1:6480/${version}#sha256=ab`,
  ...more,
});

describe('the file of a package in an index', () => {
  test('is written ascending by version, without a blank line, and read back the same', () => {
    const text = formatIndexFile([line('1.10.0'), line('1.2.0', { yanked: true }), line('1.2.0-rc.1')]);
    expect(text.split('\n').map((row) => /"version":"([^"]*)"/.exec(row)?.[1])).toEqual([
      '1.2.0-rc.1',
      '1.2.0',
      '1.10.0',
      undefined,
    ]);
    expect(parseIndexFile(text)).toEqual({
      lines: [line('1.2.0-rc.1'), line('1.2.0', { yanked: true }), line('1.10.0')],
      problems: [],
    });
  });

  test('that is nothing but problems is not looked through to its end', () => {
    const { problems } = parseIndexFile('{}\n'.repeat(1_000_000));
    expect(problems).toHaveLength(10_001);
    expect(problems.at(-1)).toMatchObject({ line: 10_001, text: expect.stringContaining('not looked at') });
  });

  test('may end without a newline, use CRLF, hold unknown fields and null for an index', () => {
    const rows = ['1.0.0', '1.1.0'].map((v) =>
      JSON.stringify({ ...line(v), dependencies: [{ name: 'bob/lib', index: null, req: 'any' }], extra: 1 }),
    );
    const { lines, problems } = parseIndexFile(rows.join('\r\n'));
    expect(problems).toEqual([]);
    expect(lines.map((l) => l.version)).toEqual(['1.0.0', '1.1.0']);
  });

  test.each([
    ['', 1, /empty/],
    ['\n', 1, /blank/],
    [`${formatIndexFile([line('1.0.0')])}\n`, 2, /blank/],
    ['{"name":', 1, /not JSON/],
    ['[]', 1, /not a JSON object/],
    [JSON.stringify({ ...line('1.0.0'), yanked: 'no' }), 1, /"yanked"/],
    [JSON.stringify({ ...line('1.0') }), 1, /not a version/],
    [JSON.stringify({ ...line('1.0.0'), name: 'pkg' }), 1, /not a package name/],
    [JSON.stringify({ ...line('1.0.0'), location: 'somewhere' }), 1, /not a location/],
    [JSON.stringify({ ...line('1.0.0'), dependencies: [{ name: 'bob/lib', req: '*' }] }), 1, /"any"/],
    [`${'['.repeat(200_000)}\n`, 1, /not JSON|not a JSON object/],
    [`"${'x'.repeat(1_100_000)}"`, 1, /longer/],
  ])('%.40j makes the package unusable for elba, and the line is named', (text, at, because) => {
    expect(parseIndexFile(text).problems).toContainEqual({
      line: at,
      text: expect.stringMatching(because),
      fatal: true,
    });
  });

  test('good lines are shown although another line is bad', () => {
    const { lines } = parseIndexFile(
      `${formatIndexFile([line('1.0.0')])}nonsense\n${formatIndexFile([line('1.1.0')])}`,
    );
    expect(lines.map((l) => l.version)).toEqual(['1.0.0', '1.1.0']);
  });

  test('versions that differ only in build metadata collide', () => {
    const { problems } = parseIndexFile(formatIndexFile([line('1.0.0'), line('1.0.0+a')]));
    expect(problems).toEqual([{ line: 2, text: expect.stringContaining('collides'), fatal: false }]);
  });

  test('no text makes it throw', () => {
    fc.assert(fc.property(fc.oneof(fc.string(), fc.json()), (text) => void parseIndexFile(text)));
  });
});
