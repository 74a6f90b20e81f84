import { LockKeyhole, LockKeyholeOpen } from 'lucide-react';
import { useState } from 'react';
import { errorOf, useCall } from '../../bridge/queries.ts';
import { useInfo, useTokenStorage } from '../../bridge/useAppState.ts';
import { Button } from '../../components/Button.tsx';
import { ErrorNote } from '../../components/ErrorNote.tsx';
import { Select } from '../../components/Select.tsx';
import { StatusText } from '../../components/StatusText.tsx';
import { UnlockDialog } from '../tokens/UnlockDialog.tsx';
import { NewPassphrase } from './NewPassphrase.tsx';
import type { Move } from './useMove.ts';

const MINUTES = ['5', '15', '60', 'never'] as const;
type Minutes = (typeof MINUTES)[number];

const LABELS: Readonly<Record<Minutes, string>> = {
  '5': '5 minutes',
  '15': '15 minutes',
  '60': '1 hour',
  never: 'The program ends',
};

function State() {
  const { locked } = useTokenStorage();
  const lock = useCall('tokens.lock');
  const [isOpening, setOpening] = useState(false);
  return (
    <>
      <span className="lab">Vault</span>
      <div className="row wrap">
        <StatusText
          className="med"
          glyph={
            locked ? (
              <LockKeyhole className="i s" aria-hidden="true" />
            ) : (
              <LockKeyholeOpen className="i s" aria-hidden="true" />
            )
          }
        >
          {locked ? 'Locked' : 'Unlocked'}
        </StatusText>
        {locked ? (
          <Button onPress={() => setOpening(true)}>Unlock vault…</Button>
        ) : (
          <Button onPress={() => lock.mutate(undefined)} isBusy={lock.isPending}>
            Lock now
          </Button>
        )}
      </div>
      {isOpening && <UnlockDialog onOpen={() => setOpening(false)} onCancel={() => setOpening(false)} />}
    </>
  );
}

function LockAfter() {
  const { lockAfterMinutes } = useTokenStorage();
  const { host, platform } = useInfo();
  const set = useCall('tokens.lockAfter');
  const value = MINUTES.find((one) => one === String(lockAfterMinutes ?? 'never')) ?? null;
  return (
    <>
      <span className="lab">Lock after</span>
      <div>
        <Select<Minutes>
          label="Lock after"
          hideLabel
          width={180}
          options={MINUTES.map((id) => ({ id, label: LABELS[id] }))}
          value={value}
          placeholder={lockAfterMinutes === null ? '' : `${lockAfterMinutes} minutes`}
          onChange={(minutes) => set.mutate({ minutes: minutes === 'never' ? null : Number(minutes) })}
        />
        <p className="hint">
          Without a token being used.{' '}
          {host === 'electron' && platform !== 'linux'
            ? 'It also locks when the computer sleeps or its screen is locked.'
            : 'It also locks when the computer sleeps.'}
        </p>
        {set.error !== null && <ErrorNote error={errorOf(set.error)} />}
      </div>
    </>
  );
}

/** What belongs to a vault that has a passphrase: whether it is open, when it locks, another passphrase. */
export function VaultControls({ move }: { readonly move: Move }) {
  const [isChanging, setChanging] = useState(false);
  return (
    <>
      <State />
      <LockAfter />
      <span className="lab">Passphrase</span>
      {isChanging ? (
        <NewPassphrase
          asksCurrent
          takesFocus
          action="Change passphrase"
          isBusy={move.isBusy}
          onTaken={({ current, next }) => move.changePassphrase({ current, next })}
          onCancel={() => {
            move.reset();
            setChanging(false);
          }}
        >
          {move.error !== null && <ErrorNote error={move.error} />}
        </NewPassphrase>
      ) : (
        <div>
          <Button onPress={() => setChanging(true)}>Change passphrase…</Button>
        </div>
      )}
    </>
  );
}
