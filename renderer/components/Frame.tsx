import type { ReactNode } from 'react';
import { classNames } from './classNames.ts';

/** Four corner marks around its content: the sign for "drop here". */
export function Frame({ children, className }: { readonly children: ReactNode; readonly className?: string }) {
  return (
    <div className={classNames('frame', className)}>
      <b className="c" aria-hidden="true" />
      <b className="c" aria-hidden="true" />
      <b className="c" aria-hidden="true" />
      <b className="c" aria-hidden="true" />
      {children}
    </div>
  );
}
