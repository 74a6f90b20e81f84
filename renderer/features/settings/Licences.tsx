import { useState } from 'react';
import { errorOf, useCall } from '../../bridge/queries.ts';
import { Button } from '../../components/Button.tsx';
import { Dialog } from '../../components/Dialog.tsx';
import { Disclosure } from '../../components/Disclosure.tsx';
import { ErrorNote } from '../../components/ErrorNote.tsx';

/** Shows under which licences the packages in this program are given, each with its text. */
export function Licences() {
  const read = useCall('app.licences');
  const [isOpen, setOpen] = useState(false);
  const close = (): void => setOpen(false);
  return (
    <>
      <Button
        isBusy={read.isPending}
        onPress={() => read.mutate(undefined, { onSuccess: () => setOpen(true), onError: close })}
      >
        Show licences…
      </Button>
      {read.error !== null && <ErrorNote error={errorOf(read.error)} />}
      <Dialog
        isOpen={isOpen}
        isWide
        onCancel={close}
        title="Packages in this program"
        footer={<Button onPress={close}>Close</Button>}
      >
        <p className="t2 lead">Each is given under a licence of its own.</p>
        <ul className="box" aria-label="Packages and their licences">
          {(read.data ?? []).map(({ name, version, license, text }) => (
            <li key={`${name} ${version}`} className="li top">
              <Disclosure className="grow" summary={`${name} ${version}, ${license}`}>
                <pre className="mono small brk">{text === '' ? 'It brings no text of its licence.' : text}</pre>
              </Disclosure>
            </li>
          ))}
        </ul>
      </Dialog>
    </>
  );
}
