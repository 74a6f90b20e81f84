import { type FormEvent, useId, useState } from 'react';
import type { Registry } from '../../../shared/registry.ts';
import type { SavedToken } from '../../../shared/tokens.ts';
import { errorOf, useCall } from '../../bridge/queries.ts';
import { Button } from '../../components/Button.tsx';
import { Dialog } from '../../components/Dialog.tsx';
import { ErrorNote } from '../../components/ErrorNote.tsx';
import { TextField } from '../../components/TextField.tsx';
import { DayField } from './DayField.tsx';

/** What the person calls a token, and the day that they noted for its end. The token itself is not touched. */
export function EditTokenDialog(props: {
  readonly registry: Registry;
  readonly token: SavedToken;
  readonly onClose: () => void;
}) {
  const { registry, token, onClose } = props;
  const [name, setName] = useState(token.name);
  const [expiresOn, setExpiresOn] = useState(token.expiresOn ?? '');
  const change = useCall('tokens.change');
  const form = useId();
  const reason = name.trim() === '' ? 'It needs a name.' : undefined;
  const submit = (event: FormEvent): void => {
    event.preventDefault();
    if (reason !== undefined || change.isPending) return;
    change.mutate(
      {
        registryId: registry.id,
        tokenId: token.id,
        name: name.trim(),
        expiresOn: expiresOn === '' ? null : expiresOn,
      },
      { onSuccess: onClose },
    );
  };
  return (
    <Dialog
      isOpen
      onCancel={onClose}
      title={`What do you call this token of ${registry.name}?`}
      footer={
        <>
          <Button onPress={onClose}>Cancel</Button>
          <Button
            variant="primary"
            isBusy={change.isPending}
            disabledReason={reason}
            onPress={() => {
              const found = document.getElementById(form);
              if (found instanceof HTMLFormElement) found.requestSubmit();
            }}
          >
            Save name and expiry
          </Button>
        </>
      }
    >
      <form id={form} className="addrform" onSubmit={submit}>
        <TextField label="Name" value={name} onChange={setName} maxLength={40} autoFocus />
        <DayField label="Expires on" value={expiresOn} onChange={setExpiresOn} />
        <p className="hint t2 small">
          A registry does not say when a token ends. You are reminded two weeks before the day that you note here.
        </p>
        {change.error !== null && <ErrorNote error={errorOf(change.error)} registryName={registry.name} />}
      </form>
    </Dialog>
  );
}
