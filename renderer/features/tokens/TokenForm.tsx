import { type FormEvent, useId, useRef, useState } from 'react';
import type { Registry } from '../../../shared/registry.ts';
import { Button } from '../../components/Button.tsx';
import { ErrorNote } from '../../components/ErrorNote.tsx';
import { SecretInput, takeSecret } from '../../components/SecretInput.tsx';
import { TextField } from '../../components/TextField.tsx';
import { DayField } from './DayField.tsx';
import { useSaveToken } from './useSaveToken.ts';

/** Where the token goes: it is the first, takes the place of one, or is one more. */
export type Into = { readonly kind: 'first' | 'add' } | { readonly kind: 'replace'; readonly name: string };

interface FormProps {
  readonly registry: Registry;
  readonly into: Into;
  readonly onSaved: () => void;
  readonly onCancel: (() => void) | undefined;
}

const sameName = (a: string, b: string): boolean => a.trim().toLowerCase() === b.trim().toLowerCase();

function nameReason(registry: Registry, into: Into, name: string): string | undefined {
  if (into.kind !== 'add') return undefined;
  if (name.trim() === '') return 'Give it a name first, such as CI.';
  return registry.tokens.some((one) => sameName(one.name, name)) ? 'Another token has this name.' : undefined;
}

function useForm({ registry, into, onSaved }: FormProps) {
  const input = useRef<HTMLInputElement>(null);
  const [hasText, setHasText] = useState(false);
  const [name, setName] = useState('');
  const [expiresOn, setExpiresOn] = useState('');
  const saving = useSaveToken(onSaved);
  const whyNoName = nameReason(registry, into, name);
  const given = into.kind === 'replace' ? into.name : into.kind === 'add' ? name.trim() : undefined;
  const target = {
    registryId: registry.id,
    ...(given === undefined ? {} : { name: given }),
    ...(expiresOn === '' ? {} : { expiresOn }),
  };
  const submit = (event: FormEvent): void => {
    event.preventDefault();
    if (!hasText || saving.isSaving || whyNoName !== undefined) return;
    const token = takeSecret(input.current).trim();
    setHasText(false);
    saving.save(target, token);
  };
  return { input, hasText, setHasText, name, setName, expiresOn, setExpiresOn, saving, whyNoName, target, submit };
}

/** Takes a token in, pasted or straight from the clipboard. The text is gone from the field before the call is answered. */
export function TokenForm(props: FormProps) {
  const { registry, into, onCancel } = props;
  const form = useForm(props);
  const { isSaving, error, saveCopied } = form.saving;
  const [id, more] = [useId(), useId()];
  const missing = form.whyNoName ?? (form.hasText || isSaving ? undefined : 'Paste a token first.');
  return (
    <>
      <label className="lab" htmlFor={id}>
        Token
      </label>
      <form onSubmit={form.submit} autoComplete="off" className="addrform" aria-describedby={more}>
        {into.kind === 'add' && (
          <div className="narrow">
            <TextField
              label="Name of the token"
              value={form.name}
              onChange={form.setName}
              maxLength={40}
              placeholder="CI"
              autoFocus
            />
          </div>
        )}
        <div className="row">
          <SecretInput
            inputRef={form.input}
            id={id}
            maxLength={4096}
            placeholder={`Paste the ${into.kind === 'replace' ? 'new ' : ''}token of ${registry.name}`}
            onHasText={form.setHasText}
          />
          <Button type="submit" variant="primary" isBusy={isSaving} disabledReason={missing}>
            Save token
          </Button>
          {onCancel !== undefined && <Button onPress={onCancel}>Cancel</Button>}
        </div>
        <div className="row wrap tokenmore">
          <Button
            size="sm"
            disabledReason={form.whyNoName ?? (isSaving ? 'It is being saved.' : undefined)}
            onPress={() => saveCopied(form.target)}
          >
            Save from clipboard
          </Button>
          <DayField label="Expires, if you know it" value={form.expiresOn} onChange={form.setExpiresOn} />
        </div>
        {error !== null && <ErrorNote error={error} registryName={registry.name} />}
      </form>
    </>
  );
}
