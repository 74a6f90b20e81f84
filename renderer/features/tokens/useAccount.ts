import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import type { Account } from '../../../shared/account.ts';
import type { RegistryId } from '../../../shared/ids.ts';
import type { Registry } from '../../../shared/registry.ts';
import { useClient } from '../../bridge/BridgeProvider.tsx';
import { errorOf } from '../../bridge/queries.ts';

type Act =
  | { readonly do: 'signIn' | 'signOut' | 'openLogin' }
  | { readonly do: 'createToken'; readonly name: string }
  | { readonly do: 'deleteToken'; readonly remoteId: number };

const keyOf = (registryId: RegistryId) => ['account', registryId];

/** What is known of the person's account on a registry, and what can be done with it. Asked again when its address is another. */
export function useAccount({ id: registryId, url, family, status }: Registry) {
  const client = useClient();
  const queries = useQueryClient();
  const found = status.kind === 'reachable' ? status.family : null;
  const state = useQuery({
    queryKey: [...keyOf(registryId), url, family, found],
    queryFn: () => client.invoke('account.state', { registryId }),
    staleTime: 0,
  });
  const run = (act: Act): Promise<Account | undefined> => {
    if (act.do === 'createToken') return client.invoke('account.createToken', { registryId, name: act.name });
    if (act.do === 'deleteToken') return client.invoke('account.deleteToken', { registryId, remoteId: act.remoteId });
    return client.invoke(`account.${act.do}`, { registryId });
  };
  const act = useMutation({
    mutationFn: run,
    // What the registry has now is asked even after a failure: a session can be over.
    onSettled: () => queries.invalidateQueries({ queryKey: keyOf(registryId) }),
  });
  const thrown = act.error ?? state.error;
  return {
    account: state.data,
    error: thrown === null ? null : errorOf(thrown),
    isBusy: (what: Act['do']): boolean => act.isPending && act.variables.do === what,
    act: (what: Act, onDone?: () => void) => act.mutate(what, onDone === undefined ? {} : { onSuccess: onDone }),
  };
}
export type UsedAccount = ReturnType<typeof useAccount>;
