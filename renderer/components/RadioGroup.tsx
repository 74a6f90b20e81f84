import { type ReactNode, useId } from 'react';
import { classNames } from './classNames.ts';

export interface RadioOption<K extends string> {
  readonly id: K;
  readonly label: ReactNode;
  readonly description?: ReactNode;
  /** Set where the option cannot be chosen; shown in place of the description. */
  readonly disabledReason?: string | undefined;
}

/** One of a few options, each on its own row with what it means. */
export function RadioGroup<K extends string>(props: {
  readonly label: string;
  readonly hideLabel?: boolean;
  readonly options: ReadonlyArray<RadioOption<K>>;
  readonly value: K;
  readonly onChange: (value: K) => void;
  readonly className?: string;
}) {
  const name = useId();
  return (
    <fieldset className={classNames('box', props.className)}>
      <legend className={props.hideLabel === true ? 'vh' : 'small t2'}>{props.label}</legend>
      {props.options.map((option) => (
        <label key={option.id} className="li top opt">
          <input
            type="radio"
            className="ck radio"
            name={name}
            checked={option.id === props.value}
            disabled={option.disabledReason !== undefined}
            onChange={() => props.onChange(option.id)}
          />
          <span className="grow">
            <span className="med">{option.label}</span>
            <span className="small t2 blk">{option.disabledReason ?? option.description}</span>
          </span>
        </label>
      ))}
    </fieldset>
  );
}
