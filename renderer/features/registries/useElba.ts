import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import type { ElbaChoice, ElbaFound, ElbaImported, ElbaIndex } from '../../../shared/elba.ts';
import { Colour, type Registry } from '../../../shared/registry.ts';
import { useClient } from '../../bridge/BridgeProvider.tsx';
import { errorOf, useCall } from '../../bridge/queries.ts';
import { useRegistries } from '../../bridge/useAppState.ts';
import { formatNoun } from '../../components/format.ts';
import { announce } from '../../components/LiveRegion.tsx';
import { freeName } from './profileForm.ts';

/** Under which what elba has is kept. */
export const ELBA_KEY = ['elba'] as const;

/** What can be imported of what elba has: everything that no registry in the list has already. */
export const importable = (found: ElbaFound | undefined): ElbaIndex[] =>
  (found?.indices ?? []).filter(({ known }) => known === undefined);

/** What each would be added as: a name and, while there is one, a colour that no registry has. */
function choicesFor(indices: readonly ElbaIndex[], registries: readonly Registry[]): ElbaChoice[] {
  const names = registries.map(({ name }) => name);
  const colours = new Set(registries.map(({ colour }) => colour));
  return indices.map(({ index, suggestedName, hasToken }) => {
    const name = freeName(suggestedName, names);
    const colour = Colour.options.find((one) => !colours.has(one)) ?? 'crimson';
    names.push(name);
    colours.add(colour);
    return { index, name, colour, withToken: hasToken };
  });
}

/** The page may be gone by then: the first registry replaces the first page. */
function tellImported(done: readonly ElbaImported[]): void {
  const added = done.filter(({ registry }) => registry !== undefined).length;
  announce(`${formatNoun(added, 'registry', 'registries')} imported.`);
  for (const { error } of done) if (error !== undefined) announce(error.message, 'urgent');
}

/** What elba has on this computer, what of it is chosen, and what became of the import. */
export function useElba() {
  const client = useClient();
  const queries = useQueryClient();
  const registries = useRegistries();
  const query = useQuery({ queryKey: ELBA_KEY, queryFn: () => client.invoke('elba.find'), staleTime: 0 });
  const [left, setLeft] = useState<ReadonlySet<string>>(new Set());
  const [deletes, setDeletes] = useState(false);
  const call = useCall('elba.import');
  const indices = importable(query.data);
  const choices = choicesFor(indices, registries);
  const chosen = choices.filter(({ index }) => !left.has(index));
  return {
    found: query.data,
    isLooking: query.isPending,
    error: query.error === null ? null : errorOf(query.error),
    rows: indices.flatMap((row) => {
      const choice = choices.find(({ index }) => index === row.index);
      return choice === undefined ? [] : [{ row, choice }];
    }),
    chosen,
    toggle: (index: string, on: boolean): void => {
      const next = new Set(left);
      if (on) next.delete(index);
      else next.add(index);
      setLeft(next);
    },
    /** Whether elba's own copies of the tokens go afterwards. */
    deletes,
    setDeletes,
    import: (): void =>
      call.mutate(
        { choices: chosen, deleteLogins: deletes },
        {
          onSuccess: (done) => tellImported(done),
          onSettled: () => void queries.invalidateQueries({ queryKey: ELBA_KEY }),
        },
      ),
    isImporting: call.isPending,
    importError: call.error === null ? null : errorOf(call.error),
    /** What could not be added, and tokens that did not come along. */
    failed: (call.data ?? []).filter(({ error }) => error !== undefined),
  };
}

export type ElbaState = ReturnType<typeof useElba>;
