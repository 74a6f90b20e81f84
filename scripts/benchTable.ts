import type { Figure } from '../test/bench/figure.ts';

/** Three digits that count, and whole numbers from a thousand on. */
const shown = (value: number): string =>
  Math.abs(value) >= 1000 ? value.toFixed(0) : `${Number(value.toPrecision(3))}`;

const verdictText = ({ verdict }: Figure): string => {
  switch (verdict.kind) {
    case 'pass':
      return 'pass';
    case 'fail':
      return 'NOT MET';
    case 'skipped':
      return `skipped: ${verdict.reason}`;
  }
};

const row = (part: string, figure: Figure): string[] => [
  part,
  figure.name,
  figure.value === null ? '' : `${shown(figure.value)} ${figure.unit}`.trimEnd(),
  figure.reference === undefined ? '' : `${shown(figure.reference.value)} ${figure.unit} ${figure.reference.name}`,
  figure.ratio === undefined ? '' : shown(figure.ratio),
  `${figure.better === 'lower' ? '≤' : '≥'} ${shown(figure.limit)}${figure.ratio === undefined ? ` ${figure.unit}`.trimEnd() : ''}`,
  verdictText(figure),
];

const head = ['part', 'figure', 'value', 'reference', 'ratio', 'limit', ''];

/** The figures of all parts as one table, a line each. */
export const benchTable = (measured: ReadonlyArray<{ part: string; figures: readonly Figure[] }>): string => {
  const rows = [head, ...measured.flatMap(({ part, figures }) => figures.map((figure) => row(part, figure)))];
  const widths = head.map((_, column) => Math.max(...rows.map((cells) => cells[column]?.length ?? 0)));
  const line = (cells: readonly string[]): string =>
    cells
      .map((cell, column) => cell.padEnd(widths[column] ?? 0))
      .join('  ')
      .trimEnd();
  return rows.map(line).join('\n');
};
