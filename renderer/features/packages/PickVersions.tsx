import { ChevronDown } from 'lucide-react';
import { useState } from 'react';
import { Button as AriaButton, Dialog, DialogTrigger, Popover } from 'react-aria-components';
import type { VersionRule } from '../../../shared/calls/yank.ts';
import type { VersionRow } from '../../../shared/catalog.ts';
import { useClient } from '../../bridge/BridgeProvider.tsx';
import { errorOf } from '../../bridge/queries.ts';
import { Button } from '../../components/Button.tsx';
import { formatNoun } from '../../components/format.ts';
import { TextField } from '../../components/TextField.tsx';

interface PickProps {
  /** The versions that are shown; no other is ever chosen. */
  readonly rows: readonly VersionRow[];
  readonly onPick: (versions: readonly string[]) => void;
}

/** How a rule was taken: what it means, or why not. `picked` is empty where nothing fits. */
interface Told {
  readonly hint?: string;
  readonly error?: string;
}

/** A field with a button that chooses what its rule means. */
function RuleField(
  props: PickProps & {
    readonly label: string;
    readonly placeholder: string;
    readonly name: string;
    readonly ruleOf: (text: string) => VersionRule;
    readonly onDone: () => void;
  },
) {
  const { rows, onPick, onDone } = props;
  const client = useClient();
  const [text, setText] = useState('');
  const [told, setTold] = useState<Told>({});
  const choose = async (): Promise<void> => {
    try {
      const versions = rows.map(({ version }) => version);
      const picked = await client.invoke('versions.pick', { versions, rule: props.ruleOf(text) });
      if (picked.kind === 'refused') return setTold({ error: `${picked.reason}.` });
      if (picked.versions.length === 0) return setTold({ error: `No version shown is ${picked.understoodAs}.` });
      onPick(picked.versions);
      if (picked.misread === null) onDone();
      else
        setTold({
          hint: `${formatNoun(picked.versions.length, 'version')} chosen. elba reads this as ${picked.understoodAs}: ${picked.misread}.`,
        });
    } catch (thrown) {
      setTold({ error: errorOf(thrown).message });
    }
  };
  return (
    <div className="pickrow">
      <TextField
        className="grow"
        label={props.label}
        mono
        placeholder={props.placeholder}
        value={text}
        onChange={(next) => {
          setText(next);
          setTold({});
        }}
        onEnter={() => void choose()}
        error={told.error}
        hint={told.hint}
        maxLength={200}
      />
      <Button aria-label={props.name} onPress={() => void choose()}>
        Select
      </Button>
    </div>
  );
}

function Choices({ rows, onPick, onDone }: PickProps & { readonly onDone: () => void }) {
  const prereleases = rows.filter(({ prerelease }) => prerelease).map(({ version }) => version);
  return (
    <div className="pick">
      <Button
        disabledReason={prereleases.length === 0 ? 'No pre-release is shown.' : undefined}
        onPress={() => {
          onPick(prereleases);
          onDone();
        }}
      >
        All {formatNoun(prereleases.length, 'pre-release')}
      </Button>
      <RuleField
        rows={rows}
        onPick={onPick}
        onDone={onDone}
        label="All before a version"
        name="Select all before this version"
        placeholder="1.2"
        ruleOf={(version) => ({ kind: 'before', version })}
      />
      <RuleField
        rows={rows}
        onPick={onPick}
        onDone={onDone}
        label="All that a constraint takes, as elba reads it"
        name="Select all in this range"
        placeholder=">= 1.0.0 < 1.2.0"
        ruleOf={(constraint) => ({ kind: 'range', constraint })}
      />
    </div>
  );
}

/** Chooses many versions at once: all pre-releases, all before one, or those of a constraint. */
export function PickVersions(props: PickProps) {
  return (
    <DialogTrigger>
      <AriaButton className="btn sm">
        Select…
        <ChevronDown className="i s" aria-hidden="true" />
      </AriaButton>
      <Popover className="pop" offset={4} placement="bottom end">
        <Dialog aria-label="Select versions">{({ close }) => <Choices {...props} onDone={close} />}</Dialog>
      </Popover>
    </DialogTrigger>
  );
}
