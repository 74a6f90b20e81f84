import { useState } from 'react';
import type { SharedRegistry } from '../../../shared/share.ts';
import { errorOf, useCall } from '../../bridge/queries.ts';
import { useRegistries } from '../../bridge/useAppState.ts';
import { Button } from '../../components/Button.tsx';
import { ErrorNote } from '../../components/ErrorNote.tsx';
import { FileButton } from '../../components/FileButton.tsx';
import { saveText } from '../activity/saveText.ts';
import { ShareDialog } from './ShareDialog.tsx';

interface Opened {
  readonly text: string;
  readonly rows: readonly SharedRegistry[];
}

const MOST = 1_048_576;

/** The list of registries as a file for others, and the way to take one over. */
export function ShareSettings() {
  const registries = useRegistries();
  const save = useCall('registries.exportFile');
  const read = useCall('registries.readFile');
  const [opened, setOpened] = useState<Opened | null>(null);
  const [problem, setProblem] = useState<string | null>(null);
  const take = async (file: File): Promise<void> => {
    setProblem(null);
    const text = file.size > MOST ? '' : await file.text().catch(() => '');
    if (text === '') return setProblem(`${file.name} can’t be read, is empty, or is larger than 1 MB.`);
    read.mutate({ text }, { onSuccess: (rows) => setOpened({ text, rows }) });
  };
  const none = registries.every(({ embedded }) => embedded) ? 'There is no registry to save yet.' : undefined;
  const failed = save.error ?? read.error;
  return (
    <section className="sec">
      <h2 className="fh2">Registry list</h2>
      <div className="form">
        <span className="lab">Share it</span>
        <div>
          <div className="row wrap">
            <Button
              isBusy={save.isPending}
              disabledReason={none}
              onPress={() => save.mutate(undefined, { onSuccess: ({ name, text }) => saveText(name, text) })}
            >
              Save list as a file…
            </Button>
            <FileButton
              label="File with registries"
              accept=".json"
              isBusy={read.isPending}
              onFile={(file) => void take(file)}
            >
              Add from a file…
            </FileButton>
          </div>
          <p className="hint">
            Names, colours, addresses and network choices, so that a team uses the same. Never tokens.
          </p>
        </div>
      </div>
      {problem !== null && (
        <p className="small err" role="alert">
          {problem}
        </p>
      )}
      {failed !== null && <ErrorNote error={errorOf(failed)} />}
      {opened !== null && <ShareDialog {...opened} onClose={() => setOpened(null)} />}
    </section>
  );
}
