import { type KeyboardEvent, type RefObject, useLayoutEffect, useRef, useState } from 'react';
import { rowForKey } from './rowKeys.ts';
import type { WindowedRows } from './useWindowedRows.ts';

/** A cell: the key of a row and the number of a column among those that are drawn. */
interface Place {
  readonly row: string;
  readonly column: number;
}

/** What the keyboard does beside moving. `at` and `from` are keys of rows. */
export interface GridActions {
  toggle(at: string): void;
  extend(to: string, from: string): void;
  all(): void;
  none(): void;
  /** Looks into what the row stands for. */
  inspect(at: string): void;
}

/** Stands for the row of heads, above row 0. */
const HEAD = -1;
const HEAD_KEY = '';
/** Beyond every column: the last one, where the switch is. */
const LAST_COLUMN = 99;

const rowAt = (grid: Element | null, index: number): Element | null =>
  grid?.querySelector(`[data-row="${index}"]`) ?? null;

/** The cells of a row that are drawn; small windows leave some out. */
const cellsOf = (row: Element | null): HTMLElement[] =>
  [...(row?.querySelectorAll<HTMLElement>('[role=gridcell],[role=rowheader],[role=columnheader]') ?? [])].filter(
    (cell) => typeof cell.checkVisibility !== 'function' || cell.checkVisibility(),
  );

const CONTROLS = 'button, input';

/** What takes the focus of a cell: the one control in it, else the cell itself. */
const focusOf = (cell: HTMLElement | undefined): HTMLElement | undefined =>
  cell?.querySelector<HTMLElement>(CONTROLS) ?? cell;

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
  /** The row that the keyboard is at, -1 for the heads; it stays in the document wherever the grid is scrolled to. */
  readonly current: number;
  readonly onKeyDown: (event: KeyboardEvent) => void;
  /** Follows a focus that came by pointer or screen reader. */
  readonly onFocus: (target: Element) => void;
}

/** The row that a key leads to from `from`, the heads among them; null for every other key. */
function nextRow(key: string, from: number, count: number, page: number): number | null {
  if (key === 'ArrowUp' && from <= 0) return HEAD;
  return rowForKey(key, from, count, page);
}

/** The column that a key leads to, null for every other key. */
function nextColumn(event: KeyboardEvent, column: number, last: number): number | null {
  const inRow = !event.ctrlKey && !event.metaKey;
  if (event.key === 'ArrowLeft') return Math.max(0, column - 1);
  if (event.key === 'ArrowRight') return Math.min(last, column + 1);
  if (event.key === 'Home' && inRow) return 0;
  if (event.key === 'End' && inRow) return last;
  return null;
}

/** Chooses by keys: Space, Ctrl or Command with A, Escape; Enter looks inside. Says whether the key was one of those. */
function chooseByKey(event: KeyboardEvent, row: string | undefined, actions: GridActions): boolean {
  const onControl = event.target instanceof Element && event.target.matches(CONTROLS);
  if (event.key === ' ' && row !== undefined && (event.shiftKey || !onControl)) actions.toggle(row);
  else if (event.key.toLowerCase() === 'a' && (event.ctrlKey || event.metaKey)) actions.all();
  else if (event.key === 'Escape') actions.none();
  else if (event.key === 'Enter' && row !== undefined && !onControl) actions.inspect(row);
  else return false;
  return true;
}

/**
 * The keyboard in a grid whose rows carry `data-row`: one stop for the Tab key, arrows between cells, Home and End in a row,
 * Page keys, and Ctrl with Home or End for the first and last row. With Shift, what moves between rows chooses those it passes;
 * Space chooses one, Ctrl or Command with A all, Escape none; Enter looks inside. `keys` name the rows.
 */
export function useGridKeys(
  grid: RefObject<HTMLElement | null>,
  keys: readonly string[],
  view: WindowedRows,
  actions: GridActions,
): GridKeys {
  const [place, setPlace] = useState<Place | null>(null);
  const toFocus = useRef(false);
  const current = place?.row === HEAD_KEY ? HEAD : Math.max(0, place === null ? -1 : keys.indexOf(place.row));
  const wanted = place?.column ?? LAST_COLUMN;

  useLayoutEffect(() => {
    const cells = cellsOf(rowAt(grid.current, current));
    const target = focusOf(cells[Math.min(wanted, cells.length - 1)]);
    makeStop(grid.current, target);
    if (toFocus.current) target?.focus({ preventScroll: true });
    toFocus.current = false;
  });

  const move = (index: number, column: number): void => {
    const row = index === HEAD ? HEAD_KEY : keys[index];
    if (row === undefined) return;
    toFocus.current = true;
    setPlace({ row, column });
    if (index !== HEAD) view.scrollToRow(index);
  };

  const onKeyDown = (event: KeyboardEvent): void => {
    if (event.altKey || keys.length === 0) return;
    const last = cellsOf(rowAt(grid.current, current)).length - 1;
    const column = nextColumn(event, Math.min(wanted, last), last);
    const row = nextRow(event.key, current, keys.length, view.pageSize());
    if (column !== null) move(current, column);
    else if (row !== null) {
      const [to, from] = [keys[row], keys[current]];
      if (event.shiftKey && to !== undefined && from !== undefined) actions.extend(to, from);
      move(row, wanted);
    } else if (!chooseByKey(event, keys[current], actions)) return;
    event.preventDefault();
  };

  const onFocus = (target: Element): void => {
    const element = target.closest('[data-row]');
    const index = Number(element?.getAttribute('data-row') ?? Number.NaN);
    const row = index === HEAD ? HEAD_KEY : keys[index];
    const column = cellsOf(element).findIndex((cell) => cell.contains(target));
    if (row === undefined || column < 0 || (row === place?.row && column === place.column)) return;
    setPlace({ row, column });
  };

  return { current, onKeyDown, onFocus };
}
