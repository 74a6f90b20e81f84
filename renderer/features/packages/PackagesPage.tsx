import { useQuery, useQueryClient } from '@tanstack/react-query';
import { RefreshCw } from 'lucide-react';
import { type KeyboardEvent, useEffect, useRef, useState } from 'react';
import type { RegistryId } from '../../../shared/ids.ts';
import type { Registry } from '../../../shared/registry.ts';
import { useRegistries } from '../../bridge/useAppState.ts';
import { Button } from '../../components/Button.tsx';
import { EmptyState } from '../../components/EmptyState.tsx';
import { formatCount, formatNoun } from '../../components/format.ts';
import { IconButton } from '../../components/IconButton.tsx';
import { LinkButton } from '../../components/LinkButton.tsx';
import { PageHeader } from '../../components/PageHeader.tsx';
import { RelativeTime } from '../../components/RelativeTime.tsx';
import { SearchField } from '../../components/SearchField.tsx';
import { Select } from '../../components/Select.tsx';
import { useTitle } from '../../components/useTitle.ts';
import { href, navigate, useRoute } from '../shell/router.ts';
import { EVERY } from './PackageFilters.tsx';
import { PackagesOf } from './PackagesOf.tsx';
import { type PackagePages, type PackageSearch, rowAt } from './packagePages.ts';
import { type Catalog, useCatalog } from './useCatalog.ts';
import { usePackagePages } from './usePackagePages.ts';

const CHOSEN = ['window', 'packagesRegistry'] as const;

/** The registry of the address; without one the last that was looked at, else the first. */
function useChosenRegistry(): Registry | undefined {
  const route = useRoute();
  const registries = useRegistries();
  const queries = useQueryClient();
  const last = useQuery<RegistryId | null>({ queryKey: CHOSEN, queryFn: () => null, enabled: false }).data;
  const asked = route.page === 'packages' ? route.registryId : undefined;
  const find = (id: RegistryId | null | undefined): Registry | undefined => registries.find((one) => one.id === id);
  const chosen = find(asked) ?? find(last) ?? registries[0];
  const id = chosen?.id;
  useEffect(() => {
    if (id !== undefined) queries.setQueryData(CHOSEN, id);
  }, [queries, id]);
  return chosen;
}

/** `/` goes to the search box, unless a person is typing elsewhere; the window's shortcut F finds it by itself. */
function useSlash(focus: () => void): void {
  useEffect(() => {
    const onKeyDown = (event: globalThis.KeyboardEvent): void => {
      if (event.key !== '/' || event.ctrlKey || event.metaKey || event.altKey || event.defaultPrevented) return;
      if (event.target instanceof Element && event.target.closest('input, textarea, [role=dialog]') !== null) return;
      event.preventDefault();
      focus();
    };
    document.addEventListener('keydown', onKeyDown);
    return () => document.removeEventListener('keydown', onKeyDown);
  }, [focus]);
}

/** `canStop`: there is a list, and so no other place to stop the reading at. */
function ReadState({ catalog, canStop }: { readonly catalog: Catalog; readonly canStop: boolean }) {
  const { readAt, from, reading } = catalog;
  return (
    <>
      <span className="small t3 push nw">
        {reading !== null && reading.total !== null && (
          <span className="opt2">
            {formatCount(reading.done)} of {formatCount(reading.total)}{' '}
          </span>
        )}
        {reading === null && readAt !== null && (
          <span className="opt2">
            Read <RelativeTime instant={readAt} /> from {from}
          </span>
        )}
      </span>
      {reading !== null && canStop && (
        <Button size="sm" variant="ghost" onPress={catalog.stop}>
          Stop
        </Button>
      )}
      <IconButton
        label="Read again"
        icon={<RefreshCw className="i s" />}
        isBusy={reading !== null}
        onPress={catalog.readAgain}
      />
    </>
  );
}

interface LoadedProps {
  readonly registry: Registry;
  readonly search: PackageSearch;
  readonly onSearch: (search: PackageSearch) => void;
}

function Loaded({ registry, search, onSearch }: LoadedProps) {
  const registries = useRegistries();
  const searchRef = useRef<HTMLInputElement>(null);
  const listRef = useRef<HTMLDivElement>(null);
  const { pages, store } = usePackagePages(registry.id, search);
  const catalog = useCatalog(registry, pages.thrown !== null);
  const [focusSearch] = useState(() => () => {
    searchRef.current?.focus();
    searchRef.current?.select();
  });
  useSlash(focusSearch);
  const onText = (text: string): void => onSearch({ ...search, text });
  const onSearchKey = (event: KeyboardEvent): void => {
    if (event.key === 'Enter' && pages.search?.text === search.text) openFirst(registry, pages);
    if (event.key !== 'ArrowDown' || listRef.current === null) return;
    event.preventDefault();
    listRef.current.focus();
  };
  return (
    <>
      <PageHeader title="Packages">
        <Select
          label="Registry"
          hideLabel
          width={148}
          className="pkreg"
          options={registries.map(({ id, name, colour }) => ({ id, label: name, colour }))}
          value={registry.id}
          onChange={(registryId) => navigate({ page: 'packages', registryId })}
        />
        <SearchField
          label="Search packages"
          value={search.text}
          onChange={onText}
          placeholder={pages.search === null ? 'Search packages' : `Search ${formatNoun(pages.all, 'package')}`}
          width={240}
          inputRef={searchRef}
          onKeyDown={onSearchKey}
        />
        <ReadState catalog={catalog} canStop={pages.search !== null} />
      </PageHeader>
      <PackagesOf
        registry={registry}
        catalog={catalog}
        pages={pages}
        store={store}
        search={search}
        onSearch={onSearch}
        onType={(text) => {
          searchRef.current?.focus();
          onText(search.text + text);
        }}
        listRef={listRef}
      />
    </>
  );
}

/** Enter in the search box opens the best match. */
function openFirst(registry: Registry, pages: PackagePages): void {
  const first = rowAt(pages, 0);
  if (first === undefined || pages.search?.text.trim() === '') return;
  navigate({ page: 'packages', registryId: registry.id, group: first.group, name: first.name });
}

/** What a registry holds: a list to search, and the versions of one package with the switches that yank and unyank them. */
export function PackagesPage() {
  useTitle('Packages');
  const registry = useChosenRegistry();
  const [search, setSearch] = useState<PackageSearch>({ text: '', filter: EVERY });
  if (registry === undefined)
    return (
      <>
        <PageHeader title="Packages" />
        <EmptyState
          title="No registry to look at"
          action={
            <LinkButton size="sm" href={href({ page: 'addRegistry' })}>
              Add registry…
            </LinkButton>
          }
        >
          Add a registry, or start the local one in Settings; its packages are then listed here.
        </EmptyState>
      </>
    );
  return <Loaded key={registry.id} registry={registry} search={search} onSearch={setSearch} />;
}
