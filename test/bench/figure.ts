/** How a part is asked to measure. `tiny` shows only that it works: no limit is judged then. */
export interface BenchOptions {
  readonly size: 'full' | 'tiny';
  /** How many measurements a median is made of, the warm-up apart. */
  readonly runs: number;
  /** Tells the person what is going on; the table goes elsewhere. */
  log(line: string): void;
}

export type Verdict =
  | { readonly kind: 'pass' }
  | { readonly kind: 'fail' }
  | { readonly kind: 'skipped'; readonly reason: string };

/**
 * A measured figure. `limit` is for the `ratio` where there is one, else for the `value`: the most of it where lower is better, the least
 * where higher is. A skipped figure has no value.
 */
export interface Figure {
  readonly name: string;
  readonly unit: string;
  readonly value: number | null;
  /** What was measured in the same run, in the same unit, to compare with. */
  readonly reference?: { readonly name: string; readonly value: number };
  readonly ratio?: number;
  readonly limit: number;
  readonly better: 'lower' | 'higher';
  readonly verdict: Verdict;
}

/** A part of the benchmark: what it measures, in the order of the table. */
export type BenchPart = (options: BenchOptions) => Promise<readonly Figure[]>;

export type Asked = Pick<Figure, 'name' | 'unit' | 'limit' | 'better'>;

const judge = ({ limit, better }: Asked, judged: number): Verdict => ({
  kind: (better === 'lower' ? judged <= limit : judged >= limit) ? 'pass' : 'fail',
});

/** A figure whose limit is for its value; a reference only stands beside it. */
export const valueFigure = (asked: Asked, value: number, reference?: Figure['reference']): Figure => ({
  ...asked,
  value,
  ...(reference === undefined ? {} : { reference }),
  verdict: judge(asked, value),
});

/** A figure whose limit is for the ratio to a reference. */
export const ratioFigure = (
  asked: Asked,
  { value, reference, ratio }: { value: number; reference: { name: string; value: number }; ratio: number },
): Figure => ({ ...asked, value, reference, ratio, verdict: judge(asked, ratio) });

/** A figure that could not be measured here, and why. */
export const skippedFigure = (asked: Asked, reason: string): Figure => ({
  ...asked,
  value: null,
  verdict: { kind: 'skipped', reason },
});
