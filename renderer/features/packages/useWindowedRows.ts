import { type RefObject, useCallback, useLayoutEffect, useState } from 'react';

/** Rows from `start` up to `end`, which is not among them. */
export interface RowRange {
  readonly start: number;
  readonly end: number;
}

/** Rows are drawn in steps, so that scrolling by a few pixels draws nothing anew. */
const STEP = 8;

/**
 * The rows to draw for a scroll position: those in view, one step more on each side. `top` and `height` are pixels of the
 * scrolled area that is in view.
 */
export function rowsInView(top: number, height: number, rowHeight: number, count: number): RowRange {
  const first = Math.floor(Math.max(0, top) / rowHeight / STEP) * STEP;
  const visible = Math.ceil(height / rowHeight);
  return { start: Math.max(0, Math.min(first, count) - STEP), end: Math.min(count, first + visible + 2 * STEP) };
}

/** The rows of a range with their index, and row `kept` too, which holds the focus wherever the range is. */
export function drawnRows<T>(range: RowRange, rows: readonly T[], kept: number): ReadonlyArray<readonly [number, T]> {
  const drawn = rows.slice(range.start, range.end).map((row, at) => [range.start + at, row] as const);
  const held = rows[kept];
  if (held !== undefined && (kept < range.start || kept >= range.end)) drawn.push([kept, held]);
  return drawn;
}

/** The numbers of the rows of a range, and of row `kept` too, as `drawnRows` does for rows that are at hand. */
export function drawnIndexes(range: RowRange, count: number, kept: number): readonly number[] {
  const end = Math.min(range.end, count);
  const drawn = Array.from({ length: Math.max(0, end - range.start) }, (_, at) => range.start + at);
  if (kept < count && (kept < range.start || kept >= end)) drawn.push(kept);
  return drawn;
}

export interface WindowedRows {
  readonly range: RowRange;
  /** Brings a row into view with as little scrolling as possible. */
  scrollToRow(index: number): void;
  /** How many rows fit, for Page Up and Page Down. */
  pageSize(): number;
}

/**
 * Tells which of `count` rows of one height are to be drawn inside a scrolling element. `headHeight` is what stays at the
 * top of it, above the rows. Until the element was measured the window's height stands in for it.
 */
export function useWindowedRows(
  scroller: RefObject<HTMLElement | null>,
  options: { readonly count: number; readonly rowHeight: number; readonly headHeight: number },
): WindowedRows {
  const { count, rowHeight, headHeight } = options;
  const [range, setRange] = useState(() => rowsInView(0, window.innerHeight, rowHeight, count));

  const measure = useCallback((): void => {
    const element = scroller.current;
    if (element === null) return;
    const next = rowsInView(element.scrollTop, element.clientHeight || window.innerHeight, rowHeight, count);
    setRange((known) => (known.start === next.start && known.end === next.end ? known : next));
  }, [scroller, rowHeight, count]);

  useLayoutEffect(() => {
    const element = scroller.current;
    if (element === null) return;
    measure();
    element.addEventListener('scroll', measure, { passive: true });
    const observer = typeof ResizeObserver === 'undefined' ? null : new ResizeObserver(measure);
    observer?.observe(element);
    return () => {
      element.removeEventListener('scroll', measure);
      observer?.disconnect();
    };
  }, [scroller, measure]);

  const pageSize = (): number =>
    Math.max(1, Math.floor(((scroller.current?.clientHeight || window.innerHeight) - headHeight) / rowHeight) - 1);

  const scrollToRow = (index: number): void => {
    const element = scroller.current;
    if (element === null) return;
    const top = index * rowHeight;
    const room = (element.clientHeight || window.innerHeight) - headHeight;
    if (top < element.scrollTop) element.scrollTop = top;
    else if (top + rowHeight > element.scrollTop + room) element.scrollTop = top + rowHeight - room;
    measure();
  };

  return { range, scrollToRow, pageSize };
}
