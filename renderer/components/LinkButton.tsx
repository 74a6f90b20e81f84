import type { ReactNode } from 'react';
import { classNames } from './classNames.ts';

/** A link that looks like a button: it goes to another page and does nothing else. `href` comes from the router's `href`. */
export function LinkButton(props: {
  readonly href: string;
  readonly children: ReactNode;
  readonly variant?: 'default' | 'primary' | 'ghost';
  readonly size?: 'default' | 'sm';
  readonly icon?: ReactNode;
  readonly className?: string;
  /** For a link of one glyph. */
  readonly 'aria-label'?: string;
}) {
  const { variant = 'default', size = 'default' } = props;
  const look = classNames('btn', variant !== 'default' && variant, size !== 'default' && size, props.className);
  return (
    <a
      className={look}
      href={props.href}
      aria-label={props['aria-label']}
      title={props['aria-label']}
      draggable={false}
    >
      {props.icon}
      {props.children}
    </a>
  );
}
