import { Check, ChevronsUpDown } from 'lucide-react';
import type { ReactNode } from 'react';
import {
  Select as AriaSelect,
  Button,
  Label,
  ListBox,
  ListBoxItem,
  Popover,
  SelectValue,
  Text,
} from 'react-aria-components';
import type { Colour } from '../../shared/registry.ts';
import { classNames } from './classNames.ts';
import { given } from './given.ts';
import { Swatch } from './Swatch.tsx';

export interface SelectOption<K extends string> {
  readonly id: K;
  readonly label: string;
  readonly colour?: Colour;
  /** A second, quieter line in the list. */
  readonly note?: string;
}

/** A picker of one from few. Its label is visible, or its name alone with `hideLabel`. */
export function Select<K extends string>(props: {
  readonly label: string;
  readonly hideLabel?: boolean;
  readonly options: ReadonlyArray<SelectOption<K>>;
  /** Null while nothing is chosen. */
  readonly value: K | null;
  readonly onChange: (value: K) => void;
  readonly placeholder?: string;
  readonly width?: number;
  readonly hint?: ReactNode;
  readonly className?: string;
}) {
  return (
    <AriaSelect
      className={classNames('field', props.className)}
      {...given({ 'aria-label': props.hideLabel === true ? props.label : undefined })}
      value={props.value}
      onChange={(key) => {
        const option = props.options.find((one) => one.id === key);
        if (option !== undefined) props.onChange(option.id);
      }}
      placeholder={props.placeholder ?? 'Choose'}
      style={props.width === undefined ? {} : { width: props.width, flex: 'none' }}
    >
      {props.hideLabel === true ? null : <Label className="small t2">{props.label}</Label>}
      <Button className="select">
        <SelectValue className="row selectv" />
        <ChevronsUpDown className="i s" />
      </Button>
      {props.hint === undefined ? null : (
        <Text slot="description" className="hint">
          {props.hint}
        </Text>
      )}
      <Popover className="pop" offset={4}>
        <ListBox className="poplist">
          {props.options.map((option) => (
            <ListBoxItem key={option.id} id={option.id} textValue={option.label} className="popitem">
              {option.colour === undefined ? null : <Swatch colour={option.colour} />}
              <span className="two grow">
                <span className="ell">{option.label}</span>
                {option.note === undefined ? null : <span className="small t2 note2 ell">{option.note}</span>}
              </span>
              <Check className="i s tick" />
            </ListBoxItem>
          ))}
        </ListBox>
      </Popover>
    </AriaSelect>
  );
}
