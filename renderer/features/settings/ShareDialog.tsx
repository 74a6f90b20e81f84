import { CircleX, ShieldAlert } from 'lucide-react';
import { useId, useState } from 'react';
import type { SharedRegistry } from '../../../shared/share.ts';
import { errorOf, useCall } from '../../bridge/queries.ts';
import { Button } from '../../components/Button.tsx';
import { Checkbox } from '../../components/Checkbox.tsx';
import { Dialog } from '../../components/Dialog.tsx';
import { ErrorNote } from '../../components/ErrorNote.tsx';
import { formatNoun } from '../../components/format.ts';
import { Swatch } from '../../components/Swatch.tsx';

/** What a file brings along that decides where tokens go or whom to believe. */
function warningsOf({ profile }: SharedRegistry): string[] {
  const { network } = profile ?? {};
  return [
    ...(network?.proxy?.kind === 'url' ? [`It is reached through the proxy ${network.proxy.url}.`] : []),
    ...(network?.certificates === undefined
      ? []
      : [`It brings its own certificate authority, ${network.certificates.fileName}.`]),
  ];
}

function Row(props: {
  readonly row: SharedRegistry;
  readonly isChosen: boolean;
  readonly onChange: (on: boolean) => void;
}) {
  const { row } = props;
  const { profile } = row;
  const id = useId();
  const name = row.name === '' ? `Entry ${row.at + 1}` : row.name;
  return (
    <label className="li top" htmlFor={id}>
      <Checkbox
        id={id}
        aria-label={`Add ${name}`}
        isDisabled={profile === undefined}
        isSelected={props.isChosen}
        onChange={props.onChange}
      />
      {profile !== undefined && <Swatch colour={profile.colour} />}
      <span className="grow">
        <span className="med brk">{name}</span>{' '}
        {row.known !== undefined && <span className="t2 small">its address is in the list already</span>}
        {profile !== undefined && (
          <span className="small t2 mono blk brk">{profile.url === '' ? profile.index : profile.url}</span>
        )}
        {row.problem !== undefined && (
          <span className="small err blk">
            <CircleX className="i xs" aria-hidden="true" /> {row.problem}
          </span>
        )}
        {warningsOf(row).map((text) => (
          <span key={text} className="small warn blk brk">
            <ShieldAlert className="i xs" aria-hidden="true" /> {text}
          </span>
        ))}
      </span>
    </label>
  );
}

/** Asks which registries of a file to add. Those whose address is in the list are not chosen to begin with. */
export function ShareDialog(props: {
  readonly text: string;
  readonly rows: readonly SharedRegistry[];
  readonly onClose: () => void;
}) {
  const { text, rows, onClose } = props;
  const add = useCall('registries.importFile');
  const [chosen, setChosen] = useState<ReadonlySet<number>>(
    () =>
      new Set(rows.filter(({ profile, known }) => profile !== undefined && known === undefined).map(({ at }) => at)),
  );
  const failed = (add.data ?? []).flatMap(({ at, error }) => (error === undefined ? [] : [{ at, error }]));
  const toggle = (at: number, on: boolean): void => {
    const next = new Set(chosen);
    if (on) next.add(at);
    else next.delete(at);
    setChosen(next);
  };
  return (
    <Dialog
      isOpen
      isWide
      onCancel={onClose}
      canCancel={!add.isPending}
      title="Which registries of this file are added?"
      footer={
        <>
          <Button onPress={onClose}>Cancel</Button>
          <Button
            variant="primary"
            isBusy={add.isPending}
            disabledReason={chosen.size === 0 ? 'Choose one first.' : undefined}
            onPress={() =>
              add.mutate(
                { text, chosen: [...chosen] },
                {
                  onSuccess: (done) => {
                    if (done.every(({ error }) => error === undefined)) onClose();
                    else setChosen(new Set(done.filter(({ error }) => error !== undefined).map(({ at }) => at)));
                  },
                },
              )
            }
          >
            Add {formatNoun(chosen.size, 'registry', 'registries')}
          </Button>
        </>
      }
    >
      <p className="t2 lead">Add only what comes from somebody you trust: tokens are sent to these addresses.</p>
      <div className="box">
        {rows.length === 0 && <p className="li t2">There is no registry in this file.</p>}
        {rows.map((row) => (
          <Row key={row.at} row={row} isChosen={chosen.has(row.at)} onChange={(on) => toggle(row.at, on)} />
        ))}
      </div>
      {failed.map(({ at, error }) => (
        <ErrorNote key={at} error={error} />
      ))}
      {add.error !== null && <ErrorNote error={errorOf(add.error)} />}
    </Dialog>
  );
}
