import { LoaderCircle } from 'lucide-react';
import { type ReactNode, type Ref, useId } from 'react';
import { Button as AriaButton, type PressEvent } from 'react-aria-components';
import type { Colour } from '../../shared/registry.ts';
import { classNames } from './classNames.ts';
import { given } from './given.ts';

/** `registry` is the publish button alone: it wears the colour of the registry it sends to. */
export type ButtonVariant = 'default' | 'primary' | 'danger' | 'dangerOutline' | 'ghost' | 'registry';
export type ButtonSize = 'default' | 'sm' | 'lg';

const VARIANTS: Record<ButtonVariant, string> = {
  default: '',
  primary: 'primary',
  danger: 'danger',
  dangerOutline: 'danger-o',
  ghost: 'ghost',
  registry: 'reg',
};

export interface ButtonProps {
  readonly children: ReactNode;
  readonly onPress?: ((event: PressEvent) => void) | undefined;
  readonly variant?: ButtonVariant;
  /** For the variant `registry`. */
  readonly colour?: Colour;
  readonly size?: ButtonSize;
  /** A glyph before the words. */
  readonly icon?: ReactNode;
  /** Set while the button cannot be used: it stays focusable, does nothing and says why. */
  readonly disabledReason?: string | undefined;
  /** The id of an element that already shows the reason; without it the reason is hidden text of the button's own. */
  readonly reasonId?: string | undefined;
  /** Set while what was pressed is under way: a turning glyph, no second press. */
  readonly isBusy?: boolean;
  readonly type?: 'button' | 'submit';
  readonly className?: string | undefined;
  readonly autoFocus?: boolean;
  /** Only where the words alone do not say enough, as in a row of equal buttons. */
  readonly 'aria-label'?: string | undefined;
  readonly 'aria-describedby'?: string | undefined;
  readonly title?: string | undefined;
  readonly ref?: Ref<HTMLButtonElement>;
}

/** A push button of the kit. Disabled is `aria-disabled`: focus stays, a press does nothing, the reason is its description. */
export function Button({
  variant = 'default',
  size = 'default',
  type = 'button',
  isBusy = false,
  ...props
}: ButtonProps) {
  const ownReasonId = useId();
  const blocked = props.disabledReason !== undefined || isBusy;
  const hasOwnReason = props.disabledReason !== undefined && props.reasonId === undefined;
  const described = classNames(props['aria-describedby'], hasOwnReason ? ownReasonId : props.reasonId);
  return (
    <>
      <AriaButton
        type={blocked ? 'button' : type}
        className={classNames('btn', VARIANTS[variant], size !== 'default' && size, props.colour, props.className)}
        onPress={(event) => {
          if (!blocked) props.onPress?.(event);
        }}
        {...given({
          ref: props.ref,
          autoFocus: props.autoFocus,
          title: props.title ?? (hasOwnReason ? props.disabledReason : undefined),
          'aria-disabled': blocked || undefined,
          'aria-label': props['aria-label'],
          'aria-describedby': described === '' ? undefined : described,
        })}
      >
        {isBusy ? <LoaderCircle className="i s spin" /> : props.icon}
        {props.children}
      </AriaButton>
      {hasOwnReason ? (
        <span id={ownReasonId} hidden>
          {props.disabledReason}
        </span>
      ) : null}
    </>
  );
}
