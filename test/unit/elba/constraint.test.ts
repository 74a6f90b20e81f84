import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { choose, parseConstraint, satisfies } from '../../../main/elba/constraint.ts';

const read = (text: string) => {
  const parsed = parseConstraint(text);
  if (!parsed.ok) throw new Error(`${text} was refused: ${parsed.reason}`);
  return parsed;
};

describe('constraints that elba understands', () => {
  test.each([
    ['any', 'any'],
    ['1', '>=1.0.0 <2.0.0'],
    ['1.2', '>=1.2.0 <2.0.0'],
    ['1.2.3', '>=1.2.3 <2.0.0'],
    [' 1.2.3 ', '>=1.2.3 <2.0.0'],
    ['0', '>=0.0.0 <1.0.0'],
    ['0.2', '>=0.2.0 <0.3.0'],
    ['0.1.5', '>=0.1.5 <0.2.0'],
    ['0.0.2', '>=0.0.2 <0.0.3'],
    ['^1.2', '>=1.2.0 <2.0.0'],
    ['~1', '>=1.0.0 <2.0.0'],
    ['~1.2.3', '>=1.2.3 <1.3.0'],
    ['~0.0.2', '>=0.0.2 <0.1.0'],
    ['>= 1.0.0 < 2.0.0', '>=1.0.0 <2.0.0'],
    ['>=1.0.0<=1.0.0', '>=1.0.0 <=1.0.0'],
    ['> 1', '>1.0.0'],
    ['<= 2', '<=2.0.0'],
    ['<! 2.0.0', '<!2.0.0'],
    ['1, 3', '>=1.0.0 <2.0.0, >=3.0.0 <4.0.0'],
    ['3,1', '>=1.0.0 <2.0.0, >=3.0.0 <4.0.0'],
    ['1, 2', '>=1.0.0 <3.0.0'],
    ['<1.0.0, >1.0.0', '<1.0.0, >1.0.0'],
    ['>=1.0.0, <0.5.0', '<0.5.0, >=1.0.0'],
  ])('%j means %s', (text, understoodAs) => {
    expect(read(text)).toMatchObject({ understoodAs, misread: null });
  });
});

describe('constraints that elba reads as something else', () => {
  test.each([
    ['1.0.0-alpha.1', '>=1.0.0 <2.0.0', '"-alpha.1"'],
    ['1.x', '>=1.0.0 <2.0.0', '".x"'],
    ['1 || 2', '>=1.0.0 <2.0.0', '"|| 2"'],
    ['1.0.0 - 2.0.0', '>=1.0.0 <2.0.0', '"- 2.0.0"'],
    ['<2.0.0 >=1.0.0', '<2.0.0', '">=1.0.0"'],
    ['>=1.0.0, <2.0.0', 'any', 'every version'],
    ['>=1.0.0-beta <2', '>=1.0.0', '"-beta <2"'],
    ['1.2.3.4', '>=1.2.0 <2.0.0', '".3.4"'],
    ['01.2.3', '>=1.2.0 <2.0.0', '".3"'],
    ['anything', 'any', '"thing"'],
    ['1,', '>=1.0.0 <2.0.0', '","'],
    ['1,*', '>=1.0.0 <2.0.0', '",*"'],
    ['^1, ~1.2', '>=1.0.0 <1.3.0', 'overlap'],
    ['any,1', '<2.0.0', 'overlap'],
  ])('%j becomes %s', (text, understoodAs, because) => {
    expect(read(text)).toMatchObject({ understoodAs, misread: expect.stringContaining(because) });
  });
});

describe('constraints that elba rejects', () => {
  test.each([
    ['*', '"any"'],
    ['=1.2.3', '">=1.2.3 <=1.2.3"'],
    ['ANY', 'lower case'],
    ['', 'empty'],
    ['  ', 'empty'],
    ['> 2 < 1', 'No version'],
    ['>1.0.0 <=1.0.0', 'No version'],
    ['>=!1.0.0', 'crashes'],
    ['latest', 'cannot read'],
    ['!=1', 'cannot read'],
    ['v1.0.0', 'cannot read'],
    ['1, *', 'cannot read'],
    ['>=', 'cannot read'],
  ])('%j is refused with a reason', (text, because) => {
    expect(parseConstraint(text)).toEqual({ ok: false, reason: expect.stringContaining(because) });
  });

  test('no text makes it throw', () => {
    const pieces = fc.constantFrom(
      '1',
      '2.0',
      '0.0.3',
      '.',
      ',',
      ' ',
      '>',
      '<',
      '=',
      '!',
      '^',
      '~',
      'any',
      'x',
      '-',
      '*',
    );
    const text = fc.oneof(
      fc.string(),
      fc.array(pieces, { maxLength: 10 }).map((parts) => parts.join('')),
    );
    fc.assert(
      fc.property(text, (t) => {
        const parsed = parseConstraint(t);
        expect(parsed.ok ? parsed.understoodAs : parsed.reason).not.toBe('');
      }),
      { numRuns: 2000 },
    );
  });

  test('a range as elba prints it is read as the same again', () => {
    const bound = fc.tuple(
      fc.constantFrom('', '^', '~', '>', '>=', '<', '<='),
      fc.constantFrom('0.1', '1', '1.2.3', '0.0.4'),
    );
    fc.assert(
      fc.property(bound, (parts) => {
        const first = read(parts.join(' '));
        expect(read(first.understoodAs).constraint).toEqual(first.constraint);
      }),
    );
  });
});

describe('which version is chosen', () => {
  const published = ['0.9.0', '1.0.0', '1.2.0', '1.10.0', '1.11.0-rc.1', '2.0.0-alpha.1'];
  test.each([
    ['1.0.0', published, '1.10.0'],
    ['1', published, '1.10.0'],
    ['~1.2', published, '1.2.0'],
    ['any', published, '1.10.0'],
    ['>=1.10.1', published, '2.0.0-alpha.1'],
    ['<=2.0.0', published, '1.10.0'],
    ['2', published, null],
    ['0.9, 1', published, '1.10.0'],
    ['any', ['1.0.0-rc.2', '1.0.0-rc.11'], '1.0.0-rc.11'],
    ['1', ['1.5.0-rc.1'], null],
    ['<2.0.0', ['2.0.0-rc.1'], null],
    ['<!2.0.0', ['2.0.0-rc.1'], '2.0.0-rc.1'],
    ['>=1.0.0 <=1.0.0', ['1.0.0+build', '1.0.1'], '1.0.0+build'],
    ['any', [], null],
    ['any', ['not a version'], null],
  ])('%s of %j', (text, versions, chosen) => {
    const { constraint } = read(text);
    expect(choose(constraint, versions)).toBe(chosen);
    if (chosen !== null) expect(satisfies(constraint, chosen)).toBe(true);
  });
});
