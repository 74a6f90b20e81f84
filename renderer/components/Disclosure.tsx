import { ChevronDown, ChevronRight } from 'lucide-react';
import { type ReactNode, useId, useState } from 'react';
import { classNames } from './classNames.ts';

/** Words that open more below them. */
export function Disclosure(props: {
  readonly summary: ReactNode;
  readonly children: ReactNode;
  readonly startsOpen?: boolean;
  readonly className?: string;
}) {
  const [isOpen, setOpen] = useState(props.startsOpen === true);
  const id = useId();
  return (
    <div className={classNames('discl', props.className)}>
      <button
        type="button"
        className="disclb st"
        aria-expanded={isOpen}
        aria-controls={isOpen ? id : undefined}
        onClick={() => setOpen(!isOpen)}
      >
        {isOpen ? <ChevronDown className="i xs" /> : <ChevronRight className="i xs" />}
        {props.summary}
      </button>
      {isOpen ? <div id={id}>{props.children}</div> : null}
    </div>
  );
}
