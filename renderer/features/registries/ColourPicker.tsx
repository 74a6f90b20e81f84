import { Check } from 'lucide-react';
import { type KeyboardEvent, useRef } from 'react';
import { Colour } from '../../../shared/registry.ts';
import { colourName } from './profileForm.ts';

const STEPS: Record<string, number> = { ArrowRight: 1, ArrowDown: 1, ArrowLeft: -1, ArrowUp: -1 };

/** The radio group "Colour": eight named colours, one of them chosen. Arrow keys move and choose. */
export function ColourPicker(props: { readonly value: Colour; readonly onChange: (colour: Colour) => void }) {
  const group = useRef<HTMLDivElement>(null);
  const onKeyDown = (event: KeyboardEvent): void => {
    const step = STEPS[event.key];
    if (step === undefined) return;
    event.preventDefault();
    const count = Colour.options.length;
    const next = (Colour.options.indexOf(props.value) + step + count) % count;
    const colour = Colour.options[next];
    if (colour === undefined) return;
    props.onChange(colour);
    const button = group.current?.children.item(next);
    if (button instanceof HTMLElement) button.focus();
  };
  return (
    <div ref={group} role="radiogroup" aria-label="Colour" className="row cws" onKeyDown={onKeyDown}>
      {Colour.options.map((colour) => {
        const isChosen = colour === props.value;
        return (
          // biome-ignore lint/a11y/useSemanticElements: a native radio cannot be a filled square with a check mark in it
          <button
            key={colour}
            type="button"
            role="radio"
            aria-checked={isChosen}
            aria-label={colourName(colour)}
            title={colourName(colour)}
            tabIndex={isChosen ? 0 : -1}
            className={`cw ${colour}${isChosen ? ' on' : ''}`}
            onClick={() => props.onChange(colour)}
          >
            {isChosen && <Check className="i s" aria-hidden="true" />}
          </button>
        );
      })}
      <span className="small t2" aria-hidden="true">
        {colourName(props.value)}
      </span>
    </div>
  );
}
