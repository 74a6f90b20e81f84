import type { ReactNode } from 'react';
import { classNames } from './classNames.ts';

/** A state as glyph and word. `glyph` is a lucide icon with `className="i s"`. */
export function StatusText(props: {
  readonly glyph: ReactNode;
  readonly children: ReactNode;
  readonly tone?: 'ok' | 'warn' | 'err' | 'quiet' | undefined;
  readonly className?: string;
}) {
  return (
    <span className={classNames('st', props.tone === 'quiet' ? 't2' : props.tone, props.className)}>
      {props.glyph}
      <span className="ell">{props.children}</span>
    </span>
  );
}
