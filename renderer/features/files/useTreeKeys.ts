import { type KeyboardEvent, useRef } from 'react';
import { canBeRead, findByName, type TreeRow } from './fileTree.ts';

const TYPING_MS = 700;

export interface TreeMoves {
  /** Makes a row the active one and puts the focus on it. */
  readonly go: (index: number) => void;
  readonly setOpen: (path: string, isOpen: boolean) => void;
  readonly openFile: (path: string) => void;
}

/** Rows that fit on a page, for Page Up and Page Down. */
const PAGE = 20;

/** Where a movement key leads from row `at`; null for keys that do not move. */
function movedTo(key: string, rows: readonly TreeRow[], at: number): number | null {
  const last = rows.length - 1;
  switch (key) {
    case 'ArrowDown':
      return Math.min(at + 1, last);
    case 'ArrowUp':
      return Math.max(at - 1, 0);
    case 'Home':
      return 0;
    case 'End':
      return last;
    case 'PageDown':
      return Math.min(at + PAGE, last);
    case 'PageUp':
      return Math.max(at - PAGE, 0);
    default:
      return null;
  }
}

function sideways(key: string, rows: readonly TreeRow[], at: number, moves: TreeMoves): boolean {
  const row = rows[at];
  if (row === undefined) return false;
  const isBranch = row.node.children.length > 0;
  if (key === 'ArrowRight') {
    if (isBranch && !row.isOpen) moves.setOpen(row.node.path, true);
    else if (isBranch) moves.go(at + 1);
    return true;
  }
  if (key === 'ArrowLeft') {
    if (row.isOpen) moves.setOpen(row.node.path, false);
    else if (row.parent !== null) moves.go(rows.findIndex((one) => one.node.path === row.parent));
    return true;
  }
  if (key === 'Enter' || key === ' ') {
    if (isBranch) moves.setOpen(row.node.path, !row.isOpen);
    else if (key === 'Enter' && canBeRead(row.node)) moves.openFile(row.node.path);
    return true;
  }
  if (key === '*') {
    for (const one of rows)
      if (one.parent === row.parent && one.node.children.length > 0) moves.setOpen(one.node.path, true);
    return true;
  }
  return false;
}

/** The keys of a tree as the ARIA practices say: arrows, Home, End, Page Up and Down, Enter, `*`, and typing the beginning of a name. */
export function useTreeKeys(
  rows: readonly TreeRow[],
  active: number,
  moves: TreeMoves,
): (event: KeyboardEvent) => void {
  const typed = useRef({ text: '', at: 0 });
  return (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey || rows.length === 0) return;
    const to = movedTo(event.key, rows, active);
    const isTyping = event.key !== ' ' || Date.now() - typed.current.at < TYPING_MS;
    if (to !== null) moves.go(to);
    else if (
      !(event.key === ' ' && isTyping && typed.current.text !== '') &&
      sideways(event.key, rows, active, moves)
    ) {
      typed.current.text = '';
    } else if (event.key.length === 1) {
      const text = Date.now() - typed.current.at < TYPING_MS ? typed.current.text + event.key : event.key;
      typed.current = { text, at: Date.now() };
      // A single letter goes on from the next row, more letters stay on a row that still fits.
      const found = findByName(rows, text.length === 1 ? active + 1 : active, text);
      if (found !== -1) moves.go(found);
    } else return;
    event.preventDefault();
    event.stopPropagation();
  };
}
