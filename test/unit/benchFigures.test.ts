import { describe, expect, it } from 'vitest';
import { benchTable } from '../../scripts/benchTable.ts';
import { ratioFigure, skippedFigure, valueFigure } from '../bench/figure.ts';
import { compared, median } from '../bench/measure.ts';
import { asCsv, growthOf, type Sample } from '../soak/samples.ts';

const asked = { name: 'f', unit: 'ms', limit: 10, better: 'lower' } as const;

describe('a figure of the benchmark', () => {
  it('is judged by its value, or by its ratio where it has one, in the direction that is better', () => {
    expect(valueFigure(asked, 10).verdict.kind).toBe('pass');
    expect(valueFigure(asked, 10.1).verdict.kind).toBe('fail');
    expect(valueFigure({ ...asked, better: 'higher' }, 9.9).verdict.kind).toBe('fail');
    const beside = { value: 90, reference: { name: 'tar', value: 100 } };
    expect(ratioFigure({ ...asked, limit: 0.9 }, { ...beside, ratio: 0.9 }).verdict.kind).toBe('pass');
    expect(ratioFigure({ ...asked, limit: 0.9 }, { ...beside, ratio: 0.91 }).verdict.kind).toBe('fail');
  });

  it('is told in the table with what it was compared with, its limit and the reason for which it was left out', () => {
    const beside = { value: 1234.5, reference: { name: 'tar', value: 2000 }, ratio: 0.61725 };
    const figures = [ratioFigure({ ...asked, limit: 0.6 }, beside), skippedFigure(asked, 'There is no tar here.')];
    const lines = benchTable([{ part: 'archive', figures }]).split('\n');
    expect(lines[1]).toMatch(/^archive +f +12(?:34|35) ms +2000 ms tar +0\.617 +≤ 0\.6 +NOT MET$/);
    expect(lines[2]).toMatch(/^archive +f +≤ 10 ms +skipped: There is no tar here\.$/);
  });

  it('is a median of pairs of which the first does not count', async () => {
    const ours = [1000, 2, 4, 9];
    const theirs = [1, 1, 4, 3];
    const next = (of: number[]) => async (): Promise<number> => of.shift() ?? Number.NaN;
    expect(await compared(3, next(ours), next(theirs))).toEqual({ ours: 4, theirs: 3, ratio: 2 });
    expect(median([4, 1, 3, 2])).toBe(2.5);
  });
});

describe('a long run', () => {
  const run = (values: readonly number[]): Sample[] =>
    values.map((value, at) => ({ done: (at + 1) / values.length, values: { heap: value } }));

  it('may grow while it warms up, and after that only as far as it is allowed', () => {
    expect(growthOf(run([1, 40, 50, 50, 50, 51, 52, 52]), { heap: 2 })).toEqual([
      { name: 'heap', from: 50, to: 52, allowed: 2, isSteady: true },
    ]);
    expect(growthOf(run([1, 10, 20, 30, 40, 50, 60, 70]), { heap: 2 })[0]?.isSteady).toBe(false);
  });

  it('is kept as a table with a row for each look', () => {
    expect(asCsv(run([1, 2]))).toBe('done,heap\n0.500,1.00\n1.000,2.00\n');
  });
});
