import { Info } from 'lucide-react';
import { useRef, useState } from 'react';
import type { StorageWay, TokenStorage } from '../../../shared/tokens.ts';
import { useTokenStorage } from '../../bridge/useAppState.ts';
import { Badge } from '../../components/Badge.tsx';
import { Button } from '../../components/Button.tsx';
import { ErrorNote } from '../../components/ErrorNote.tsx';
import { formatNoun } from '../../components/format.ts';
import { RadioGroup, type RadioOption } from '../../components/RadioGroup.tsx';
import { NewPassphrase } from './NewPassphrase.tsx';
import { UnreadableDialog } from './UnreadableDialog.tsx';
import { type Move, useMove } from './useMove.ts';
import { VaultControls } from './VaultControls.tsx';

const recommended = (words: string, isBest: boolean) =>
  isBest ? (
    <>
      {words} <Badge>Recommended</Badge>
    </>
  ) : (
    words
  );

const optionsFor = ({ noKeychain }: TokenStorage): RadioOption<StorageWay>[] => [
  {
    id: 'keychain',
    label: recommended('System keychain', noKeychain === undefined),
    description:
      'Encrypted with a key that your login unlocks. Programs you run under your account may be able to ask for it.',
    disabledReason: noKeychain,
  },
  {
    id: 'passphrase',
    label: recommended('Vault with a passphrase', noKeychain !== undefined),
    description:
      'One encrypted file; you type the passphrase after each start. Forget it and the tokens are gone: create new ones on each registry.',
  },
  {
    id: 'memory',
    label: 'This session only',
    description: 'Nothing is written to disk. You paste tokens again after every start.',
  },
];

/** The way that stands there chosen and not yet taken: where there is no keychain and nobody chose, the vault. */
const firstDraft = ({ chosen, noKeychain, way }: TokenStorage): StorageWay =>
  !chosen && noKeychain !== undefined ? 'passphrase' : way;

const DONE = {
  keychain: 'in the system keychain',
  passphrase: 'in the vault',
  memory: 'for this session only',
} as const;

interface ConfirmProps {
  readonly way: StorageWay;
  readonly isAsked: boolean;
  readonly move: Move;
  readonly onCancel: () => void;
}

function Confirm({ way, isAsked, move, onCancel }: ConfirmProps) {
  const { saved } = useTokenStorage();
  const action = saved === 0 ? `Keep tokens ${DONE[way]}` : `Keep ${formatNoun(saved, 'token')} ${DONE[way]}`;
  const failed = move.error === null ? null : <ErrorNote error={move.error} />;
  if (way === 'passphrase')
    return (
      <NewPassphrase
        asksCurrent={false}
        takesFocus={isAsked}
        action={action}
        isBusy={move.isBusy}
        onTaken={({ next }) => move.move({ way, passphrase: next })}
        onCancel={onCancel}
      >
        {failed}
      </NewPassphrase>
    );
  return (
    <div className="addrform">
      {failed}
      <div className="row wrap">
        <Button onPress={onCancel}>Cancel</Button>
        <Button variant="primary" isBusy={move.isBusy} onPress={() => move.move({ way })}>
          {action}
        </Button>
      </div>
    </div>
  );
}

/** How many there are, where they are while nobody has chosen, and what a switch does. */
function Note({ storage }: { readonly storage: TokenStorage }) {
  const { saved, chosen, way, text } = storage;
  const count =
    saved === 0 ? 'No token is saved.' : `${formatNoun(saved, 'token')} ${saved === 1 ? 'is' : 'are'} saved.`;
  const until =
    !chosen && way === 'memory' ? ` Until you choose: ${text.charAt(0).toLowerCase()}${text.slice(1)}` : ` ${text}`;
  return (
    <p className="hint note">
      <Info className="i s" aria-hidden="true" />
      <span>
        {count}
        {until} Switching moves them and then erases the old copies. No setting shows a token.
      </span>
    </p>
  );
}

/** How tokens are kept, chosen by the person from what there is, and told as it is. */
export function TokenStoragePanel() {
  const storage = useTokenStorage();
  const [draft, setDraft] = useState<StorageWay>(() => firstDraft(storage));
  const [isAsked, setAsked] = useState(false);
  const [seenWay, setSeenWay] = useState(storage.way);
  const panel = useRef<HTMLDivElement>(null);
  // The button that was pressed is gone then, and the focus must not be lost with it.
  const focusWay = (way: StorageWay): void => {
    const at = optionsFor(storage).findIndex(({ id }) => id === way);
    panel.current?.querySelectorAll<HTMLElement>('input[type="radio"]')[at]?.focus();
  };
  const move = useMove(() => focusWay(draft));
  if (seenWay !== storage.way) {
    setSeenWay(storage.way);
    setDraft(storage.way);
  }
  const back = (): void => {
    move.reset();
    setDraft(storage.way);
    focusWay(storage.way);
  };
  return (
    <div className="form" ref={panel}>
      <span className="lab">Keep tokens in</span>
      <RadioGroup<StorageWay>
        label="Keep tokens in"
        hideLabel
        options={optionsFor(storage)}
        value={draft}
        onChange={(way) => {
          move.reset();
          setDraft(way);
          setAsked(true);
          // What holds without having been chosen is chosen by this: nothing moves.
          if (way === storage.way && !storage.chosen) move.move({ way });
        }}
      />
      {draft !== storage.way && (
        <>
          <span className="lab">{draft === 'passphrase' ? 'Passphrase' : 'Switch'}</span>
          <Confirm way={draft} isAsked={isAsked} move={move} onCancel={back} />
        </>
      )}
      <span className="lab" />
      <Note storage={storage} />
      {storage.way === 'passphrase' && draft === 'passphrase' && <VaultControls move={move} />}
      <UnreadableDialog move={move} />
    </div>
  );
}
