import { useQueries } from '@tanstack/react-query';
import { useState } from 'react';
import type { Registry } from '../../../shared/registry.ts';
import { useClient } from '../../bridge/BridgeProvider.tsx';
import { keys } from '../../bridge/keys.ts';
import { useRegistries } from '../../bridge/useAppState.ts';
import { Button } from '../../components/Button.tsx';
import { EmptyState } from '../../components/EmptyState.tsx';
import { formatNoun } from '../../components/format.ts';
import { RegistryName } from '../../components/RegistryName.tsx';
import { href } from '../shell/router.ts';
import { indexPackages } from './search.ts';

/** How many packages match on each of the other registries, as far as those can be read. */
function Elsewhere({ registries, query }: { readonly registries: readonly Registry[]; readonly query: string }) {
  const client = useClient();
  const found = useQueries({
    queries: registries.map(({ id }) => ({
      queryKey: keys.packages(id),
      queryFn: () => client.invoke('packages.list', { registryId: id, refresh: false }),
      structuralSharing: false as const,
    })),
  });
  return (
    <ul className="pkelse" aria-label="Other registries">
      {registries.map((registry, at) => {
        const answer = found[at];
        const matches =
          answer?.data === undefined
            ? null
            : indexPackages(answer.data.packages).search(query, (_key, row) => row.description).length;
        return (
          <li key={registry.id} className="row">
            <RegistryName registry={registry} />
            {matches === null && <span className="t2">{answer?.isError ? 'can’t be read now' : 'reading…'}</span>}
            {matches === 0 && <span className="t2">no match</span>}
            {matches !== null && matches > 0 && (
              <a href={href({ page: 'packages', registryId: registry.id })}>
                {formatNoun(matches, 'match', 'matches')}
              </a>
            )}
          </li>
        );
      })}
    </ul>
  );
}

/** Nothing fits the search here; the other registries can be asked with one press. */
export function NoMatch(props: { readonly registry: Registry; readonly query: string; readonly count: number }) {
  const { registry, query, count } = props;
  const others = useRegistries().filter((one) => one.id !== registry.id);
  const [asked, setAsked] = useState(false);
  if (count === 0) return <EmptyState title="No package could be read">The places above say why.</EmptyState>;
  return (
    <EmptyState
      title={`No package matches “${query.trim()}”`}
      action={
        others.length === 0 ? null : asked ? (
          <Elsewhere registries={others} query={query} />
        ) : (
          <Button size="sm" onPress={() => setAsked(true)}>
            Search all registries
          </Button>
        )
      }
    >
      Searched {formatNoun(count, 'package')} on {registry.name}: their names, and descriptions as far as they were
      read.
    </EmptyState>
  );
}
