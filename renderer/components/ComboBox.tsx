import { Check, ChevronsUpDown } from 'lucide-react';
import { useRef, useState } from 'react';
import { ComboBox as AriaComboBox, Button, Input, Label, ListBox, ListBoxItem, Popover } from 'react-aria-components';
import { formatCount } from './format.ts';

/** So many are listed at a time; typing finds the others. */
const MOST_LISTED = 60;

/** A picker of one from many, by typing a part of it. Its label stands before it. */
export function ComboBox(props: {
  readonly label: string;
  readonly options: readonly string[];
  /** Null while nothing is chosen. */
  readonly value: string | null;
  readonly onChange: (value: string) => void;
  readonly placeholder?: string;
  readonly width?: number;
}) {
  const { options, value } = props;
  const [text, setText] = useState(value ?? '');
  const [shownFor, setShownFor] = useState(value);
  if (shownFor !== value) {
    setShownFor(value);
    setText(value ?? '');
  }
  const isNew = useRef(false);
  const wanted = text.trim();
  const found = wanted === '' || text === value ? options : options.filter((option) => option.includes(wanted));
  const listed = found.slice(0, MOST_LISTED);
  // What is chosen has to be in the list, or leaving the field would clear it.
  const items = value === null || listed.includes(value) ? listed : [...listed, value];
  return (
    <AriaComboBox
      className="row combo"
      items={items.map((id) => ({ id }))}
      inputValue={text}
      onInputChange={setText}
      value={value}
      onChange={(key) => {
        // It is told of the old key too when what was typed is given up: then the text goes back to it.
        setText(key === null ? '' : String(key));
        if (key !== null && key !== value) props.onChange(String(key));
      }}
      menuTrigger="focus"
    >
      <Label className="small t2">{props.label}</Label>
      <div className="combobox" style={{ width: props.width ?? 160 }}>
        <Input
          className="input mono"
          placeholder={props.placeholder ?? 'Choose'}
          onFocus={(event) => {
            // The list tells of its own focus by events that no person made.
            if (!event.nativeEvent.isTrusted) return;
            event.currentTarget.select();
            isNew.current = true;
          }}
          onMouseUp={(event) => {
            // The press that brought the focus would take the selection away again.
            if (isNew.current) event.preventDefault();
            isNew.current = false;
          }}
        />
        <Button className="combob">
          <ChevronsUpDown className="i s" />
        </Button>
      </div>
      <Popover className="pop" offset={4}>
        <ListBox className="poplist">
          {({ id }: { id: string }) => (
            <ListBoxItem id={id} textValue={id} className="popitem">
              <span className="mono ell grow">{id}</span>
              <Check className="i s tick" />
            </ListBoxItem>
          )}
        </ListBox>
        {found.length > listed.length ? (
          <p className="small t3 combomore">{formatCount(found.length - listed.length)} more; type to find them.</p>
        ) : null}
      </Popover>
    </AriaComboBox>
  );
}
