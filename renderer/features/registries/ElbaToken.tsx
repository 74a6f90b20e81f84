import { useQuery, useQueryClient } from '@tanstack/react-query';
import type { Registry } from '../../../shared/registry.ts';
import { useClient } from '../../bridge/BridgeProvider.tsx';
import { errorOf, useCall } from '../../bridge/queries.ts';
import { Button } from '../../components/Button.tsx';
import { Callout } from '../../components/Callout.tsx';
import { ErrorNote } from '../../components/ErrorNote.tsx';
import { ELBA_KEY } from './useElba.ts';

/** Says that elba keeps a token for this registry in plain text: it can be imported, and once it is here, deleted there. */
export function ElbaToken({ registry }: { readonly registry: Registry }) {
  const client = useClient();
  const queries = useQueryClient();
  const { data } = useQuery({ queryKey: ELBA_KEY, queryFn: () => client.invoke('elba.find'), staleTime: 0 });
  const take = useCall('elba.importToken');
  const remove = useCall('elba.deleteLogin');
  const row = data?.indices.find(({ known }) => known === registry.id);
  const again = { onSuccess: () => void queries.invalidateQueries({ queryKey: ELBA_KEY }) };
  if (data === undefined || row === undefined || !row.hasToken || registry.embedded) return null;
  const failed = take.error ?? remove.error;
  const hasOwn = registry.token.kind === 'saved';
  const noUrl = registry.url === '' ? 'Add the registry’s URL first: a token is bound to it.' : undefined;
  return (
    <div className="elbatoken">
      <Callout
        title={hasOwn ? 'elba keeps a token for it in plain text, too' : 'elba has a token for it'}
        actions={
          hasOwn ? (
            <Button size="sm" isBusy={remove.isPending} onPress={() => remove.mutate({ index: row.index }, again)}>
              Delete it there
            </Button>
          ) : (
            <Button
              size="sm"
              isBusy={take.isPending}
              disabledReason={noUrl}
              onPress={() => take.mutate({ registryId: registry.id }, again)}
            >
              Import token
            </Button>
          )
        }
      >
        <p className="t2 brk">
          {hasOwn
            ? `Its line in ${data.logins} can go; elba itself can no longer publish with it then.`
            : (noUrl ?? `It is read from ${data.logins}, saved here and never shown.`)}
        </p>
        {failed !== null && <ErrorNote error={errorOf(failed)} registryName={registry.name} />}
      </Callout>
    </div>
  );
}
