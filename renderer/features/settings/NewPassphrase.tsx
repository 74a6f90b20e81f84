import { type FormEvent, type ReactNode, useId, useRef, useState } from 'react';
import { Button } from '../../components/Button.tsx';
import { SecretInput, takeSecret } from '../../components/SecretInput.tsx';

const SHORTEST = 8;

interface Taken {
  /** Empty where it is not asked for. */
  readonly current: string;
  readonly next: string;
}

function Field(props: {
  readonly label: string;
  readonly inputRef: React.RefObject<HTMLInputElement | null>;
  readonly onChange: () => void;
  readonly autoFocus?: boolean;
  readonly describedBy?: string;
}) {
  const id = useId();
  return (
    <div className="field">
      <label className="small t2" htmlFor={id}>
        {props.label}
      </label>
      <SecretInput
        inputRef={props.inputRef}
        id={id}
        maxLength={1024}
        onHasText={props.onChange}
        {...(props.autoFocus === undefined ? {} : { autoFocus: props.autoFocus })}
        describedBy={props.describedBy}
      />
    </div>
  );
}

function useFields(asksCurrent: boolean) {
  const [current, next, again] = [
    useRef<HTMLInputElement>(null),
    useRef<HTMLInputElement>(null),
    useRef<HTMLInputElement>(null),
  ];
  const [reason, setReason] = useState<string | undefined>('Type the passphrase first.');
  const look = (): void => {
    const typed = next.current?.value ?? '';
    if (asksCurrent && current.current?.value === '') setReason('Type the passphrase that holds now.');
    else if ([...typed].length < SHORTEST) setReason(`Use ${SHORTEST} characters or more.`);
    else if (typed !== again.current?.value) setReason('The two are not the same yet.');
    else setReason(undefined);
  };
  const take = (): Taken => {
    const taken = { current: takeSecret(current.current), next: takeSecret(next.current) };
    takeSecret(again.current);
    setReason('Type the passphrase first.');
    return taken;
  };
  return { current, next, again, reason, look, take };
}

/** Takes a new passphrase in, twice, and the one that holds now where it is to be changed. None of them stays in the page. */
export function NewPassphrase(props: {
  readonly asksCurrent: boolean;
  /** Whether the person just asked for it, so that the first field may take the focus. */
  readonly takesFocus: boolean;
  readonly action: string;
  readonly isBusy: boolean;
  readonly onTaken: (taken: Taken) => void;
  readonly onCancel: () => void;
  readonly children?: ReactNode;
}) {
  const { asksCurrent, takesFocus, isBusy } = props;
  const fields = useFields(asksCurrent);
  const [hint, why] = [useId(), useId()];
  const submit = (event: FormEvent): void => {
    event.preventDefault();
    if (fields.reason === undefined && !isBusy) props.onTaken(fields.take());
  };
  return (
    <form className="addrform narrow passform" onSubmit={submit} autoComplete="off">
      {asksCurrent && (
        <Field label="Passphrase now" inputRef={fields.current} onChange={fields.look} autoFocus={takesFocus} />
      )}
      <Field
        label="New passphrase"
        inputRef={fields.next}
        onChange={fields.look}
        autoFocus={takesFocus && !asksCurrent}
        describedBy={hint}
      />
      <Field label="The same again" inputRef={fields.again} onChange={fields.look} />
      <p className="hint" id={hint}>
        Several words that do not go together are hard to guess and easy to keep in mind. Nobody can bring it back.
      </p>
      <p className="small t2" id={why}>
        {fields.reason}
      </p>
      {props.children}
      <div className="row wrap">
        <Button onPress={props.onCancel}>Cancel</Button>
        <Button
          type="submit"
          variant="primary"
          isBusy={isBusy}
          disabledReason={isBusy ? undefined : fields.reason}
          reasonId={why}
        >
          {props.action}
        </Button>
      </div>
    </form>
  );
}
