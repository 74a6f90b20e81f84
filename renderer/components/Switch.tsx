import { classNames } from './classNames.ts';

/**
 * A switch; it shows `isSelected` and nothing else, so that it tells the truth also when what it asked for did not happen. A real
 * button, for the reason that `Checkbox` gives. Words beside it are a `label` for its `id`, so that pressing them switches it, too.
 */
export function Switch(props: {
  readonly isSelected: boolean;
  readonly onChange: (isSelected: boolean) => void;
  readonly id?: string;
  readonly 'aria-label'?: string;
  readonly 'aria-describedby'?: string;
  readonly size?: 'default' | 'sm';
  /** Set while it cannot be used; focus stays and the reason is its description. */
  readonly disabledReason?: string | undefined;
  readonly isBusy?: boolean;
}) {
  const blocked = props.disabledReason !== undefined || props.isBusy === true;
  return (
    <button
      id={props.id}
      type="button"
      role="switch"
      className={classNames('toggle', props.size === 'sm' && 'sm')}
      aria-checked={props.isSelected}
      aria-label={props['aria-label']}
      aria-describedby={props['aria-describedby']}
      aria-disabled={blocked || undefined}
      aria-busy={props.isBusy === true || undefined}
      aria-description={props.disabledReason}
      title={props.disabledReason}
      onClick={() => {
        if (!blocked) props.onChange(!props.isSelected);
      }}
    />
  );
}
