import { useEffect, useState } from 'react';
import { type DragKind, type Dropped, kindOfDrag, readDrop } from '../../bridge/drop.ts';

const isEditable = (target: EventTarget | null): boolean =>
  target instanceof Element && target.closest('input, textarea, [contenteditable="true"]') !== null;

/**
 * Makes the whole window a place to drop folders. Answers what hangs over it. Text and links go where they can be typed and nowhere
 * else, so that a dropped link does not lead away from the program.
 */
export function useWindowDrop(onDrop: (dropped: Dropped) => void, isClosed: boolean): DragKind {
  const [over, setOver] = useState<DragKind>(null);
  useEffect(() => {
    const onDragOver = (event: DragEvent): void => {
      const kind = kindOfDrag(event.dataTransfer);
      if (kind === null && isEditable(event.target)) return;
      event.preventDefault();
      if (event.dataTransfer !== null) event.dataTransfer.dropEffect = kind === 'one' && !isClosed ? 'copy' : 'none';
      setOver(isClosed ? null : kind);
    };
    const onDragLeave = (event: DragEvent): void => {
      if (event.relatedTarget === null) setOver(null);
    };
    const onDropped = (event: DragEvent): void => {
      const kind = kindOfDrag(event.dataTransfer);
      setOver(null);
      if (kind === null && isEditable(event.target)) return;
      event.preventDefault();
      if (kind !== null && !isClosed) onDrop(readDrop(event.dataTransfer));
    };
    const stop = new AbortController();
    const { signal } = stop;
    window.addEventListener('dragenter', onDragOver, { signal });
    window.addEventListener('dragover', onDragOver, { signal });
    window.addEventListener('dragleave', onDragLeave, { signal });
    window.addEventListener('dragend', () => setOver(null), { signal });
    window.addEventListener('drop', onDropped, { signal });
    return () => stop.abort();
  }, [onDrop, isClosed]);
  return over;
}
