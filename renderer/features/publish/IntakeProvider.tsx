import { type ReactNode, useCallback, useMemo, useRef, useState } from 'react';
import { useBridge } from '../../bridge/BridgeProvider.tsx';
import type { Dropped } from '../../bridge/drop.ts';
import { openChosen, openDropped } from '../../bridge/folders.ts';
import { useInfo } from '../../bridge/useAppState.ts';
import { Button } from '../../components/Button.tsx';
import { Dialog } from '../../components/Dialog.tsx';
import { BusyOverlay, DropOverlay } from './DropOverlay.tsx';
import { hasDraft } from './draft.ts';
import { type Intake, IntakeContext, type OpenReview } from './intake.ts';
import { byChoice, byPath, bySuggestion } from './openers.ts';
import { type Opener, useIntakeRun } from './useIntakeRun.ts';
import { useWindowDrop } from './useWindowDrop.ts';

const NOT_A_FOLDER = 'This is not a package. Drop the folder with elba.toml.';
const ONE_AT_A_TIME = 'Several items were dropped, and each package is reviewed by itself. Drop one folder at a time.';

interface Waiting {
  readonly name: string;
  readonly open: Opener;
  readonly instead: OpenReview;
}

function ReplaceDialog(props: {
  readonly waiting: Waiting;
  readonly onKeep: () => void;
  readonly onReplace: () => void;
}) {
  const { waiting } = props;
  return (
    <Dialog
      isOpen
      onCancel={props.onKeep}
      title={`Leave the review of ${waiting.instead.title}?`}
      footer={
        <>
          <Button autoFocus onPress={props.onKeep}>
            Stay with this review
          </Button>
          <Button variant="primary" onPress={props.onReplace}>
            {waiting.name === '' ? 'Review another folder' : `Review ${waiting.name}`}
          </Button>
        </>
      }
    >
      <p className="t2">What you chose and typed there is not kept. Nothing was sent, and the folder stays as it is.</p>
    </Dialog>
  );
}

/** The way in for folders: drops anywhere on the window, the folder picker, and what they show. */
export function IntakeProvider({ children }: { readonly children: ReactNode }) {
  const { client, queries } = useBridge();
  const info = useInfo();
  const [open, setOpen] = useState<OpenReview | null>(null);
  const { state, run, fail, cancel, dismiss } = useIntakeRun(open);
  const [waiting, setWaiting] = useState<Waiting | null>(null);
  const input = useRef<HTMLInputElement>(null);
  const isAsking = useRef(false);

  const start = useCallback(
    (name: string, opener: Opener): void => {
      if (open === null || !hasDraft(queries, open.projectId)) void run(name, opener);
      else setWaiting({ name, open: opener, instead: open });
    },
    [queries, open, run],
  );

  const onDrop = useCallback(
    (dropped: Dropped): void => {
      if (dropped.kind === 'folder') start(dropped.name, (how) => openDropped(client, dropped, how));
      else if (dropped.kind === 'several') fail({ code: 'invalid_input', message: ONE_AT_A_TIME });
      else fail({ code: 'not_a_project', message: NOT_A_FOLDER });
    },
    [client, start, fail],
  );
  const over = useWindowDrop(onDrop, waiting !== null);

  const intake: Intake = useMemo(
    () => ({
      state,
      choose() {
        if (info.folders === 'staging') return input.current?.click();
        if (!isAsking.current) start('', byChoice(client, isAsking));
      },
      openPath: (path, name) => start(name, byPath(client, path)),
      openSuggestion: (projectId, folder) => start(folder, bySuggestion(client, projectId, folder)),
      cancel,
      dismissError: dismiss,
      open,
      setOpen,
    }),
    [client, info.folders, start, state, open, cancel, dismiss],
  );

  return (
    <IntakeContext value={intake}>
      {children}
      <FolderInput inputRef={input} onChosen={(files, name) => start(name, (how) => openChosen(client, files, how))} />
      <DropOverlay over={over} />
      {state.kind === 'busy' && over === null ? (
        <BusyOverlay name={state.name} step={state.step} onCancel={cancel} />
      ) : null}
      {waiting === null ? null : (
        <ReplaceDialog
          waiting={waiting}
          onKeep={() => setWaiting(null)}
          onReplace={() => {
            setWaiting(null);
            void run(waiting.name, waiting.open);
          }}
        />
      )}
    </IntakeContext>
  );
}

/** The browser's own folder picker; it lies outside of the page and is opened by "Choose folder…". */
function FolderInput(props: {
  readonly inputRef: React.RefObject<HTMLInputElement | null>;
  readonly onChosen: (files: readonly File[], name: string) => void;
}) {
  return (
    <input
      ref={(element) => {
        props.inputRef.current = element;
        if (element !== null) element.webkitdirectory = true;
      }}
      type="file"
      hidden
      aria-label="Folder to review"
      onChange={(event) => {
        const files = Array.from(event.currentTarget.files ?? []);
        // Emptied, so that the same folder can be chosen again.
        event.currentTarget.value = '';
        if (files.length > 0) props.onChosen(files, files[0]?.webkitRelativePath.split('/')[0] ?? '');
      }}
    />
  );
}
