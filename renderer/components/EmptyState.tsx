import type { ReactNode } from 'react';

/** What stands where nothing is: what is missing, one sentence, at most one thing to do. */
export function EmptyState(props: {
  readonly title: ReactNode;
  readonly children?: ReactNode;
  readonly action?: ReactNode;
}) {
  return (
    <div className="empty">
      <span className="med">{props.title}</span>
      {props.children === undefined ? null : <span className="t2">{props.children}</span>}
      {props.action}
    </div>
  );
}
