/** What a long run was seen to hold at one moment, by name: memory in MB after a garbage collection, handles, files, nodes. */
export interface Sample {
  /** How much of the work was done, from 0 to 1. */
  readonly done: number;
  readonly values: Readonly<Record<string, number>>;
}

/** How much a value may grow from the second quarter of the run to the last one; what it needs to warm up is in the first. */
export type Allowed = Readonly<Record<string, number>>;

export interface Growth {
  readonly name: string;
  readonly from: number;
  readonly to: number;
  readonly allowed: number;
  readonly isSteady: boolean;
}

const median = (values: readonly number[]): number =>
  values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)] ?? Number.NaN;

const medianBetween = (samples: readonly Sample[], name: string, from: number, to: number): number =>
  median(samples.filter(({ done }) => done > from && done <= to).flatMap(({ values }) => values[name] ?? []));

/** Compares the second quarter of a run with its last one. */
export const growthOf = (samples: readonly Sample[], allowed: Allowed): Growth[] =>
  Object.entries(allowed).map(([name, most]) => {
    const from = medianBetween(samples, name, 0.25, 0.5);
    const to = medianBetween(samples, name, 0.75, 1);
    return { name, from, to, allowed: most, isSteady: to - from <= most };
  });

/** The samples as a table for a spreadsheet. */
export const asCsv = (samples: readonly Sample[]): string => {
  const names = Object.keys(samples[0]?.values ?? {});
  const rows = samples.map(({ done, values }) => [
    done.toFixed(3),
    ...names.map((name) => values[name]?.toFixed(2) ?? ''),
  ]);
  return `${[['done', ...names], ...rows].map((row) => row.join(',')).join('\n')}\n`;
};

const width = 640;
const height = 90;
const gap = 34;

const curve = (samples: readonly Sample[], name: string, top: number): string => {
  const values = samples.map((sample) => sample.values[name] ?? 0);
  const most = Math.max(...values, 1e-9);
  const points = samples.map(({ done, values: at }) => {
    const y = top + height - ((at[name] ?? 0) / most) * height;
    return `${(done * width).toFixed(1)},${y.toFixed(1)}`;
  });
  const label = `${name}, at most ${most.toFixed(1)}`;
  return [
    `<text x="0" y="${top - 8}" font-family="sans-serif" font-size="13">${label}</text>`,
    `<path d="M0 ${top + height}H${width}" stroke="#bbb"/>`,
    `<polyline points="${points.join(' ')}" fill="none" stroke="#2563eb" stroke-width="1.5"/>`,
  ].join('\n');
};

/** The samples as one curve for each value, from nothing to the most that was seen. */
export const asSvg = (samples: readonly Sample[]): string => {
  const names = Object.keys(samples[0]?.values ?? {});
  const curves = names.map((name, at) => curve(samples, name, gap + at * (height + gap)));
  const whole = names.length * (height + gap) + gap;
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="-10 0 ${width + 20} ${whole}" width="${width + 20}" height="${whole}">\n<title>What was held in the course of the run</title>\n<rect x="-10" width="100%" height="100%" fill="#fff"/>\n${curves.join('\n')}\n</svg>\n`;
};
