import { FolderDown, Folders } from 'lucide-react';
import type { ReactNode } from 'react';
import type { DragKind } from '../../bridge/drop.ts';
import type { FolderStep } from '../../bridge/folders.ts';
import { Button } from '../../components/Button.tsx';
import { Frame } from '../../components/Frame.tsx';
import { formatBytesOf, formatNoun } from '../../components/format.ts';
import { ProgressBar } from '../../components/ProgressBar.tsx';

function Overlay({ children }: { readonly children: ReactNode }) {
  return (
    <div className="dropover" role="status">
      <Frame>
        <div className="msg">{children}</div>
      </Frame>
    </div>
  );
}

/** What the window says while something hangs over it. The system reveals how many items, not their names. */
export function DropOverlay({ over }: { readonly over: DragKind }) {
  if (over === null) return null;
  if (over === 'several')
    return (
      <Overlay>
        <Folders className="i big" />
        <p className="drop-t">Drop one folder at a time</p>
        <p className="t2">Each package is reviewed and published by itself.</p>
      </Overlay>
    );
  return (
    <Overlay>
      <FolderDown className="i big" />
      <p className="drop-t">Drop to review this folder</p>
      <p className="t2">It is read, packed and checked on this computer. Nothing is sent until you press Publish.</p>
    </Overlay>
  );
}

function stepText(step: FolderStep): string {
  if (step.kind === 'listing') return `${formatNoun(step.files, 'file')} found`;
  if (step.kind === 'checking') return 'Reading the project and checking it';
  const { progress } = step;
  return `${formatBytesOf(progress.bytes, progress.totalBytes)}, ${formatNoun(progress.totalFiles, 'file')}`;
}

/** A folder on its way in, over the whole window. */
export function BusyOverlay(props: {
  readonly name: string;
  readonly step: FolderStep;
  readonly onCancel: () => void;
}) {
  const { step } = props;
  return (
    <div className="dropover busy">
      <Frame>
        <div className="msg">
          <FolderDown className="i big" />
          <p className="drop-t ell">{props.name === '' ? 'Reading the folder' : `Reading ${props.name}`}</p>
          <p className="t2">{stepText(step)}</p>
          <div className="wide">
            <ProgressBar
              label="Reading the folder"
              done={step.kind === 'sending' ? step.progress.bytes : 0}
              total={step.kind === 'sending' ? Math.max(step.progress.totalBytes, 1) : undefined}
              text={stepText(step)}
            />
          </div>
          <Button onPress={props.onCancel}>Cancel</Button>
        </div>
      </Frame>
    </div>
  );
}
