import { UserRound } from 'lucide-react';
import { type FormEvent, useState } from 'react';
import type { Account } from '../../../shared/account.ts';
import type { Registry } from '../../../shared/registry.ts';
import { Button } from '../../components/Button.tsx';
import { ErrorNote } from '../../components/ErrorNote.tsx';
import { StatusText } from '../../components/StatusText.tsx';
import { TextField } from '../../components/TextField.tsx';
import { RemoteTokens } from './RemoteTokens.tsx';
import { type UsedAccount, useAccount } from './useAccount.ts';

type SignedIn = Extract<Account, { kind: 'signed_in' }>;

interface Props<A> {
  readonly registry: Registry;
  readonly account: A;
  readonly used: UsedAccount;
}

function SignedOut({ registry, account, used }: Props<Extract<Account, { kind: 'signed_out' }>>) {
  const { name } = registry;
  const { ways } = account;
  const direct = ways.includes('here') || ways.includes('window');
  return (
    <>
      <div className="row wrap">
        {direct && (
          <Button onPress={() => used.act({ do: 'signIn' })} isBusy={used.isBusy('signIn')}>
            {ways.includes('here') ? 'Sign in' : 'Sign in…'}
          </Button>
        )}
        {ways.includes('browser') && (
          <Button onPress={() => used.act({ do: 'openLogin' })} isBusy={used.isBusy('openLogin')}>
            Open sign-in in browser
          </Button>
        )}
      </div>
      <p className="hint">
        {direct ? `Signed in, you create tokens on ${name} here, and see and delete those that are there.` : ''}
        {ways.includes('window') && ' The window forgets you when it closes.'}
        {ways.includes('browser') && ' In the browser, create a token on its site and paste it above.'}
      </p>
    </>
  );
}

function NewToken({ registry, used }: Omit<Props<SignedIn>, 'account'>) {
  const [name, setName] = useState('');
  const taken = registry.tokens.some((one) => one.name.toLowerCase() === name.trim().toLowerCase());
  const reason = name.trim() === '' ? 'Give it a name first, such as me or CI.' : undefined;
  const submit = (event: FormEvent): void => {
    event.preventDefault();
    if (reason !== undefined || used.isBusy('createToken')) return;
    used.act({ do: 'createToken', name: name.trim() }, () => setName(''));
  };
  return (
    <form className="row newtoken" onSubmit={submit} autoComplete="off">
      <TextField
        label="Name of the new token"
        value={name}
        onChange={setName}
        maxLength={40}
        placeholder="me"
        hint={taken ? 'The saved token of this name is replaced.' : undefined}
      />
      <Button type="submit" isBusy={used.isBusy('createToken')} disabledReason={reason}>
        Create and save token
      </Button>
    </form>
  );
}

function In({ registry, account, used }: Props<SignedIn>) {
  return (
    <>
      <div className="row wrap stline">
        <StatusText className="med" glyph={<UserRound className="i s" aria-hidden="true" />}>
          Signed in as {account.name}
        </StatusText>
        <Button size="sm" onPress={() => used.act({ do: 'signOut' })} isBusy={used.isBusy('signOut')}>
          Sign out
        </Button>
      </div>
      <NewToken registry={registry} used={used} />
      <RemoteTokens registry={registry} tokens={account.tokens} used={used} />
    </>
  );
}

/** The person's account on a registry that has accounts; nothing where it has none. */
export function AccountPanel({ registry }: { readonly registry: Registry }) {
  const used = useAccount(registry);
  const { account, error } = used;
  if (account === undefined ? error === null : account.kind === 'none') return null;
  return (
    <div className="form formgo">
      <span className="lab">Account</span>
      <div className="account">
        {account?.kind === 'signed_out' && <SignedOut registry={registry} account={account} used={used} />}
        {account?.kind === 'signed_in' && <In registry={registry} account={account} used={used} />}
        {error !== null && <ErrorNote error={error} registryName={registry.name} />}
      </div>
    </div>
  );
}
