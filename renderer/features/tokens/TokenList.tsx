import { useId } from 'react';
import type { Registry } from '../../../shared/registry.ts';
import type { SavedToken } from '../../../shared/tokens.ts';
import { useTokenStorage } from '../../bridge/useAppState.ts';
import { Badge } from '../../components/Badge.tsx';
import { TokenActions } from './TokenActions.tsx';
import { TokenDates, TokenExpiry, TokenStatus } from './TokenFacts.tsx';
import type { TokenPresses } from './useTokenPresses.ts';

interface Props {
  readonly registry: Registry;
  readonly tokens: readonly SavedToken[];
  readonly presses: TokenPresses;
  readonly onReplace: ((token: SavedToken) => void) | undefined;
}

function Row({
  token,
  group,
  ...props
}: Omit<Props, 'tokens'> & { readonly token: SavedToken; readonly group: string }) {
  const { registry, presses, onReplace } = props;
  const id = useId();
  const isReadable = token.reason === undefined;
  return (
    <li className="li top opt">
      <input
        id={id}
        type="radio"
        className="ck radio"
        name={group}
        checked={token.active}
        disabled={!isReadable}
        onChange={() => presses.onActivate(token.id)}
      />
      <div className="grow">
        <label className="row wrap" htmlFor={id}>
          <span className="med ell">{token.name}</span> {token.active && <Badge>In use</Badge>}
          {(!isReadable || token.test === 'rejected') && <TokenStatus token={token} />}
        </label>
        <p className="small t2">{token.reason ?? <TokenDates token={token} name={registry.name} />}</p>
        <TokenExpiry day={token.expiresOn} />
        <TokenActions
          registry={registry}
          token={token}
          presses={presses}
          isOneOfSeveral
          onReplace={isReadable && onReplace !== undefined ? () => onReplace(token) : undefined}
        />
      </div>
    </li>
  );
}

/** Several tokens of a registry; one of them is in use, and choosing another takes effect at once. */
export function TokenList({ tokens, ...props }: Props) {
  const { text } = useTokenStorage();
  const group = useId();
  const { host, name } = props.registry;
  return (
    <>
      <ul className="box" aria-label={`Tokens of ${name}`}>
        {tokens.map((token) => (
          <Row key={token.id} token={token} group={group} {...props} />
        ))}
      </ul>
      <p className="hint">
        Publishing and yanking use the one that is chosen. All are bound to <code>{host}</code> and are never shown
        again, not even to you. {text}
      </p>
    </>
  );
}
