import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { choose, parseConstraint } from '../../../main/elba/constraint.ts';
import { type IndexVersion, inPreferredOrder, offeredByAdd, resolve } from '../../../main/elba/resolve.ts';

/** `1.0.0 1.1.0y`: lines of an index in the order of the file, `y` for yanked. */
const linesOf = (text: string): IndexVersion[] =>
  text
    .split(' ')
    .filter(Boolean)
    .map((word) => ({ version: word.replace(/y$/, ''), yanked: word.endsWith('y') }));

const read = (text: string) => {
  const parsed = parseConstraint(text);
  if (!parsed.ok) throw new Error(`${text} was refused: ${parsed.reason}`);
  return parsed.constraint;
};

/** The versions of most rows: a release line with pre-releases, one of them yanked. */
const USUAL = '1.0.0 1.1.0 1.1.8y 1.1.9 1.2.0-rc.1 1.2.0 2.0.0-beta.1';

describe('which version a constraint chooses, as the Guide promises it and as the elba of today does it', () => {
  test.each<{ because: string; req: string; lines: string; promised: string | null; today: string | null }>([
    { because: 'any is the highest release', req: 'any', lines: USUAL, promised: '1.2.0', today: '1.2.0' },
    { because: 'a plain version means compatible with', req: '1.1.0', lines: USUAL, promised: '1.2.0', today: '1.2.0' },
    { because: 'one component', req: '1', lines: USUAL, promised: '1.2.0', today: '1.2.0' },
    { because: 'two components', req: '1.2', lines: USUAL, promised: '1.2.0', today: '1.2.0' },
    { because: 'caret', req: '^ 1.1', lines: USUAL, promised: '1.2.0', today: '1.2.0' },
    { because: 'tilde keeps the minor', req: '~1.1.0', lines: USUAL, promised: '1.1.9', today: '1.1.9' },
    {
      because: 'caret of zero keeps the minor',
      req: '0.1.5',
      lines: '0.1.5 0.1.9 0.2.0',
      promised: '0.1.9',
      today: '0.1.9',
    },
    {
      because: 'caret of zero zero keeps the patch',
      req: '0.0.2',
      lines: '0.0.2 0.0.3',
      promised: '0.0.2',
      today: '0.0.2',
    },
    { because: 'both ends', req: '>= 1.0.0 < 1.1.9', lines: USUAL, promised: '1.1.0', today: '1.1.8' },
    { because: 'an end that is in', req: '<= 1.1.8', lines: USUAL, promised: '1.1.0', today: '1.1.8' },
    { because: 'an end that is out', req: '> 1.2.0', lines: '1.2.0 1.2.1', promised: '1.2.1', today: '1.2.1' },
    { because: 'nothing is high enough', req: '3', lines: USUAL, promised: null, today: null },
    { because: 'no version at all', req: 'any', lines: '', promised: null, today: null },
    // Yanked
    { because: 'the highest is yanked', req: '1', lines: '1.0.0 1.1.0 1.2.0y', promised: '1.1.0', today: '1.2.0' },
    { because: 'all are yanked', req: '1', lines: '1.0.0y 1.1.0y', promised: null, today: '1.1.0' },
    { because: 'the one that fits is yanked', req: '~1.1.8', lines: '1.1.8y 1.2.0', promised: null, today: '1.1.8' },
    {
      because: 'a yanked one that is not chosen anyway',
      req: '1',
      lines: '1.0.0y 1.1.0',
      promised: '1.1.0',
      today: '1.1.0',
    },
    // Pre-releases
    { because: 'a release goes first', req: '> 1.0.0', lines: '1.0.1 2.0.0-rc.1', promised: '1.0.1', today: '1.0.1' },
    {
      because: 'without a release, the highest pre-release',
      req: '> 1.0.0',
      lines: '1.0.0 1.1.0-rc.1 1.1.0-rc.2',
      promised: '1.1.0-rc.2',
      today: '1.1.0-rc.2',
    },
    { because: 'none below an end that is out', req: '^1.0.0', lines: '1.1.0-rc.1', promised: null, today: null },
    {
      because: 'a pre-release steps in for a yanked release',
      req: '>= 1.0.0',
      lines: '1.0.0y 1.1.0-rc.1',
      promised: '1.1.0-rc.1',
      today: '1.0.0',
    },
    {
      because: '! lets pre-releases of the end in',
      req: '<! 2.0.0',
      lines: '2.0.0-beta.1',
      promised: '2.0.0-beta.1',
      today: '2.0.0-beta.1',
    },
    {
      because: 'pre-releases are numbers where they are',
      req: 'any',
      lines: '1.0.0-rc.10 1.0.0-rc.9',
      promised: '1.0.0-rc.10',
      today: '1.0.0-rc.10',
    },
    // A comma is a union
    { because: 'the higher part', req: '1, 3', lines: '1.5.0 2.0.0 3.1.0', promised: '3.1.0', today: '3.1.0' },
    {
      because: 'the lower part where the higher has nothing',
      req: '1, 3',
      lines: '1.5.0 2.0.0',
      promised: '1.5.0',
      today: '1.5.0',
    },
    {
      because: 'the lower part where the higher is yanked',
      req: '1, 3',
      lines: '1.5.0 3.1.0y',
      promised: '1.5.0',
      today: '3.1.0',
    },
    // Read as something else without a word
    {
      because: 'a comma that was meant as "and" is any',
      req: '>=1.0.0, <2.0.0',
      lines: '1.0.0 3.0.0',
      promised: '3.0.0',
      today: '3.0.0',
    },
    {
      because: 'the second bound is dropped',
      req: '<2.0.0 >=1.0.0',
      lines: '0.5.0',
      promised: '0.5.0',
      today: '0.5.0',
    },
    {
      because: 'a pre-release is cut off',
      req: '1.0.0-alpha.1',
      lines: '1.0.0-alpha.1 1.4.0',
      promised: '1.4.0',
      today: '1.4.0',
    },
    {
      because: 'a hyphen range is its beginning',
      req: '1.0.0 - 2.0.0',
      lines: '1.9.0 2.0.0',
      promised: '1.9.0',
      today: '1.9.0',
    },
    { because: '|| is dropped', req: '1 || 2', lines: '1.0.0 2.0.0', promised: '1.0.0', today: '1.0.0' },
    { because: 'x is dropped', req: '1.x', lines: '1.9.0 2.0.0', promised: '1.9.0', today: '1.9.0' },
    // Lines
    {
      because: 'the order of the file means nothing',
      req: '1',
      lines: '1.2.0 1.0.0 1.10.0 1.9.0',
      promised: '1.10.0',
      today: '1.10.0',
    },
    {
      because: 'the same version twice: the last line counts',
      req: '1',
      lines: '1.0.0y 1.0.0',
      promised: '1.0.0',
      today: '1.0.0',
    },
    { because: 'the same version twice, yanked last', req: '1', lines: '1.0.0 1.0.0y', promised: null, today: '1.0.0' },
    {
      because: 'versions that differ in build metadata collide',
      req: '1',
      lines: '1.0.0 1.0.0+ay',
      promised: null,
      today: '1.0.0+a',
    },
    {
      because: 'fewer than three components are no version',
      req: '1',
      lines: '1.0 1 1.0.0',
      promised: '1.0.0',
      today: '1.0.0',
    },
  ])('$req of [$lines]: $because', ({ req, lines, promised, today }) => {
    const preferred = inPreferredOrder(linesOf(lines));
    expect([resolve(read(req), preferred, 'promised'), resolve(read(req), preferred, 'today')]).toEqual([
      promised,
      today,
    ]);
  });
});

