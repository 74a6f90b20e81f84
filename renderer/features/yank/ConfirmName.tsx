import { Lock, TriangleAlert } from 'lucide-react';
import { useId } from 'react';
import type { Registry } from '../../../shared/registry.ts';
import { TextField } from '../../components/TextField.tsx';

/** Why the name is asked for: the registry is one of production, or nobody can know what the yank does to others. */
export type NameReason = 'production' | 'unknown';

/** The name typed by hand. */
export function ConfirmName(props: {
  readonly registry: Registry;
  readonly reason: NameReason;
  /** `group/name`. */
  readonly name: string;
  readonly value: string;
  readonly onChange: (value: string) => void;
}) {
  const { registry, reason, name } = props;
  const label = useId();
  return (
    <div className={`confirm confirm2 ${registry.colour}`}>
      <div>
        <p className="st med wrap">
          {reason === 'production' ? (
            <>
              <Lock className="i s" aria-hidden="true" />
              {registry.name} is a production registry
            </>
          ) : (
            <>
              <TriangleAlert className="i s" aria-hidden="true" />
              Nobody can know who it breaks
            </>
          )}
        </p>
        <p className="small t2" id={label}>
          Type <code className="fgc">{name}</code> to confirm
        </p>
      </div>
      <TextField
        label={`Type ${name} to confirm`}
        hideLabel
        mono
        value={props.value}
        onChange={props.onChange}
        aria-describedby={label}
      />
    </div>
  );
}
