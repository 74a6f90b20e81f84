import { type KeyboardEvent, type RefObject, useLayoutEffect, useRef, useState } from 'react';
import { rowForKey } from './rowKeys.ts';
import type { WindowedRows } from './useWindowedRows.ts';

/** A cell: the key of a row and the number of a column among those that are drawn. */
interface Place {
  readonly row: string;
  readonly column: number;
}

/** Beyond every column: the last one, where the switch is. */
const LAST_COLUMN = 99;

const rowAt = (grid: Element | null, index: number): Element | null =>
  grid?.querySelector(`[data-row="${index}"]`) ?? null;

/** The cells of a row that are drawn; small windows leave some out. */
const cellsOf = (row: Element | null): HTMLElement[] =>
  [...(row?.querySelectorAll<HTMLElement>('[role=gridcell],[role=rowheader]') ?? [])].filter(
    (cell) => typeof cell.checkVisibility !== 'function' || cell.checkVisibility(),
  );

/** What takes the focus of a cell: the one control in it, else the cell itself. */
const focusOf = (cell: HTMLElement | undefined): HTMLElement | undefined =>
  cell?.querySelector<HTMLElement>('button') ?? cell;

/** Makes `target` the one element of the grid that the Tab key reaches. */
function makeStop(grid: Element | null, target: HTMLElement | undefined): void {
  for (const old of grid?.querySelectorAll('[data-stop]') ?? []) {
    if (old === target) continue;
    old.setAttribute('tabindex', '-1');
    old.removeAttribute('data-stop');
  }
  target?.setAttribute('tabindex', '0');
  target?.setAttribute('data-stop', '');
}

export interface GridKeys {
  /** The row that the keyboard is at; it stays in the document wherever the grid is scrolled to. */
  readonly current: number;
  readonly onKeyDown: (event: KeyboardEvent) => void;
  /** Follows a focus that came by pointer or screen reader. */
  readonly onFocus: (target: Element) => void;
}

/**
 * The keyboard in a grid whose rows carry `data-row`: one stop for the Tab key, arrows between cells, Home and End in a row,
 * Page keys, and Ctrl with Home or End for the first and last row. `keys` name the rows.
 */
export function useGridKeys(
  grid: RefObject<HTMLElement | null>,
  keys: readonly string[],
  view: WindowedRows,
): GridKeys {
  const [place, setPlace] = useState<Place | null>(null);
  const toFocus = useRef(false);
  const current = Math.max(0, place === null ? -1 : keys.indexOf(place.row));
  const wanted = place?.column ?? LAST_COLUMN;

  useLayoutEffect(() => {
    const cells = cellsOf(rowAt(grid.current, current));
    const target = focusOf(cells[Math.min(wanted, cells.length - 1)]);
    makeStop(grid.current, target);
    if (toFocus.current) target?.focus({ preventScroll: true });
    toFocus.current = false;
  });

  const move = (index: number, column: number): void => {
    const row = keys[index];
    if (row === undefined) return;
    toFocus.current = true;
    setPlace({ row, column });
    view.scrollToRow(index);
  };

  const onKeyDown = (event: KeyboardEvent): void => {
    if (event.altKey || keys.length === 0) return;
    const last = cellsOf(rowAt(grid.current, current)).length - 1;
    const column = Math.min(wanted, last);
    const inRow = !event.ctrlKey && !event.metaKey;
    if (event.key === 'ArrowLeft') move(current, Math.max(0, column - 1));
    else if (event.key === 'ArrowRight') move(current, Math.min(last, column + 1));
    else if (event.key === 'Home' && inRow) move(current, 0);
    else if (event.key === 'End' && inRow) move(current, last);
    else {
      const next = rowForKey(event.key, current, keys.length, view.pageSize());
      if (next === null) return;
      move(next, column);
    }
    event.preventDefault();
  };

  const onFocus = (target: Element): void => {
    const element = target.closest('[data-row]');
    const row = keys[Number(element?.getAttribute('data-row') ?? -1)];
    const column = cellsOf(element).findIndex((cell) => cell.contains(target));
    if (row === undefined || column < 0 || (row === place?.row && column === place.column)) return;
    setPlace({ row, column });
  };

  return { current, onKeyDown, onFocus };
}
