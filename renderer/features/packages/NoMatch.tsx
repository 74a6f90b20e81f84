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
import { isFiltered } from './PackageFilters.tsx';
import type { PackageSearch } from './packagePages.ts';

/** How many packages match on each of the other registries, as far as those can be read. */
function Elsewhere({
  registries,
  search,
}: {
  readonly registries: readonly Registry[];
  readonly search: PackageSearch;
}) {
  const client = useClient();
  const found = useQueries({
    queries: registries.map(({ id }) => ({
      queryKey: [...keys.registryPackages(id), 'matches', search],
      queryFn: () => client.invoke('packages.query', { registryId: id, ...search, offset: 0, limit: 1 }),
    })),
  });
  return (
    <ul className="pkelse" aria-label="Other registries">
      {registries.map((registry, at) => {
        const answer = found[at];
        const matches = answer?.data?.total ?? null;
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

/** Nothing fits the search here; the filters can be taken away, and the other registries asked, with one press. */
export function NoMatch(props: {
  readonly registry: Registry;
  readonly search: PackageSearch;
  readonly all: number;
  readonly onShowEvery: () => void;
}) {
  const { registry, search, all } = props;
  const others = useRegistries().filter((one) => one.id !== registry.id);
  const [asked, setAsked] = useState(false);
  const text = search.text.trim();
  if (all === 0) return <EmptyState title="No package could be read">The places above say why.</EmptyState>;
  if (isFiltered(search.filter))
    return (
      <EmptyState
        title={text === '' ? 'No package is like that' : `No such package matches “${text}”`}
        action={
          <Button size="sm" onPress={props.onShowEvery}>
            Show every package
          </Button>
        }
      >
        Of {formatNoun(all, 'package')} on {registry.name}, none has what the filters above ask for.
      </EmptyState>
    );
  return (
    <EmptyState
      title={`No package matches “${text}”`}
      action={
        others.length === 0 ? null : asked ? (
          <Elsewhere registries={others} search={search} />
        ) : (
          <Button size="sm" onPress={() => setAsked(true)}>
            Search all registries
          </Button>
        )
      }
    >
      Searched {formatNoun(all, 'package')} on {registry.name}: their names, and descriptions and keywords as far as
      they were read.
    </EmptyState>
  );
}
