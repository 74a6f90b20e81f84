import { type FormEvent, useId, useRef, useState } from 'react';
import type { AppError } from '../../../shared/errors.ts';
import { useClient } from '../../bridge/BridgeProvider.tsx';
import { errorOf } from '../../bridge/queries.ts';
import { useRegistry, useTokenStorage } from '../../bridge/useAppState.ts';
import { Button } from '../../components/Button.tsx';
import { Dialog } from '../../components/Dialog.tsx';
import { ErrorNote } from '../../components/ErrorNote.tsx';
import { formatNoun } from '../../components/format.ts';
import { SecretInput, takeSecret } from '../../components/SecretInput.tsx';
import { useSecondsLeft } from './useSecondsLeft.ts';

function useUnlock(onOpen: () => void) {
  const client = useClient();
  const input = useRef<HTMLInputElement>(null);
  const [hasText, setHasText] = useState(false);
  const [isBusy, setBusy] = useState(false);
  const [error, setError] = useState<AppError | null>(null);
  // Not through the cache of calls: that would remember what was passed in.
  const unlock = async (passphrase: string): Promise<void> => {
    setBusy(true);
    setError(null);
    try {
      await client.invoke('tokens.unlock', { passphrase });
      onOpen();
    } catch (thrown) {
      setError(errorOf(thrown));
      input.current?.focus();
    } finally {
      setBusy(false);
    }
  };
  return { input, hasText, setHasText, isBusy, error, unlock };
}

interface Props {
  /** The registry that waits; without one the person just opens the vault. */
  readonly forName?: string | undefined;
  readonly onOpen: () => void;
  readonly onCancel: () => void;
}

/** Asks for the vault's passphrase. It is gone from the field before the answer, and a wrong one says so and may be tried again. */
export function UnlockDialog({ forName, onOpen, onCancel }: Props) {
  const { waitUntil } = useTokenStorage();
  const { input, hasText, setHasText, isBusy, error, unlock } = useUnlock(onOpen);
  const seconds = useSecondsLeft(waitUntil);
  const [id, form] = [useId(), useId()];
  const wait = seconds > 0 ? `Wait ${formatNoun(seconds, 'second')}, then try again.` : undefined;
  const reason = wait ?? (hasText || isBusy ? undefined : 'Type the passphrase first.');
  const submit = (event: FormEvent): void => {
    event.preventDefault();
    if (reason !== undefined || isBusy) return;
    setHasText(false);
    void unlock(takeSecret(input.current));
  };
  return (
    <Dialog
      isOpen
      onCancel={onCancel}
      canCancel={!isBusy}
      title="Unlock the token vault?"
      footer={
        <>
          <Button onPress={onCancel}>Cancel</Button>
          <Button
            variant="primary"
            isBusy={isBusy}
            disabledReason={reason}
            onPress={() => input.current?.form?.requestSubmit()}
          >
            Unlock vault
          </Button>
        </>
      }
    >
      <form id={form} onSubmit={submit} autoComplete="off" className="addrform">
        <p className="t2">
          {forName === undefined
            ? 'Your tokens are in an encrypted file. Its passphrase opens them.'
            : `${forName} waits for its token. It goes on as soon as the vault is open; cancel, and nothing is sent.`}
        </p>
        <div className="field">
          <label className="small t2" htmlFor={id}>
            Passphrase
          </label>
          <SecretInput
            inputRef={input}
            id={id}
            maxLength={1024}
            autoFocus
            isBad={error?.code === 'passphrase_wrong'}
            onHasText={setHasText}
          />
        </div>
        <p role="status" className="small t2">
          {wait}
        </p>
        {error !== null && <ErrorNote error={error} />}
      </form>
    </Dialog>
  );
}

/** Asks for the passphrase wherever the person is, as soon as something waits for it. */
export function UnlockGate() {
  const client = useClient();
  const { wantedBy } = useTokenStorage();
  const registry = useRegistry(wantedBy);
  if (wantedBy === undefined) return null;
  return (
    <UnlockDialog
      forName={registry?.name ?? 'A registry'}
      onOpen={() => undefined}
      onCancel={() => void client.invoke('tokens.giveUp').catch(() => undefined)}
    />
  );
}
