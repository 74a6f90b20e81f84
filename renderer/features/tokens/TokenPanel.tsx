import { type ReactNode, useRef, useState } from 'react';
import type { Registry } from '../../../shared/registry.ts';
import type { SavedToken } from '../../../shared/tokens.ts';
import { useTokenStorage } from '../../bridge/useAppState.ts';
import { Button } from '../../components/Button.tsx';
import { ErrorNote } from '../../components/ErrorNote.tsx';
import { TokenActions } from './TokenActions.tsx';
import { TokenDates, TokenExpiry, TokenStatus } from './TokenFacts.tsx';
import { type Into, TokenForm } from './TokenForm.tsx';
import { TokenList } from './TokenList.tsx';
import { type TokenPresses, useTokenPresses } from './useTokenPresses.ts';

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

function NoToken({ registry }: { readonly registry: Registry }) {
  const { text } = useTokenStorage();
  return (
    <>
      <div className="row stline">
        <TokenStatus token={null} />
      </div>
      <p className="hint">
        Publishing and yanking on {registry.name} need one; browsing works without. {text}
      </p>
    </>
  );
}

interface OneProps {
  readonly registry: Registry;
  readonly token: SavedToken;
  readonly presses: TokenPresses;
  readonly onReplace: (() => void) | undefined;
}

/** The only token of a registry. */
function OneToken({ registry, token, presses, onReplace }: OneProps) {
  const { text, locked } = useTokenStorage();
  const { name, host } = registry;
  return (
    <>
      <div className="row stline">
        <TokenStatus token={token} />
      </div>
      {token.reason === undefined ? (
        <p className="hint">
          <TokenDates token={token} name={name} />
          <br />
          It is bound to <code>{host}</code> and is never shown again, not even to you.
          <br />
          {text}
          {locked && ' It is locked now; you are asked for the passphrase when the token is needed.'}
        </p>
      ) : (
        <p className="hint">
          {token.reason} Paste the token again, or create a new one on {name}.
        </p>
      )}
      <TokenExpiry day={token.expiresOn} />
      <TokenActions
        registry={registry}
        token={token}
        presses={presses}
        isOneOfSeveral={false}
        onReplace={token.reason === undefined ? onReplace : undefined}
      />
    </>
  );
}

function Tokens(props: {
  readonly registry: Registry;
  readonly tokens: readonly SavedToken[];
  readonly presses: TokenPresses;
  readonly onReplace: ((token: SavedToken) => void) | undefined;
}) {
  const { registry, tokens, presses, onReplace } = props;
  const [first] = tokens;
  if (first === undefined) return <NoToken registry={registry} />;
  if (tokens.length > 1) return <TokenList {...props} />;
  return (
    <OneToken
      registry={registry}
      token={first}
      presses={presses}
      onReplace={onReplace === undefined ? undefined : () => onReplace(first)}
    />
  );
}

/**
 * The tokens of a registry: saved, tested, replaced and removed here, and never shown. Without a saved one the field is there at
 * once; with one, "Replace…" and "Add another token…" bring it back.
 */
export function TokenPanel({ registry }: { readonly registry: Registry }) {
  const [asked, setAsked] = useState<Into | null>(null);
  const presses = useTokenPresses(registry);
  const place = useRef<HTMLDivElement>(null);
  /** The form goes, and its button with it: the focus goes to what is said of it. */
  const putFormAway = (): void => {
    place.current?.focus();
    setAsked(null);
  };
  const isReadable = registry.token.kind === 'saved';
  if (registry.url === '' && registry.token.kind === 'none')
    return <p className="t2">There is no address that a token could be sent to. Add one below first.</p>;
  const { words } = presses;
  const error =
    presses.error === null ? null : <ErrorNote error={presses.error} registryName={registry.name} isQuiet />;
  const into = asked ?? (isReadable ? null : ({ kind: 'first' } as const));
  return (
    <div className="form">
      <span className="lab">{registry.tokens.length > 1 ? 'Tokens' : 'Status'}</span>
      <div ref={place} tabIndex={-1}>
        <Tokens
          registry={registry}
          tokens={registry.tokens}
          presses={presses}
          onReplace={asked === null ? ({ name }) => setAsked({ kind: 'replace', name }) : undefined}
        />
        {isReadable && asked === null && (
          <p className="addtoken">
            <Button size="sm" variant="ghost" onPress={() => setAsked({ kind: 'add' })}>
              Add another token…
            </Button>
          </p>
        )}
        <Said
          status={words?.isAlert === false ? words.text : null}
          alert={words?.isAlert === true ? words.text : error}
        />
      </div>
      {into !== null && (
        <TokenForm
          key={into.kind}
          registry={registry}
          into={into}
          onSaved={() => {
            putFormAway();
            presses.onSaved();
          }}
          onCancel={asked === null ? undefined : putFormAway}
        />
      )}
    </div>
  );
}
