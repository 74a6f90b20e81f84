import { type FormEvent, useId } from 'react';
import type { AppError } from '../../../shared/errors.ts';
import type { LookReport } from '../../../shared/look.ts';
import type { RegistryProfile, RouteFamily } from '../../../shared/registry.ts';
import { Button } from '../../components/Button.tsx';
import { Disclosure } from '../../components/Disclosure.tsx';
import { ErrorNote } from '../../components/ErrorNote.tsx';
import { RadioGroup } from '../../components/RadioGroup.tsx';
import { Select } from '../../components/Select.tsx';
import { Switch } from '../../components/Switch.tsx';
import { TextField } from '../../components/TextField.tsx';
import { ColourPicker } from './ColourPicker.tsx';
import { familyOptions } from './ConnectionSection.tsx';
import { NetworkFields } from './NetworkFields.tsx';
import { PlainHttpConsent } from './PlainHttpConsent.tsx';
import type { ProfileErrors } from './profileForm.ts';

/** Where the token of a new registry comes from. */
export type TokenSource = 'elba' | 'paste' | 'later';

const SOURCES = [
  { id: 'elba', label: 'Import it from elba' },
  { id: 'paste', label: 'Paste one on its page' },
  { id: 'later', label: 'Later; browsing works without' },
] as const;

export interface AddFormProps {
  readonly draft: RegistryProfile;
  readonly report: LookReport | null;
  readonly errors: ProfileErrors;
  readonly error: AppError | null;
  readonly isAdding: boolean;
  readonly source: TokenSource;
  readonly onSource: (source: TokenSource) => void;
  readonly onChange: (part: Partial<RegistryProfile>) => void;
  readonly onConsent: (allowPlainHttp: boolean) => void;
  readonly onSubmit: () => void;
}

function Connection({ draft, report, errors, onChange, onConsent }: AddFormProps) {
  return (
    <>
      <span className="lab">Registry URL</span>
      <div>
        <TextField
          label="Registry URL"
          hideLabel
          mono
          placeholder="https://registry.example"
          value={draft.url}
          onChange={(url) => onChange({ url })}
          error={errors.url}
        />
        <PlainHttpConsent
          url={draft.url}
          value={draft.allowPlainHttp}
          onChange={onConsent}
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
        onChange={(index) => onChange({ index })}
        error={errors.index}
        hint="Optional. As in elba’s configuration; it is read where the registry has no routes for that."
      />
      <span className="lab">API style</span>
      <Select<RouteFamily>
        label="API style"
        hideLabel
        width={320}
        options={familyOptions(report?.family ?? null)}
        value={draft.family}
        onChange={(family) => onChange({ family })}
      />
      <span className="lab">Network</span>
      <Disclosure
        summary={draft.network === undefined ? 'As in Settings' : 'Other than in Settings'}
        startsOpen={draft.network !== undefined}
        className="labline"
      >
        <div className="form netform">
          <NetworkFields
            value={draft.network ?? {}}
            inherited="Without a choice here, the one in Settings holds."
            onChange={async (network) => {
              onChange({ network: Object.keys(network).length === 0 ? undefined : network });
              return true;
            }}
          />
        </div>
      </Disclosure>
    </>
  );
}

/** What a new registry is saved as: begun with what was found, and all of it can be changed. */
export function AddForm(props: AddFormProps) {
  const { draft, errors, report, onChange } = props;
  const production = useId();
  const name = draft.name.trim();
  const submit = (event: FormEvent): void => {
    event.preventDefault();
    props.onSubmit();
  };
  return (
    <form onSubmit={submit} noValidate autoComplete="off" className="addform" aria-label="New registry">
      <div className="form">
        <span className="lab">Name</span>
        <div className="narrow">
          <TextField
            label="Name"
            hideLabel
            maxLength={40}
            value={draft.name}
            onChange={(next) => onChange({ name: next })}
            error={errors.name}
          />
        </div>
        <span className="lab">Colour</span>
        <ColourPicker value={draft.colour} onChange={(colour) => onChange({ colour })} />
        <Connection {...props} />
        {report?.hasToken === true && (
          <>
            <span className="lab">Token</span>
            <RadioGroup<TokenSource>
              label="Token"
              hideLabel
              className="plain"
              options={SOURCES}
              value={props.source}
              onChange={props.onSource}
            />
          </>
        )}
        <span className="lab">Production</span>
        <div className="row stline">
          <Switch id={production} isSelected={draft.production} onChange={(next) => onChange({ production: next })} />
          <label htmlFor={production}>Ask for the package name before publishing and yanking</label>
        </div>
        <span className="lab" />
        <div className="col addend">
          {props.error !== null && <ErrorNote error={props.error} />}
          <div className="row">
            <Button type="submit" variant="primary" isBusy={props.isAdding}>
              {name === '' ? 'Add registry' : `Add ${name}`}
            </Button>
          </div>
        </div>
      </div>
    </form>
  );
}
