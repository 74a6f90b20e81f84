import { type FormEvent, useId, useState } from 'react';
import type { RegistryId } from '../../../shared/ids.ts';
import type { RegistryProfile, RouteFamily } from '../../../shared/registry.ts';
import { errorOf, useCall } from '../../bridge/queries.ts';
import { useRegistries } from '../../bridge/useAppState.ts';
import { Button } from '../../components/Button.tsx';
import { ErrorNote } from '../../components/ErrorNote.tsx';
import { PageHeader } from '../../components/PageHeader.tsx';
import { Select } from '../../components/Select.tsx';
import { Switch } from '../../components/Switch.tsx';
import { TextField } from '../../components/TextField.tsx';
import { useTitle } from '../../components/useTitle.ts';
import { ColourPicker } from './ColourPicker.tsx';
import { familyOptions } from './ConnectionSection.tsx';
import { FoundOut } from './FoundOut.tsx';
import { PlainHttpConsent } from './PlainHttpConsent.tsx';
import { checkProfile, firstFreeColour, tidyProfile } from './profileForm.ts';

const EMPTY: Omit<RegistryProfile, 'colour'> = {
  name: '',
  url: '',
  index: '',
  family: 'auto',
  production: false,
  allowPlainHttp: false,
};

function useAdding(onAdded: (id: RegistryId) => void) {
  const registries = useRegistries();
  const [draft, setDraft] = useState<RegistryProfile>(() => ({ ...EMPTY, colour: firstFreeColour(registries) }));
  const [isTried, setTried] = useState(false);
  const add = useCall('registries.add');
  const check = useCall('registries.check');
  const errors = checkProfile(draft, registries);
  const submit = (event: FormEvent): void => {
    event.preventDefault();
    setTried(true);
    if (Object.keys(errors).length > 0 || add.isPending) return;
    add.mutate(tidyProfile(draft), {
      onSuccess: (registry) => {
        check.mutate({ registryId: registry.id });
        onAdded(registry.id);
      },
    });
  };
  return {
    draft,
    change: (part: Partial<RegistryProfile>) => setDraft((before) => ({ ...before, ...part })),
    errors: isTried ? errors : {},
    submit,
    isAdding: add.isPending,
    error: add.error === null ? null : errorOf(add.error),
  };
}

function AddForm({ onAdded }: { readonly onAdded: (id: RegistryId) => void }) {
  const { draft, change, errors, submit, isAdding, error } = useAdding(onAdded);
  const production = useId();
  const name = draft.name.trim();
  return (
    <form onSubmit={submit} noValidate autoComplete="off">
      <p className="t2 lead">
        Give the address of a registry, of its index, or both. Only public pages are read; no token is sent.
      </p>
      <div className="form">
        <span className="lab">Name</span>
        <div className="narrow">
          <TextField
            label="Name"
            hideLabel
            autoFocus
            maxLength={40}
            value={draft.name}
            onChange={(next) => change({ name: next })}
            error={errors.name}
          />
        </div>
        <span className="lab">Registry URL</span>
        <div>
          <TextField
            label="Registry URL"
            hideLabel
            mono
            placeholder="https://registry.example"
            value={draft.url}
            onChange={(url) => change({ url })}
            error={errors.url}
          />
          <PlainHttpConsent
            url={draft.url}
            value={draft.allowPlainHttp}
            onChange={(allowPlainHttp) => change({ allowPlainHttp })}
            error={errors.allowPlainHttp}
          />
        </div>
        <span className="lab">Index</span>
        <TextField
          label="Index"
          hideLabel
          mono
          placeholder="index+git+https://…"
          value={draft.index}
          onChange={(index) => change({ index })}
          error={errors.index}
          hint="Optional. As in elba’s configuration; it is read where the registry has no routes for that."
        />
        <span className="lab">API style</span>
        <Select<RouteFamily>
          label="API style"
          hideLabel
          width={320}
          options={familyOptions(null)}
          value={draft.family}
          onChange={(family) => change({ family })}
        />
        <span className="lab">Colour</span>
        <ColourPicker value={draft.colour} onChange={(colour) => change({ colour })} />
        <span className="lab">Production</span>
        <div className="row stline">
          <Switch
            isSelected={draft.production}
            onChange={(next) => change({ production: next })}
            aria-labelledby={production}
          />
          <span id={production}>Ask for the package name before publishing and yanking</span>
        </div>
        <span className="lab" />
        <div className="col addend">
          {error !== null && <ErrorNote error={error} />}
          <div className="row">
            <Button type="submit" variant="primary" isBusy={isAdding}>
              {name === '' ? 'Add registry' : `Add ${name}`}
            </Button>
          </div>
        </div>
      </div>
    </form>
  );
}

/** Adds a registry, and then shows what a first look at it found. One that cannot be reached is saved too. */
export function AddRegistryPage() {
  useTitle('Add registry');
  const [added, setAdded] = useState<RegistryId | null>(null);
  return (
    <>
      <PageHeader title="Add registry" />
      <div className="body">
        <div className="fpage">
          {added === null ? (
            <AddForm onAdded={setAdded} />
          ) : (
            <FoundOut registryId={added} onAnother={() => setAdded(null)} />
          )}
        </div>
      </div>
    </>
  );
}
