import { type KeyboardEvent, type ReactNode, useRef } from 'react';

export interface Segment<K extends string> {
  readonly id: K;
  readonly label: ReactNode;
}

const STEPS: Record<string, number> = { ArrowRight: 1, ArrowDown: 1, ArrowLeft: -1, ArrowUp: -1 };

/** One of two to four short options in a row: a radio group, so the arrow keys move and choose. */
export function Segmented<K extends string>(props: {
  readonly label: string;
  readonly segments: ReadonlyArray<Segment<K>>;
  readonly value: K;
  readonly onChange: (value: K) => void;
}) {
  const group = useRef<HTMLDivElement>(null);
  const onKeyDown = (event: KeyboardEvent): void => {
    const step = STEPS[event.key];
    if (step === undefined) return;
    event.preventDefault();
    const at = props.segments.findIndex((segment) => segment.id === props.value);
    const next = (at + step + props.segments.length) % props.segments.length;
    const segment = props.segments[next];
    if (segment === undefined) return;
    props.onChange(segment.id);
    const button = group.current?.children.item(next);
    if (button instanceof HTMLElement) button.focus();
  };
  return (
    <div className="seg" role="radiogroup" aria-label={props.label} ref={group} onKeyDown={onKeyDown}>
      {props.segments.map((segment) => (
        // biome-ignore lint/a11y/useSemanticElements: the design's segments are buttons; a native radio cannot hold their look and focus ring
        <button
          key={segment.id}
          type="button"
          role="radio"
          aria-checked={segment.id === props.value}
          tabIndex={segment.id === props.value ? 0 : -1}
          onClick={() => props.onChange(segment.id)}
        >
          {segment.label}
        </button>
      ))}
    </div>
  );
}
