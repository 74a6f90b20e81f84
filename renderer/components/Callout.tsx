import { CircleAlert, CircleCheck, Info, TriangleAlert } from 'lucide-react';
import type { ReactNode } from 'react';

export type CalloutTone = 'info' | 'ok' | 'warn' | 'err';

const LOOK: Record<CalloutTone, { readonly ground: string; readonly glyph: ReactNode }> = {
  info: { ground: '', glyph: <Info className="i" /> },
  ok: { ground: ' ok-c', glyph: <CircleCheck className="i ok" /> },
  warn: { ground: ' warn-c', glyph: <TriangleAlert className="i warn" /> },
  err: { ground: ' err-c', glyph: <CircleAlert className="i err" /> },
};

/** A block that stands out: a sentence or two, and what can be done. `role` makes it heard when it appears. */
export function Callout(props: {
  readonly tone?: CalloutTone;
  readonly title?: ReactNode;
  readonly children?: ReactNode;
  readonly actions?: ReactNode;
  readonly role?: 'status' | 'alert';
}) {
  const look = LOOK[props.tone ?? 'info'];
  return (
    <div className={`callout${look.ground}`} role={props.role}>
      {look.glyph}
      <div className="grow">
        {props.title === undefined ? null : <p className="med">{props.title}</p>}
        {props.children}
      </div>
      {props.actions}
    </div>
  );
}
