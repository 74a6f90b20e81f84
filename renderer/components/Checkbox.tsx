import { type ReactNode, useId } from 'react';
import { classNames } from './classNames.ts';

/**
 * A checkbox. It is a native input that draws itself, not a hidden one behind a picture of it: what is seen is what is focused
 * and pressed. Give `children` for words beside it, or `aria-label`.
 */
export function Checkbox(props: {
  readonly isSelected: boolean;
  readonly onChange: (isSelected: boolean) => void;
  readonly children?: ReactNode;
  readonly 'aria-label'?: string;
  readonly 'aria-describedby'?: string | undefined;
  readonly isDisabled?: boolean;
  /** Some of what it stands for is chosen, not all. */
  readonly isIndeterminate?: boolean;
  readonly id?: string;
  readonly className?: string;
  /** False inside a grid, which sets its one stop for the Tab key itself. */
  readonly isStop?: boolean;
}) {
  const ownId = useId();
  const id = props.id ?? ownId;
  const input = (
    <input
      type="checkbox"
      className="ck"
      id={id}
      ref={(element) => {
        if (element !== null) element.indeterminate = props.isIndeterminate === true;
      }}
      tabIndex={props.isStop === false ? -1 : undefined}
      checked={props.isSelected}
      disabled={props.isDisabled === true}
      onChange={(event) => props.onChange(event.currentTarget.checked)}
      aria-label={props['aria-label']}
      aria-describedby={props['aria-describedby']}
    />
  );
  if (props.children === undefined) return input;
  return (
    <label htmlFor={id} className={classNames('row top ckl', props.className)}>
      {input}
      <span className="grow">{props.children}</span>
    </label>
  );
}
