import { Lock } from 'lucide-react';
import { useId, useState } from 'react';
import type { PackageRef } from '../../../shared/ids.ts';
import type { Registry } from '../../../shared/registry.ts';
import { Button } from '../../components/Button.tsx';
import { Dialog } from '../../components/Dialog.tsx';
import { Swatch } from '../../components/Swatch.tsx';
import { TextField } from '../../components/TextField.tsx';

/** What is asked about: a version that is to be yanked, or unyanked on a production registry. */
export interface YankQuestion {
  readonly version: string;
  readonly yanked: boolean;
}

interface DialogProps {
  readonly registry: Registry;
  readonly package: PackageRef;
  readonly question: YankQuestion;
  readonly onCancel: () => void;
  readonly onConfirm: (answer: { readonly note: string; readonly confirmation: string }) => void;
}

/** What yanking does and does not do with the elba of today, and what it leaves alone. */
function Effects({ version, registryName }: { readonly version: string; readonly registryName: string }) {
  return (
    <>
      <p className="t2">
        <span className="mono">elba add</span> and <span className="mono">elba install</span> refuse {version} from then
        on. Today’s elba still resolves existing requirements to it, so projects that use it keep building.
      </p>
      <p className="t2 yankp">
        Nothing is deleted: {version} stays on {registryName} and can be downloaded. You can unyank it at any time.
        Which packages require it is not looked up here.
      </p>
    </>
  );
}

function Confirm(props: {
  readonly registry: Registry;
  readonly name: string;
  readonly value: string;
  readonly onChange: (value: string) => void;
}) {
  const { registry, name } = props;
  const label = useId();
  return (
    <div className={`confirm confirm2 ${registry.colour}`}>
      <div>
        <p className="st med">
          <Lock className="i s" aria-hidden="true" />
          {registry.name} is a production registry
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

/** Asks before a version is yanked, and before one is unyanked on a production registry. */
export function YankDialog({ registry, package: ref, question, onCancel, onConfirm }: DialogProps) {
  const [note, setNote] = useState('');
  const [typed, setTyped] = useState('');
  const name = `${ref.group}/${ref.name}`;
  const { version, yanked } = question;
  const verb = yanked ? 'Yank' : 'Unyank';
  const where = yanked ? 'from' : 'on';
  const missing = registry.production && typed !== name;
  const confirm = (): void => {
    if (!missing) onConfirm({ note, confirmation: typed });
  };
  return (
    <Dialog
      isOpen
      isWide
      onCancel={onCancel}
      title={
        <>
          {verb} {name} {version} {where}{' '}
          <span className="nowrap">
            <Swatch colour={registry.colour} /> {registry.name}?
          </span>
        </>
      }
      footer={
        <>
          <span className="small t3 grow">Projects outside {registry.name} can’t be seen from here.</span>
          <Button onPress={onCancel}>Cancel</Button>
          <Button
            variant={yanked ? 'danger' : 'primary'}
            onPress={confirm}
            disabledReason={missing ? `Type ${name} first.` : undefined}
          >
            {verb} {version} {where} {registry.name}
          </Button>
        </>
      }
    >
      {yanked ? (
        <Effects version={version} registryName={registry.name} />
      ) : (
        <p className="t2">
          <span className="mono">elba add</span> and <span className="mono">elba install</span> offer {version} again at
          once.
        </p>
      )}
      <div className="yankf">
        <TextField
          label="Note for your Activity log. It stays on this computer; the registry has no field for a reason."
          value={note}
          onChange={setNote}
          maxLength={2000}
          autoFocus
        />
      </div>
      {registry.production && <Confirm registry={registry} name={name} value={typed} onChange={setTyped} />}
    </Dialog>
  );
}
