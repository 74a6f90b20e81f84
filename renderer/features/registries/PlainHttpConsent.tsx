import { CircleX } from 'lucide-react';
import { Checkbox } from '../../components/Checkbox.tsx';
import { isPlainHttp } from './profileForm.ts';

/** Asks for consent where a token would go over a network in the clear; nothing for every other address. */
export function PlainHttpConsent(props: {
  readonly url: string;
  readonly value: boolean;
  readonly onChange: (value: boolean) => void;
  readonly error: string | undefined;
}) {
  if (!isPlainHttp(props.url)) return null;
  return (
    <div className="plainhttp">
      <Checkbox isSelected={props.value} onChange={props.onChange}>
        Send the token over plain http to this registry, where everybody on the way can read it
      </Checkbox>
      {props.error !== undefined && (
        <p className="small err st" role="alert">
          <CircleX className="i xs" aria-hidden="true" />
          {props.error}
        </p>
      )}
    </div>
  );
}
