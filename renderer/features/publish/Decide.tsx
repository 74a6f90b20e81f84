import { Check, CircleX, Infinity as Forever, Info, Lock } from 'lucide-react';
import { useId } from 'react';
import type { AppError } from '../../../shared/errors.ts';
import type { Registry } from '../../../shared/registry.ts';
import { Button } from '../../components/Button.tsx';
import { Checkbox } from '../../components/Checkbox.tsx';
import { classNames } from '../../components/classNames.ts';
import { ErrorNote } from '../../components/ErrorNote.tsx';
import { formatList } from '../../components/format.ts';
import { StatusText } from '../../components/StatusText.tsx';
import { Swatch } from '../../components/Swatch.tsx';
import type { Blocked } from './reviewRules.ts';

/** Asks for the package's name before anything goes to a production registry; once for all of them. */
function ConfirmProduction(props: {
  readonly registries: readonly Registry[];
  readonly name: string;
  readonly typed: string;
  readonly onType: (text: string) => void;
}) {
  const id = useId();
  const [first] = props.registries;
  if (first === undefined) return null;
  const names = formatList(props.registries.map((registry) => registry.name));
  return (
    <div className={classNames('confirm', first.colour)}>
      <p className="st med wrap">
        <Lock className="i s" />
        <span>
          {names} {props.registries.length === 1 ? 'is a production registry' : 'are production registries'}
        </span>
      </p>
      <label className="small t2" htmlFor={id}>
        Type <code className="fgc brk">{props.name}</code> to confirm
      </label>
      <span className="row">
        <input
          id={id}
          className="input mono"
          value={props.typed}
          spellCheck={false}
          autoComplete="off"
          autoCapitalize="off"
          onChange={(event) => props.onType(event.currentTarget.value)}
        />
        {props.typed === props.name ? (
          <StatusText tone="ok" className="small" glyph={<Check className="i s" />}>
            Matches
          </StatusText>
        ) : null}
      </span>
    </div>
  );
}

/** The last step of a review: what cannot be taken back, what is still to be done, and the one decisive button. */
export function Decide(props: {
  readonly label: string;
  readonly targets: readonly Registry[];
  readonly packageName: string;
  readonly blocked: Blocked | null;
  readonly warnings: number;
  /** Whether the warnings are to be ticked off here; not while there are errors, which come first. */
  readonly asksToRead: boolean;
  readonly hasReadWarnings: boolean;
  readonly onReadWarnings: (hasRead: boolean) => void;
  readonly typed: string;
  readonly onType: (text: string) => void;
  readonly isStarting: boolean;
  readonly error: AppError | null;
  readonly onPublish: () => void;
}) {
  const reasonId = useId();
  const { blocked, targets } = props;
  const [only] = targets.length === 1 ? targets : [];
  return (
    <div className="decide">
      <p className="note perm">
        <Forever className="i s" />
        <span>A published version is permanent. It can be yanked, but never replaced or deleted.</span>
      </p>
      {!props.asksToRead ? null : (
        <Checkbox isSelected={props.hasReadWarnings} onChange={props.onReadWarnings} className="readwarn">
          {props.warnings === 1 ? 'I have read the warning' : 'I have read the warnings'}
        </Checkbox>
      )}
      <ConfirmProduction
        registries={targets.filter((target) => target.production)}
        name={props.packageName}
        typed={props.typed}
        onType={props.onType}
      />
      {props.error === null ? null : (
        <div className="decide-error">
          <ErrorNote error={props.error} />
        </div>
      )}
      <p className={classNames('st reason', blocked?.tone === 'err' ? 'err' : 't2')} id={reasonId}>
        {blocked === null ? null : (
          <>
            {blocked.tone === 'err' ? <CircleX className="i s" /> : <Info className="i s" />}
            <span className="brk">{blocked.text}</span>
          </>
        )}
      </p>
      <Button
        size="lg"
        variant={only === undefined ? 'primary' : 'registry'}
        {...(only === undefined ? {} : { colour: only.colour })}
        isBusy={props.isStarting}
        onPress={props.onPublish}
        disabledReason={blocked?.text}
        reasonId={reasonId}
      >
        <span className="ell">{props.label}</span>
        {targets.length > 1 ? (
          <span className="row swatches-in" aria-hidden="true">
            {targets.map((target) => (
              <Swatch key={target.id} colour={target.colour} />
            ))}
          </span>
        ) : null}
      </Button>
    </div>
  );
}
