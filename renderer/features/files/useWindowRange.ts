import { type RefObject, useLayoutEffect, useState } from 'react';

const MARGIN_ROWS = 12;

export interface RowRange {
  readonly first: number;
  /** One past the last. */
  readonly end: number;
}

/**
 * Which rows of a long list lie in the window, with a margin. Works with whatever element scrolls, because it only asks where the list
 * is: on low windows a whole pane scrolls, otherwise the list's own.
 */
export function useWindowRange(list: RefObject<HTMLElement | null>, rowHeight: number, count: number): RowRange {
  const [range, setRange] = useState<RowRange>({ first: 0, end: 60 });
  useLayoutEffect(() => {
    const measure = (): void => {
      const element = list.current;
      if (element === null) return;
      const { top } = element.getBoundingClientRect();
      const first = Math.max(0, Math.floor(-top / rowHeight) - MARGIN_ROWS);
      const end = Math.ceil((window.innerHeight - top) / rowHeight) + MARGIN_ROWS;
      setRange((now) => (now.first === first && now.end === end ? now : { first, end }));
    };
    measure();
    const stop = new AbortController();
    window.addEventListener('scroll', measure, { capture: true, passive: true, signal: stop.signal });
    window.addEventListener('resize', measure, { signal: stop.signal });
    return () => stop.abort();
  }, [list, rowHeight]);
  return { first: Math.min(range.first, count), end: Math.min(range.end, count) };
}
