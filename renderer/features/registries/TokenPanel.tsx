import { CircleAlert, CircleDashed, Key } from 'lucide-react';
import { type ReactNode, useState } from 'react';
import type { Registry } from '../../../shared/registry.ts';
import type { TokenState } from '../../../shared/tokens.ts';
import { errorOf, useCall } from '../../bridge/queries.ts';
import { useTokenStorage } from '../../bridge/useAppState.ts';
import { Button } from '../../components/Button.tsx';
import { ErrorNote } from '../../components/ErrorNote.tsx';
import { RelativeTime } from '../../components/RelativeTime.tsx';
import { StatusText } from '../../components/StatusText.tsx';
import { TokenForm } from './TokenForm.tsx';

type Saved = Extract<TokenState, { kind: 'saved' }>;

function Status({ token }: { readonly token: TokenState }) {
  if (token.kind === 'none')
    return (
      <StatusText className="med" glyph={<CircleDashed className="i s" aria-hidden="true" />}>
        No token
      </StatusText>
    );
  if (token.kind === 'unreadable')
    return (
      <StatusText className="med" tone="err" glyph={<CircleAlert className="i s" aria-hidden="true" />}>
        The saved token can’t be read
      </StatusText>
    );
  if (token.test === 'rejected')
    return (
      <StatusText className="med" tone="err" glyph={<CircleAlert className="i s" aria-hidden="true" />}>
        Token rejected
      </StatusText>
    );
  return (
    <StatusText className="med" glyph={<Key className="i s" aria-hidden="true" />}>
      Token saved
    </StatusText>
  );
}

function LastTest({ token, name }: { readonly token: Saved; readonly name: string }) {
  if (token.test === 'untested' || token.testedAt === undefined) return <>Not tested yet.</>;
  return (
    <>
      {token.test === 'accepted' ? 'Last accepted' : 'Rejected'} by {name} <RelativeTime instant={token.testedAt} />.
    </>
  );
}

/** What is known of the token: when it was saved and tested, what it is bound to, where it is kept. */
function Facts({ registry }: { readonly registry: Registry }) {
  const tokenStorage = useTokenStorage();
  const { token, host, name } = registry;
  if (token.kind === 'none')
    return (
      <p className="hint">
        Publishing and yanking on {name} need one; browsing works without. {tokenStorage.text}
      </p>
    );
  if (token.kind === 'unreadable')
    return (
      <p className="hint">
        {token.reason} Paste the token again, or create a new one on {name}.
      </p>
    );
  return (
    <p className="hint">
      Saved <RelativeTime instant={token.savedAt} />. <LastTest token={token} name={name} />
      <br />
      It is bound to <code>{host}</code> and is never shown again, not even to you.
      <br />
      {tokenStorage.text}
    </p>
  );
}

/** The outcome of the last press, in live regions that are always there. */
function Said({ status, alert }: { readonly status: string | null; readonly alert: ReactNode }) {
  return (
    <>
      <div role="status" className="small t2 said">
        {status}
      </div>
      <div role="alert" className={alert === null ? undefined : 'saidp'}>
        {alert}
      </div>
    </>
  );
}

type Press = 'saved' | 'removed' | 'tested';

/** What became of the last press. A saved token may be tested by itself soon after; the words then follow. */
function wordsFor(press: Press, { name, token }: Registry): { readonly text: string; readonly isAlert: boolean } {
  if (press === 'removed')
    return {
      text: `The token is removed from this computer. ${name} still knows it until you delete it there.`,
      isAlert: false,
    };
  const test = token.kind === 'saved' ? token.test : 'untested';
  if (test === 'rejected')
    return {
      text: `${name} rejected the token. It may have been deleted there, or belong elsewhere. Create one on ${name} and replace it here.`,
      isAlert: true,
    };
  const accepted = `${name} accepted the token.`;
  if (press === 'tested') return { text: test === 'accepted' ? accepted : '', isAlert: false };
  const next =
    test === 'accepted' ? accepted : 'Test it before you publish: a registry looks at it last, after the upload.';
  return { text: `The token is saved. ${next}`, isAlert: false };
}

function usePresses(registry: Registry) {
  const [press, setPress] = useState<Press | null>(null);
  const test = useCall('tokens.test');
  const remove = useCall('tokens.remove');
  const thrown = test.error ?? remove.error;
  const reset = (): void => {
    setPress(null);
    test.reset();
    remove.reset();
  };
  return {
    press,
    error: thrown === null ? null : errorOf(thrown),
    isTesting: test.isPending,
    isRemoving: remove.isPending,
    onSaved: () => {
      reset();
      setPress('saved');
    },
    onTest: () => {
      reset();
      test.mutate({ registryId: registry.id }, { onSuccess: () => setPress('tested') });
    },
    onRemove: () => {
      reset();
      remove.mutate({ registryId: registry.id }, { onSuccess: () => setPress('removed') });
    },
  };
}

/**
 * The token of a registry: saved, tested, replaced and removed here, and never shown. Without a saved one the field is
 * there at once; with one, "Replace…" brings it back.
 */
export function TokenPanel({ registry }: { readonly registry: Registry }) {
  const [isReplacing, setReplacing] = useState(false);
  const presses = usePresses(registry);
  const { token } = registry;
  if (registry.url === '' && token.kind === 'none')
    return <p className="t2">There is no address that a token could be sent to. Add one below first.</p>;
  const words = presses.press === null ? null : wordsFor(presses.press, registry);
  const error =
    presses.error === null ? null : <ErrorNote error={presses.error} registryName={registry.name} isQuiet />;
  return (
    <div className="form">
      <span className="lab">Status</span>
      <div>
        <div className="row stline">
          <Status token={token} />
        </div>
        <Facts registry={registry} />
        {token.kind !== 'none' && (
          <div className="row wrap acts">
            {token.kind === 'saved' && (
              <Button onPress={presses.onTest} isBusy={presses.isTesting}>
                Test token
              </Button>
            )}
            {!isReplacing && token.kind === 'saved' && <Button onPress={() => setReplacing(true)}>Replace…</Button>}
            <Button variant="dangerOutline" onPress={presses.onRemove} isBusy={presses.isRemoving}>
              Remove token
            </Button>
          </div>
        )}
        <Said
          status={words?.isAlert === false ? words.text : null}
          alert={words?.isAlert === true ? words.text : error}
        />
      </div>
      {(token.kind !== 'saved' || isReplacing) && (
        <TokenForm
          registry={registry}
          onSaved={() => {
            setReplacing(false);
            presses.onSaved();
          }}
          onCancel={token.kind === 'saved' ? () => setReplacing(false) : undefined}
        />
      )}
    </div>
  );
}