describe('what elba add and elba install of today take', () => {
  test.each<{ because: string; lines: string; asked?: string; offered: string | null }>([
    { because: 'the last line', lines: '1.0.0 1.1.0', offered: '1.1.0' },
    { because: 'the last line, though a higher version stands before it', lines: '2.0.0 1.1.0', offered: '1.1.0' },
    { because: 'the last line that is not yanked', lines: '1.0.0 1.1.0y', offered: '1.0.0' },
    { because: 'a pre-release as soon as it is last', lines: '1.0.0 2.0.0-rc.1', offered: '2.0.0-rc.1' },
    { because: 'nothing where all are yanked', lines: '1.0.0y', offered: null },
    { because: 'the version that was asked for', lines: '1.0.0 1.1.0', asked: '1.0.0', offered: '1.0.0' },
    { because: 'a yanked version is refused', lines: '1.0.0y 1.1.0', asked: '1.0.0', offered: null },
  ])('[$lines] $asked: $because', ({ lines, asked, offered }) => {
    expect(offeredByAdd(linesOf(lines), asked)).toBe(offered);
  });
});

/** Numbers of a version, its pre-release as the fourth; a release is above all pre-releases of it. */
const numbersOf = (version: string): number[] => {
  const [core = '', rc] = version.split('-rc.');
  return [...core.split('.').map(Number), rc === undefined ? Number.POSITIVE_INFINITY : Number(rc)];
};
const isBelow = (a: number[], b: number[]): boolean => {
  const at = a.findIndex((number, index) => number !== b[index]);
  return at >= 0 && (a[at] ?? 0) < (b[at] ?? 0);
};

