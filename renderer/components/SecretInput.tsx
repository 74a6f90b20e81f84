import type { Ref } from 'react';
import { classNames } from './classNames.ts';

/**
 * A masked field for a token or a passphrase. The text lives in the input alone, not in the state of the page: a controlled input
 * would write it into the document as an attribute. Whoever takes the text empties the field with `takeSecret`.
 */
export function SecretInput(props: {
  readonly inputRef: Ref<HTMLInputElement>;
  readonly id: string;
  readonly maxLength: number;
  readonly placeholder?: string | undefined;
  readonly isBad?: boolean;
  readonly autoFocus?: boolean;
  readonly describedBy?: string | undefined;
  /** Hears whether there is anything in it, and nothing else. */
  readonly onHasText: (hasText: boolean) => void;
}) {
  return (
    <input
      ref={props.inputRef}
      id={props.id}
      type="password"
      className={classNames('input mono', props.isBad === true && 'bad')}
      autoComplete="off"
      autoCapitalize="off"
      autoCorrect="off"
      spellCheck={false}
      maxLength={props.maxLength}
      placeholder={props.placeholder}
      aria-invalid={props.isBad === true || undefined}
      aria-describedby={props.describedBy}
      // biome-ignore lint/a11y/noAutofocus: the first field of a dialog that was asked for.
      autoFocus={props.autoFocus}
      data-1p-ignore
      data-lpignore="true"
      onInput={(event) => props.onHasText(event.currentTarget.value.trim() !== '')}
    />
  );
}

/** The text of a masked field, which is empty from then on. */
export function takeSecret(input: HTMLInputElement | null): string {
  const text = input?.value ?? '';
  if (input !== null) input.value = '';
  return text;
}
