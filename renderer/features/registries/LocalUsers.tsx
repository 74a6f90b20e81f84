import { type FormEvent, useState } from 'react';
import type { LocalRegistryState } from '../../../shared/registry.ts';
import { errorOf, useCall } from '../../bridge/queries.ts';
import { Badge } from '../../components/Badge.tsx';
import { Button } from '../../components/Button.tsx';
import { ErrorNote } from '../../components/ErrorNote.tsx';
import { TextField } from '../../components/TextField.tsx';

function AddUser({ offReason }: { readonly offReason: string | undefined }) {
  const add = useCall('localRegistry.addUser');
  const [name, setName] = useState('');
  const submit = (event: FormEvent): void => {
    event.preventDefault();
    if (name.trim() === '' || add.isPending || offReason !== undefined) return;
    add.mutate({ name: name.trim() }, { onSuccess: () => setName('') });
  };
  const reason = offReason ?? (name.trim() === '' ? 'Type a name first.' : undefined);
  return (
    <form onSubmit={submit} className="adduser">
      <div className="row">
        <TextField
          label="New account"
          hideLabel
          placeholder="New account"
          maxLength={40}
          value={name}
          onChange={setName}
        />
        <Button type="submit" isBusy={add.isPending} disabledReason={reason}>
          Add account
        </Button>
      </div>
      {add.error !== null && <ErrorNote error={errorOf(add.error)} />}
    </form>
  );
}

/** The accounts of the local registry. One of them is in use; another one shows how a registry treats a stranger. */
export function LocalUsers({ local }: { readonly local: LocalRegistryState }) {
  const actAs = useCall('localRegistry.actAs');
  const offReason = local.state === 'running' ? undefined : 'Start the local registry first.';
  return (
    <div>
      {local.users.length > 0 && (
        <ul className="box" aria-label="Accounts">
          {local.users.map((user) => (
            <li key={user.id} className="li user">
              <span className="grow ell" title={user.name}>
                {user.name}
              </span>
              {user.active ? (
                <Badge>In use</Badge>
              ) : (
                <Button
                  size="sm"
                  disabledReason={offReason}
                  isBusy={actAs.isPending && actAs.variables.userId === user.id}
                  onPress={() => actAs.mutate({ userId: user.id })}
                >
                  Publish as {user.name}
                </Button>
              )}
            </li>
          ))}
        </ul>
      )}
      {actAs.error !== null && <ErrorNote error={errorOf(actAs.error)} />}
      <AddUser offReason={offReason} />
      <p className="hint">Whoever publishes the first package of a group owns the group, as on every registry.</p>
    </div>
  );
}
