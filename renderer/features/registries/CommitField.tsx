import { Check } from 'lucide-react';
import { type ReactNode, useState } from 'react';
import { StatusText } from '../../components/StatusText.tsx';
import { TextField } from '../../components/TextField.tsx';

/**
 * A field that saves what was typed when it is left or Enter is pressed; Escape puts back what is saved. What is wrong stays
 * in the field, with the reason, and is not saved.
 */
export function CommitField(props: {
  readonly label: string;
  readonly value: string;
  /** What is wrong with a text, as a sentence; undefined when it can be saved. */
  readonly check: (text: string) => string | undefined;
  /** Saves; resolves to whether it was saved. */
  readonly onCommit: (text: string) => Promise<boolean>;
  readonly hint?: ReactNode;
  readonly mono?: boolean;
  readonly maxLength?: number;
  readonly placeholder?: string;
}) {
  const [draft, setDraft] = useState<string | null>(null);
  const [isSaved, setSaved] = useState(false);
  const text = draft ?? props.value;
  const error = draft === null ? undefined : props.check(draft.trim());
  const commit = async (): Promise<void> => {
    if (draft === null || error !== undefined) return;
    if (draft.trim() === props.value) return setDraft(null);
    if (!(await props.onCommit(draft.trim()))) return;
    setDraft(null);
    setSaved(true);
  };
  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: only hears Escape on its way out of the field.
    <div
      onKeyDown={(event) => {
        if (event.key !== 'Escape' || draft === null) return;
        event.stopPropagation();
        setDraft(null);
      }}
    >
      <TextField
        label={props.label}
        hideLabel
        value={text}
        onChange={(next) => {
          setDraft(next);
          setSaved(false);
        }}
        onBlur={() => void commit()}
        onEnter={() => void commit()}
        error={error}
        hint={props.hint}
        mono={props.mono ?? false}
        {...(props.maxLength === undefined ? {} : { maxLength: props.maxLength })}
        {...(props.placeholder === undefined ? {} : { placeholder: props.placeholder })}
      />
      <span role="status" className="small">
        {isSaved && (
          <StatusText tone="ok" glyph={<Check className="i xs" aria-hidden="true" />}>
            Saved
          </StatusText>
        )}
      </span>
    </div>
  );
}
