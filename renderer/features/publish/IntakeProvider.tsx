import { type ReactNode, useCallback, useMemo, useRef, useState } from 'react';
import { useBridge } from '../../bridge/BridgeProvider.tsx';
import type { Client } from '../../bridge/client.ts';
import { type Dropped, isArchiveName } from '../../bridge/drop.ts';
import { openArchive, openChosen, openDropped } from '../../bridge/folders.ts';
import { isIndexFolder } from '../../bridge/indexFolder.ts';
import { useInfo } from '../../bridge/useAppState.ts';
import { Button } from '../../components/Button.tsx';
import { Dialog } from '../../components/Dialog.tsx';
import { navigate } from '../shell/router.ts';
import { BusyOverlay, DropOverlay } from './DropOverlay.tsx';
import { hasDraft } from './draft.ts';
import { ArchiveInput, FolderInput } from './FilePickers.tsx';
import { type Intake, IntakeContext, type OpenReview } from './intake.ts';
import { byChoice, byPath, bySuggestion } from './openers.ts';
import { type IntakeRun, type Opener, useIntakeRun } from './useIntakeRun.ts';
import { useWindowDrop } from './useWindowDrop.ts';

const NOT_A_FOLDER = 'This is not a package. Drop the folder with elba.toml.';
const ONE_AT_A_TIME = 'Several items were dropped, and each package is reviewed by itself. Drop one folder at a time.';

type DroppedFolder = Extract<Dropped, { kind: 'folder' }>;

const indexInBrowser = (name: string): string =>
  `${name} is an index of packages. A browser does not tell where it lies: write its whole path below and look at it.`;

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
            {waiting.name === '' ? 'Review another project' : `Review ${waiting.name}`}
          </Button>
        </>
      }
    >
      <p className="t2">What you chose and typed there is not kept. Nothing was sent, and the folder stays as it is.</p>
    </Dialog>
  );
}

/** What becomes of a file that was chosen, and of what was dropped. */
function useArrivals(client: Client, start: (name: string, opener: Opener) => void, fail: IntakeRun['fail']) {
  const takeFile = useCallback(
    (file: File): void => {
      if (isArchiveName(file.name)) start(file.name, (how) => openArchive(client, file, how));
      else fail({ code: 'not_a_project', message: NOT_A_FOLDER });
    },
    [client, start, fail],
  );

  const takeFolder = useCallback(
    async (dropped: DroppedFolder): Promise<void> => {
      if (!(await isIndexFolder(dropped.entry))) return start(dropped.name, (how) => openDropped(client, dropped, how));
      const { pathForFile } = client.transport;
      if (pathForFile !== null && dropped.file !== null) {
        return navigate({ page: 'addRegistry', address: pathForFile(dropped.file) });
      }
      navigate({ page: 'addRegistry' });
      fail({ code: 'not_supported_here', message: indexInBrowser(dropped.name) });
    },
    [client, start, fail],
  );

  const onDrop = useCallback(
    (dropped: Dropped): void => {
      if (dropped.kind === 'archive') takeFile(dropped.file);
      else if (dropped.kind === 'folder') void takeFolder(dropped);
      else if (dropped.kind === 'several') fail({ code: 'invalid_input', message: ONE_AT_A_TIME });
      else fail({ code: 'not_a_project', message: NOT_A_FOLDER });
    },
    [fail, takeFile, takeFolder],
  );
  return { takeFile, onDrop };
}

/** The way in for folders: drops anywhere on the window, the folder picker, and what they show. */
export function IntakeProvider({ children }: { readonly children: ReactNode }) {
  const { client, queries } = useBridge();
  const info = useInfo();
  const [open, setOpen] = useState<OpenReview | null>(null);
  const { state, run, fail, cancel, dismiss } = useIntakeRun(open);
  const [waiting, setWaiting] = useState<Waiting | null>(null);
  const folderInput = useRef<HTMLInputElement>(null);
  const archiveInput = useRef<HTMLInputElement>(null);
  const isAsking = useRef(false);

  const start = useCallback(
    (name: string, opener: Opener): void => {
      if (open === null || !hasDraft(queries, open.projectId)) void run(name, opener);
      else setWaiting({ name, open: opener, instead: open });
    },
    [queries, open, run],
  );

  const { takeFile, onDrop } = useArrivals(client, start, fail);
  const over = useWindowDrop(onDrop, waiting !== null);

  const intake: Intake = useMemo(
    () => ({
      state,
      choose(what) {
        if (info.folders === 'staging') return (what === 'folder' ? folderInput : archiveInput).current?.click();
        if (!isAsking.current) start('', byChoice(client, what, isAsking));
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
      <FolderInput
        inputRef={folderInput}
        onChosen={(files, name) => start(name, (how) => openChosen(client, files, how))}
      />
      <ArchiveInput inputRef={archiveInput} onChosen={takeFile} />
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
