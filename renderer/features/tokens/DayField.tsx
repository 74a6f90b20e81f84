import { useId } from 'react';

/** A day of the calendar, or none. */
export function DayField(props: {
  readonly label: string;
  /** `YYYY-MM-DD`; empty for none. */
  readonly value: string;
  readonly onChange: (day: string) => void;
}) {
  const id = useId();
  return (
    <div className="row dayfield">
      <label className="small t2" htmlFor={id}>
        {props.label}
      </label>
      <input
        id={id}
        type="date"
        className="input"
        value={props.value}
        onChange={(event) => props.onChange(event.currentTarget.value)}
      />
    </div>
  );
}
