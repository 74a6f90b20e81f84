import { type FormEvent, useId, useRef, useState } from 'react';
import type { AppError } from '../../../shared/errors.ts';
import type { Registry } from '../../../shared/registry.ts';
import { useClient } from '../../bridge/BridgeProvider.tsx';
import { errorOf } from '../../bridge/queries.ts';
import { Button } from '../../components/Button.tsx';
import { ErrorNote } from '../../components/ErrorNote.tsx';

interface FormProps {
  readonly registry: Registry;
  readonly onSaved: () => void;
  readonly onCancel: (() => void) | undefined;
}

/**
 * Takes a token in. The text lives in the input alone, not in the state of the page, and is gone from it before the call
 * is answered: a controlled input would write it into the document as an attribute.
 */
export function TokenForm({ registry, onSaved, onCancel }: FormProps) {
  const client = useClient();
  const input = useRef<HTMLInputElement>(null);
  const id = useId();
  const [hasText, setHasText] = useState(false);
  const [isSaving, setSaving] = useState(false);
  const [error, setError] = useState<AppError | null>(null);

  // Not through the cache of calls: that would remember what was passed in.
  const save = async (token: string): Promise<void> => {
    setSaving(true);
    setError(null);
    try {
      await client.invoke('tokens.set', { registryId: registry.id, token });
      onSaved();
    } catch (thrown) {
      setError(errorOf(thrown));
    } finally {
      setSaving(false);
    }
  };

  const submit = (event: FormEvent): void => {
    event.preventDefault();
    const token = input.current?.value.trim() ?? '';
    if (token === '' || isSaving) return;
    if (input.current !== null) input.current.value = '';
    setHasText(false);
    void save(token);
  };

  return (
    <>
      <label className="lab" htmlFor={id}>
        Token
      </label>
      <form onSubmit={submit} autoComplete="off">
        <div className="row">
          <input
            ref={input}
            id={id}
            type="password"
            className="input mono"
            autoComplete="off"
            autoCapitalize="off"
            autoCorrect="off"
            spellCheck={false}
            maxLength={4096}
            placeholder={`Paste the token of ${registry.name}`}
            data-1p-ignore
            data-lpignore="true"
            onInput={(event) => setHasText(event.currentTarget.value.trim() !== '')}
          />
          <Button
            type="submit"
            variant="primary"
            isBusy={isSaving}
            disabledReason={hasText || isSaving ? undefined : 'Paste a token first.'}
          >
            Save token
          </Button>
          {onCancel !== undefined && <Button onPress={onCancel}>Cancel</Button>}
        </div>
        {error !== null && (
          <div className="saidp">
            <ErrorNote error={error} registryName={registry.name} />
          </div>
        )}
      </form>
    </>
  );
}
