import type { ReactNode } from 'react';
import { classNames } from './classNames.ts';

/** A small mark of one or two words; `tone` for states, `isOutlined` for kinds. */
export function Badge(props: {
  readonly children: ReactNode;
  readonly tone?: 'ok' | 'warn' | 'err';
  readonly isOutlined?: boolean;
  readonly icon?: ReactNode;
}) {
  return (
    <span className={classNames('badge', props.tone, props.isOutlined === true && 'o')}>
      {props.icon}
      {props.children}
    </span>
  );
}
