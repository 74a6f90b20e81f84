import type { ReactNode } from 'react';
import type { AppError } from '../../shared/errors.ts';
import { Callout } from './Callout.tsx';
import { ServerText } from './ServerText.tsx';

/** What goes with an error's sentence: what to do, and the registry's own words behind a disclosure. */
export function ErrorDetails(props: { readonly error: AppError; readonly registryName?: string | undefined }) {
  const { todo, serverText, status } = props.error;
  return (
    <>
      {todo === undefined || todo.length === 0 ? null : (
        <ul className="dolist">
          {todo.map((line) => (
            <li key={line}>{line}</li>
          ))}
        </ul>
      )}
      {serverText === undefined ? null : (
        <ServerText text={serverText} status={status} registryName={props.registryName} />
      )}
    </>
  );
}

/** A failure as it is shown: what happened, why, what to do. `isQuiet` keeps a screen reader from reading it out at once. */
export function ErrorNote(props: {
  readonly error: AppError;
  readonly registryName?: string | undefined;
  readonly actions?: ReactNode;
  readonly isQuiet?: boolean;
}) {
  return (
    <Callout
      tone={props.error.code === 'outcome_unknown' ? 'warn' : 'err'}
      actions={props.actions}
      {...(props.isQuiet === true ? {} : { role: 'alert' })}
    >
      <p>{props.error.message}</p>
      <ErrorDetails error={props.error} registryName={props.registryName} />
    </Callout>
  );
}
