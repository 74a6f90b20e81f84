import { FileArchive } from 'lucide-react';
import { useInfo } from '../../bridge/useAppState.ts';

/**
 * An archive that can be dragged to a folder or another program. Only the window can hand out files; whoever cannot drag saves the
 * archive instead.
 */
export function DragArchive({ what, onDrag }: { readonly what: string; readonly onDrag: () => void }) {
  const { host } = useInfo();
  if (host !== 'electron') return null;
  return (
    <span
      className="dragfile small t2"
      role="img"
      aria-label={`Drag ${what} to a folder`}
      title={`Drag ${what} to a folder`}
      draggable
      onDragStart={(event) => {
        // From here on the drag is the system's, with a file.
        event.preventDefault();
        onDrag();
      }}
    >
      <FileArchive className="i s" aria-hidden />
      <span aria-hidden>Drag out</span>
    </span>
  );
}