/** The rule once more, slowly and by numbers alone, for `>=low` and, where `high` is given, `>=low <high`. */
function slowly(low: string, high: string | null, lines: readonly IndexVersion[], skipsYanked: boolean): string | null {
  const fitting = lines
    .filter(({ version }, at) => lines.findLastIndex((line) => line.version === version) === at)
    .filter(({ yanked }) => !(skipsYanked && yanked))
    .map(({ version }) => version)
    .filter((version) => !isBelow(numbersOf(version), numbersOf(low)))
    .filter((version) => high === null || (!version.includes('-') && isBelow(numbersOf(version), numbersOf(high))));
  const releases = fitting.filter((version) => !version.includes('-'));
  return (releases.length > 0 ? releases : fitting).reduce<string | null>(
    (best, version) => (best === null || isBelow(numbersOf(best), numbersOf(version)) ? version : best),
    null,
  );
}

const core = fc.tuple(fc.nat(3), fc.nat(3), fc.nat(12)).map((numbers) => numbers.join('.'));
const lines = fc.array(
  fc
    .tuple(core, fc.option(fc.nat(12), { freq: 2 }), fc.boolean())
    .map(([version, rc, yanked]) => ({ version: rc === null ? version : `${version}-rc.${rc}`, yanked })),
  { maxLength: 30 },
);

describe('for whatever versions and bounds', () => {
  test('a range chooses what a slow model of the rules chooses', () => {
    fc.assert(
      fc.property(core, fc.option(core), lines, (low, high, all) => {
        const parsed = parseConstraint(high === null ? `>=${low}` : `>=${low} <${high}`);
        if (!parsed.ok) return high !== null && !isBelow(numbersOf(low), numbersOf(high));
        const preferred = inPreferredOrder(all);
        expect(resolve(parsed.constraint, preferred, 'promised')).toBe(slowly(low, high, all, true));
        expect(resolve(parsed.constraint, preferred, 'today')).toBe(slowly(low, high, all, false));
        return true;
      }),
      { numRuns: 1000 },
    );
  });

  test('the promise never takes a yanked version, and differs from today only where one is in the way', () => {
    fc.assert(
      fc.property(fc.constantFrom('any', '1', '~1.2', '>0.5', '1, 3', '<!2.0.0'), lines, (req, all) => {
        const preferred = inPreferredOrder(all);
        const promised = resolve(read(req), preferred, 'promised');
        const today = resolve(read(req), preferred, 'today');
        const isYanked = (version: string | null) =>
          preferred.find((some) => some.version === version)?.yanked === true;
        expect(isYanked(promised)).toBe(false);
        expect(promised === today || isYanked(today)).toBe(true);
        expect(today).toBe(
          choose(
            read(req),
            preferred.map(({ version }) => version),
          ),
        );
      }),
      { numRuns: 1000 },
    );
  });
});
