import { useState } from 'react';
import type { Settings } from '../../../shared/settings.ts';
import { errorOf, useCall } from '../../bridge/queries.ts';
import { useLocalRegistry, useSettings } from '../../bridge/useAppState.ts';
import { Button } from '../../components/Button.tsx';
import { Dialog } from '../../components/Dialog.tsx';
import { ErrorNote } from '../../components/ErrorNote.tsx';
import { formatBytes, formatNoun } from '../../components/format.ts';
import { Select } from '../../components/Select.tsx';
import { CommitField } from '../registries/CommitField.tsx';
import { LocalRegistryPanel } from '../registries/LocalRegistryPanel.tsx';
import { checkPort } from './port.ts';

const STARTS = [
  { id: 'as_left', label: 'As it was left' },
  { id: 'always', label: 'Always' },
  { id: 'never', label: 'Never by itself' },
] as const;

function ResetDialog({ onClose }: { readonly onClose: () => void }) {
  const local = useLocalRegistry();
  const reset = useCall('localRegistry.reset');
  return (
    <Dialog
      isOpen
      kind="alert"
      onCancel={onClose}
      canCancel={!reset.isPending}
      title="Reset the local registry?"
      footer={
        <>
          <Button autoFocus onPress={onClose}>
            Cancel
          </Button>
          <Button
            variant="danger"
            isBusy={reset.isPending}
            onPress={() => reset.mutate(undefined, { onSuccess: onClose })}
          >
            Delete everything in it
          </Button>
        </>
      }
    >
      <p className="t2">
        <span className="fgc med">Goes:</span> {formatNoun(local.packages, 'package')}, {formatBytes(local.bytes)}, all
        its accounts and its token. None of it can be brought back, and projects that use it no longer build.
      </p>
      <p className="t2 yankp">
        <span className="fgc med">Stays:</span> its place in the list, its index line, and your Activity log.
      </p>
      {reset.error !== null && <ErrorNote error={errorOf(reset.error)} />}
    </Dialog>
  );
}

function Port() {
  const settings = useSettings();
  const set = useCall('settings.set');
  return (
    <div className="short">
      <CommitField
        label="Port"
        mono
        maxLength={5}
        value={String(settings.localRegistryPort)}
        check={checkPort}
        onCommit={(port) =>
          set.mutateAsync({ localRegistryPort: Number(port) }).then(
            () => true,
            () => false,
          )
        }
        hint="0 takes a free one. Counts from the next start."
      />
      {set.error !== null && <ErrorNote error={errorOf(set.error)} />}
    </div>
  );
}

/** The registry inside this program: on or off, where it listens, what it keeps, and the way to empty it. */
export function LocalRegistrySettings() {
  const settings = useSettings();
  const set = useCall('settings.set');
  const open = useCall('localRegistry.openFolder');
  const [isAsking, setAsking] = useState(false);
  return (
    <section className="sec">
      <h2 className="fh2">Local registry</h2>
      <p className="t2 lead">
        A real registry inside this program, to try publishing and yanking on. It listens on this computer alone.
      </p>
      <LocalRegistryPanel />
      <div className="form formgo">
        <span className="lab">Port</span>
        <Port />
        <span className="lab">Starts with the app</span>
        <Select<Settings['localRegistryStart']>
          label="Starts with the app"
          hideLabel
          width={240}
          options={STARTS}
          value={settings.localRegistryStart}
          onChange={(localRegistryStart) => set.mutate({ localRegistryStart })}
        />
        <span className="lab">Its files</span>
        <div className="row wrap">
          <Button isBusy={open.isPending} onPress={() => open.mutate(undefined)}>
            Open folder
          </Button>
          <Button variant="dangerOutline" onPress={() => setAsking(true)}>
            Reset local registry…
          </Button>
        </div>
      </div>
      {set.error !== null && <ErrorNote error={errorOf(set.error)} />}
      {open.error !== null && <ErrorNote error={errorOf(open.error)} />}
      {isAsking && <ResetDialog onClose={() => setAsking(false)} />}
    </section>
  );
}
