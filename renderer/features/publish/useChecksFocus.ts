import { type RefObject, useEffect, useRef } from 'react';

/**
 * Keeps the focus in the list of checks when the button that opened a dialog goes away with its finding: the list itself takes it
 * then, before the dialog closes or after. `isAsking` is true while such a dialog is open. What comes back is to be called as it opens.
 */
export function useChecksFocus(list: RefObject<HTMLElement | null>, isAsking: boolean): () => void {
  const held = useRef<Element | null>(null);
  // After each drawing: a report that comes in later may take the row away as well.
  useEffect(() => {
    if (isAsking || held.current === null || held.current.isConnected) return;
    held.current = null;
    // A person who has gone on to something else is not called back.
    if (document.activeElement !== document.body) return;
    list.current?.focus();
    // Without findings another list is drawn in its place, and that may come later too.
    held.current = list.current;
  });
  return () => {
    held.current = document.activeElement;
  };
}
