import type { ReactNode } from 'react';
import { Button, type ButtonProps } from './Button.tsx';

/** A button of one glyph; `label` is its name and its title. */
export function IconButton({
  label,
  icon,
  ...props
}: Omit<ButtonProps, 'children' | 'icon' | 'aria-label' | 'title'> & {
  readonly label: string;
  readonly icon: ReactNode;
}) {
  return (
    <Button
      variant="ghost"
      {...props}
      className={`icon${props.className === undefined ? '' : ` ${props.className}`}`}
      aria-label={label}
      title={label}
      icon={icon}
    >
      {null}
    </Button>
  );
}
