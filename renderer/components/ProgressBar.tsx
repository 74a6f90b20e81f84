import type { Colour } from '../../shared/registry.ts';
import { classNames } from './classNames.ts';
import { percentOf } from './format.ts';

/** How far something is. Without a `total` it only says that it is under way. */
export function ProgressBar(props: {
  readonly label: string;
  readonly done: number;
  readonly total: number | undefined;
  /** What a screen reader says in place of the per cent, such as `7.9 of 18.4 MB`. */
  readonly text?: string;
  readonly colour?: Colour | undefined;
}) {
  const known = props.total !== undefined && props.total > 0;
  const percent = known ? percentOf(props.done, props.total ?? 0) : undefined;
  return (
    <div
      className={classNames('progress', props.colour, !known && 'busy')}
      role="progressbar"
      aria-label={props.label}
      aria-valuemin={0}
      aria-valuemax={100}
      aria-valuenow={percent}
      aria-valuetext={props.text}
    >
      <i style={{ width: `${percent ?? 100}%` }} />
    </div>
  );
}
