import type { RefObject } from 'react';
import type { AppError } from '../../../shared/errors.ts';
import type { Registry } from '../../../shared/registry.ts';
import { errorOf } from '../../bridge/queries.ts';
import { Button } from '../../components/Button.tsx';
import { EmptyState } from '../../components/EmptyState.tsx';
import { ErrorNote } from '../../components/ErrorNote.tsx';
import { Skeleton } from '../../components/Skeleton.tsx';
import { navigate } from '../shell/router.ts';
import { CatalogBanners, Stopped } from './CatalogBanners.tsx';
import { IndexProblems } from './IndexProblems.tsx';
import { NoMatch } from './NoMatch.tsx';
import { EVERY, isFiltered, PackageFilters } from './PackageFilters.tsx';
import { PackageListBox } from './PackageListBox.tsx';
import { PackagePane } from './PackagePane.tsx';
import { packageKey } from './packageKey.ts';
import type { PackagePages, PackagePagesStore, PackageSearch } from './packagePages.ts';
import { readingText } from './readingText.ts';
import { type Catalog, useShownPackage } from './useCatalog.ts';
import { useIsOff } from './useIsOff.ts';
import { useSummaries } from './useSummaries.ts';

export interface PackagesProps {
  readonly registry: Registry;
  readonly catalog: Catalog;
  readonly pages: PackagePages;
  readonly store: PackagePagesStore;
  /** What is asked for; `pages` may still answer what was asked for before. */
  readonly search: PackageSearch;
  readonly onSearch: (search: PackageSearch) => void;
  readonly onType: (text: string) => void;
  readonly listRef: RefObject<HTMLDivElement | null>;
}

function Failed({ registry, error, onTry }: { registry: Registry; error: AppError; onTry: () => void }) {
  const isOff = useIsOff(registry);
  const again = (
    <Button size="sm" onPress={onTry}>
      Try again
    </Button>
  );
  if (isOff) return <Stopped registry={registry} />;
  if (error.code === 'cancelled')
    return (
      <EmptyState title="Reading was stopped" action={again}>
        Nothing of {registry.name} was read before, so there is nothing to show yet.
      </EmptyState>
    );
  return (
    <div className="body">
      <ErrorNote error={error} registryName={registry.name} actions={again} />
    </div>
  );
}

function Reading({ registry, catalog }: { readonly registry: Registry; readonly catalog: Catalog }) {
  const { reading } = catalog;
  return (
    <Skeleton
      label={reading === null ? `Reading what ${registry.name} holds…` : readingText(registry.name, catalog)}
      rows={5}
      action={
        reading === null ? null : (
          <Button size="sm" variant="ghost" onPress={catalog.stop}>
            Stop
          </Button>
        )
      }
    />
  );
}

function ListAndPane(props: PackagesProps) {
  const { registry, catalog, pages, store, search, onSearch } = props;
  const summaries = useSummaries(registry.id, catalog.readAt ?? undefined);
  const shown = useShownPackage();
  return (
    <>
      <CatalogBanners registry={registry} catalog={catalog} />
      {pages.thrown !== null && catalog.error === null && (
        <div className="pkbanner">
          <ErrorNote
            error={errorOf(pages.thrown)}
            registryName={registry.name}
            actions={
              <Button size="sm" onPress={store.renew}>
                Try again
              </Button>
            }
          />
        </div>
      )}
      <IndexProblems registry={registry} count={catalog.state?.problems ?? 0} />
      <div className="split pkgsplit">
        <div className="col pkleft">
          <PackageFilters
            filter={search.filter}
            onFilter={(filter) => onSearch({ ...search, filter })}
            total={pages.total}
            all={pages.all}
          />
          {pages.total === 0 ? (
            <div className="pane plist">
              <NoMatch
                registry={registry}
                search={pages.search ?? search}
                all={pages.all}
                onShowEvery={() => onSearch({ ...search, filter: EVERY })}
              />
            </div>
          ) : (
            <PackageListBox
              pages={pages}
              store={store}
              summaries={summaries.known}
              loader={summaries.loader}
              hasTexts={
                catalog.state === undefined ||
                catalog.state.sources.some(({ kind, state }) => kind === 'api' && state.kind !== 'failed')
              }
              selected={shown === undefined ? null : packageKey(shown)}
              onSelect={({ group, name }) => navigate({ page: 'packages', registryId: registry.id, group, name })}
              onType={props.onType}
              listRef={props.listRef}
            />
          )}
        </div>
        <div className="pane col pkpane">
          {shown === undefined ? (
            <EmptyState title="No package chosen">Choose one from the list to see its versions.</EmptyState>
          ) : (
            <PackagePane key={packageKey(shown)} registry={registry} shown={shown} />
          )}
        </div>
      </div>
    </>
  );
}

/** What one registry holds, in whatever state the reading of it is. */
export function PackagesOf(props: PackagesProps) {
  const { registry, catalog, pages, search } = props;
  const isOff = useIsOff(registry);
  const tryAgain = (): void => {
    catalog.readAgain();
    props.store.renew();
  };
  if (pages.search === null)
    return pages.thrown === null ? (
      <Reading registry={registry} catalog={catalog} />
    ) : (
      <Failed registry={registry} error={errorOf(pages.thrown)} onTry={tryAgain} />
    );
  const isEverything = search.text.trim() === '' && !isFiltered(search.filter);
  if (pages.all > 0 || !isEverything || (catalog.state?.problems ?? 0) > 0) return <ListAndPane {...props} />;
  if (catalog.reading !== null) return <Reading registry={registry} catalog={catalog} />;
  if (catalog.error !== null) return <Failed registry={registry} error={catalog.error} onTry={tryAgain} />;
  if (isOff) return <Stopped registry={registry} />;
  return (
    <EmptyState title={`${registry.name} holds no packages`}>
      Drop a project’s folder on the window to publish the first one.
    </EmptyState>
  );
}
