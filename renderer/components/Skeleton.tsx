import { LoaderCircle } from 'lucide-react';
import { type ReactNode, useEffect, useState } from 'react';

const WAIT_MS = 300;
const WIDTHS = ['34%', '48%', '28%', '41%', '37%'] as const;

/** True once something has taken longer than 300 ms: what is quicker needs no sign of waiting. */
export function useIsSlow(isWaiting: boolean): boolean {
  const [isSlow, setSlow] = useState(false);
  useEffect(() => {
    if (!isWaiting) return setSlow(false);
    const timer = setTimeout(() => setSlow(true), WAIT_MS);
    return () => clearTimeout(timer);
  }, [isWaiting]);
  return isWaiting && isSlow;
}

/** Rows in place of a list that is being read. Nothing for the first 300 ms; then rows and the words that say what is read. */
export function Skeleton(props: { readonly label: string; readonly rows?: number; readonly action?: ReactNode }) {
  const isSlow = useIsSlow(true);
  if (!isSlow) return null;
  return (
    <div aria-busy="true">
      {WIDTHS.slice(0, props.rows ?? 3).map((width) => (
        <div className="skrow" key={width} aria-hidden="true">
          <span className="sk" style={{ width }} />
          <span className="sk push" style={{ width: '12%' }} />
        </div>
      ))}
      <div className="skrow small t2" role="status">
        <LoaderCircle className="i s spin" />
        {props.label}
        {props.action === undefined ? null : <span className="push">{props.action}</span>}
      </div>
    </div>
  );
}
