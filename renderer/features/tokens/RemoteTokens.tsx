import { useState } from 'react';
import type { RemoteToken } from '../../../shared/account.ts';
import type { Registry } from '../../../shared/registry.ts';
import { Button } from '../../components/Button.tsx';
import { Dialog } from '../../components/Dialog.tsx';
import { formatDay } from '../../components/format.ts';
import type { UsedAccount } from './useAccount.ts';

/** What a token there is called: its name here, else its number there. Nothing of its text is ever shown. */
const nameOf = ({ id, savedAs }: RemoteToken): string => (savedAs === undefined ? `Token ${id}` : savedAs);

function DeleteDialog(props: {
  readonly registry: Registry;
  readonly token: RemoteToken;
  readonly used: UsedAccount;
  readonly onClose: () => void;
}) {
  const { registry, token, used, onClose } = props;
  const name = nameOf(token);
  return (
    <Dialog
      isOpen
      kind="alert"
      onCancel={onClose}
      title={`Delete ${name} on ${registry.name}?`}
      footer={
        <>
          <Button autoFocus onPress={onClose}>
            Cancel
          </Button>
          <Button
            variant="danger"
            isBusy={used.isBusy('deleteToken')}
            onPress={() => used.act({ do: 'deleteToken', remoteId: token.id }, onClose)}
          >
            Delete {name}
          </Button>
        </>
      }
    >
      <p className="t2">
        Whoever uses this token, on this computer or elsewhere, can no longer publish or yank on {registry.name} with
        it. This cannot be undone.{token.savedAs === undefined ? '' : ' It is removed here too.'}
      </p>
    </Dialog>
  );
}

/** The tokens of the account as the registry lists them, and the way to delete one there. */
export function RemoteTokens(props: {
  readonly registry: Registry;
  readonly tokens: readonly RemoteToken[];
  readonly used: UsedAccount;
}) {
  const { registry, tokens, used } = props;
  const [asked, setAsked] = useState<RemoteToken | null>(null);
  if (tokens.length === 0) return <p className="hint">There is no token of this account on {registry.name}.</p>;
  return (
    <>
      <ul className="box" aria-label={`Tokens that ${registry.name} knows`}>
        {tokens.map((token) => (
          <li key={token.id} className="li user">
            <span className="grow">
              <span className="med">{nameOf(token)}</span>{' '}
              <span className="small t2">
                {token.createdAt === undefined ? '' : `Created ${formatDay(token.createdAt)}. `}
                {token.savedAs === undefined ? 'Pasted here or made elsewhere.' : 'Saved here.'}
              </span>
            </span>
            <Button
              size="sm"
              variant="dangerOutline"
              aria-label={`Delete ${nameOf(token)}`}
              onPress={() => setAsked(token)}
            >
              Delete…
            </Button>
          </li>
        ))}
      </ul>
      {asked !== null && <DeleteDialog registry={registry} token={asked} used={used} onClose={() => setAsked(null)} />}
    </>
  );
}
