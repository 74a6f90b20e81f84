import { Search, X } from 'lucide-react';
import type { Ref } from 'react';
import { SearchField as AriaSearchField, Button, Input } from 'react-aria-components';

/** A search box; Escape clears it. The input carries `data-search`, so that the search shortcut finds it. */
export function SearchField(props: {
  /** Its name, such as "Search packages". */
  readonly label: string;
  readonly value: string;
  readonly onChange: (value: string) => void;
  readonly placeholder?: string;
  readonly width?: number;
  readonly inputRef?: Ref<HTMLInputElement>;
  readonly onKeyDown?: (event: React.KeyboardEvent<HTMLInputElement>) => void;
}) {
  return (
    <AriaSearchField
      className="search"
      aria-label={props.label}
      value={props.value}
      onChange={props.onChange}
      style={props.width === undefined ? {} : { width: props.width }}
    >
      <Search className="i s" />
      <Input
        ref={props.inputRef}
        className="input"
        placeholder={props.placeholder ?? props.label}
        data-search=""
        onKeyDown={(event) => props.onKeyDown?.(event)}
      />
      {props.value === '' ? null : (
        <Button className="btn ghost icon sm clear" aria-label="Clear">
          <X className="i xs" />
        </Button>
      )}
    </AriaSearchField>
  );
}
