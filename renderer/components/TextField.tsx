import { CircleX } from 'lucide-react';
import type { ReactNode, Ref } from 'react';
import { TextField as AriaTextField, FieldError, Input, Label, Text } from 'react-aria-components';
import { classNames } from './classNames.ts';
import { given } from './given.ts';

/** One line of text with its label, a hint below and, when it is wrong, the reason. */
export function TextField(props: {
  /** Shown above the field; with `hideLabel` it is only its name (the label then stands beside it in the form). */
  readonly label: string;
  readonly hideLabel?: boolean;
  readonly value: string;
  readonly onChange: (value: string) => void;
  readonly hint?: ReactNode;
  /** What is wrong and what to do; the field is marked as long as it is there. */
  readonly error?: string | undefined;
  readonly mono?: boolean;
  /** `password` for tokens: masked, never remembered by the browser. */
  readonly type?: 'text' | 'password' | 'url' | 'number';
  readonly placeholder?: string;
  readonly autoFocus?: boolean;
  readonly maxLength?: number;
  readonly isReadOnly?: boolean;
  readonly isRequired?: boolean;
  readonly name?: string;
  readonly id?: string;
  readonly className?: string;
  readonly onBlur?: () => void;
  readonly onEnter?: () => void;
  readonly inputRef?: Ref<HTMLInputElement>;
  readonly 'aria-describedby'?: string;
}) {
  const { type = 'text' } = props;
  const bad = props.error !== undefined;
  return (
    <AriaTextField
      {...given({
        'aria-label': props.hideLabel === true ? props.label : undefined,
        'aria-describedby': props['aria-describedby'],
        id: props.id,
        name: props.name,
        maxLength: props.maxLength,
      })}
      className={classNames('field', props.className)}
      value={props.value}
      onChange={props.onChange}
      onBlur={() => props.onBlur?.()}
      type={type}
      autoComplete={type === 'password' ? 'new-password' : 'off'}
      autoCorrect="off"
      spellCheck="false"
      isInvalid={bad}
      isReadOnly={props.isReadOnly ?? false}
      isRequired={props.isRequired ?? false}
      validationBehavior="aria"
      autoFocus={props.autoFocus ?? false}
      onKeyDown={(event) => {
        if (event.key === 'Enter') props.onEnter?.();
        else event.continuePropagation();
      }}
    >
      {props.hideLabel === true ? null : <Label className="small t2">{props.label}</Label>}
      <Input
        ref={props.inputRef}
        className={classNames('input', props.mono === true && 'mono', bad && 'bad')}
        placeholder={props.placeholder ?? ''}
      />
      <FieldError className="small err st wrap">
        <CircleX className="i xs" />
        {props.error}
      </FieldError>
      {props.hint === undefined ? null : (
        <Text slot="description" className="hint">
          {props.hint}
        </Text>
      )}
    </AriaTextField>
  );
}
