import { useQuery, useQueryClient } from '@tanstack/react-query';
import { RefreshCw } from 'lucide-react';
import { type KeyboardEvent, useEffect, useRef, useState } from 'react';
import type { RegistryId } from '../../../shared/ids.ts';
import type { Registry } from '../../../shared/registry.ts';
import { useRegistries } from '../../bridge/useAppState.ts';
import { EmptyState } from '../../components/EmptyState.tsx';
import { formatNoun } from '../../components/format.ts';
import { IconButton } from '../../components/IconButton.tsx';
import { LinkButton } from '../../components/LinkButton.tsx';
import { PageHeader } from '../../components/PageHeader.tsx';
import { RelativeTime } from '../../components/RelativeTime.tsx';
import { SearchField } from '../../components/SearchField.tsx';
import { Select } from '../../components/Select.tsx';
import { useTitle } from '../../components/useTitle.ts';
import { href, navigate, useRoute } from '../shell/router.ts';
import { PackagesOf } from './PackagesOf.tsx';
import { type PackagesRead, usePackagesRead } from './usePackagesRead.ts';

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

function ReadState({ read }: { readonly read: PackagesRead }) {
  const list = read.list;
  return (
    <>
      <span className="small t3 push nw">
        {list !== undefined && (
          <span className="opt2">
            Read <RelativeTime instant={list.readAt} /> from {list.source === 'index' ? 'the index' : 'the registry'}
          </span>
        )}
      </span>
      <IconButton
        label="Read again"
        icon={<RefreshCw className="i s" />}
        isBusy={read.isReading}
        onPress={read.readAgain}
      />
    </>
  );
}

interface LoadedProps {
  readonly registry: Registry;
  readonly query: string;
  readonly onQuery: (query: string) => void;
}

function Loaded({ registry, query, onQuery }: LoadedProps) {
  const registries = useRegistries();
  const searchRef = useRef<HTMLInputElement>(null);
  const listRef = useRef<HTMLDivElement>(null);
  const read = usePackagesRead(registry);
  const [focusSearch] = useState(() => () => {
    searchRef.current?.focus();
    searchRef.current?.select();
  });
  useSlash(focusSearch);
  const onSearchKey = (event: KeyboardEvent): void => {
    if (event.key !== 'ArrowDown' || listRef.current === null) return;
    event.preventDefault();
    listRef.current.focus();
  };
  const count = read.list?.packages.length;
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
          value={query}
          onChange={onQuery}
          placeholder={count === undefined ? 'Search packages' : `Search ${formatNoun(count, 'package')}`}
          width={240}
          inputRef={searchRef}
          onKeyDown={onSearchKey}
        />
        <ReadState read={read} />
      </PageHeader>
      <PackagesOf registry={registry} read={read} query={query} listRef={listRef} />
    </>
  );
}

/** What a registry holds: a list to search, and the versions of one package with the switches that yank and unyank them. */
export function PackagesPage() {
  useTitle('Packages');
  const registry = useChosenRegistry();
  const [query, setQuery] = useState('');
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
  return <Loaded key={registry.id} registry={registry} query={query} onQuery={setQuery} />;
}
