import { useState } from 'react';
import type { Registry } from '../../../shared/registry.ts';
import type { SavedToken } from '../../../shared/tokens.ts';
import { Button } from '../../components/Button.tsx';
import { EditTokenDialog } from './EditTokenDialog.tsx';
import type { TokenPresses } from './useTokenPresses.ts';

/** The buttons of one token. In a row of several each says which token it means. */
export function TokenActions(props: {
  readonly registry: Registry;
  readonly token: SavedToken;
  readonly presses: TokenPresses;
  readonly isOneOfSeveral: boolean;
  readonly onReplace: (() => void) | undefined;
}) {
  const { token, presses, isOneOfSeveral, onReplace } = props;
  const [isEditing, setEditing] = useState(false);
  const isReadable = token.reason === undefined;
  const named = (words: string): string | undefined => (isOneOfSeveral ? `${words} ${token.name}` : undefined);
  const size = isOneOfSeveral ? 'sm' : 'default';
  return (
    <div className="row wrap acts">
      {isReadable && (
        <Button
          size={size}
          aria-label={named('Test token')}
          onPress={() => presses.onTest(token.id)}
          isBusy={presses.testing === token.id}
        >
          Test token
        </Button>
      )}
      {onReplace !== undefined && (
        <Button size={size} aria-label={named('Replace')} onPress={onReplace}>
          Replace…
        </Button>
      )}
      {isReadable && (
        <Button size={size} aria-label={named('Name and expiry of')} onPress={() => setEditing(true)}>
          Name and expiry…
        </Button>
      )}
      <Button
        size={size}
        variant="dangerOutline"
        aria-label={named('Remove token')}
        onPress={() => presses.onRemove(token.id)}
        isBusy={presses.removing === token.id}
      >
        Remove token
      </Button>
      {isEditing && <EditTokenDialog registry={props.registry} token={token} onClose={() => setEditing(false)} />}
    </div>
  );
}
