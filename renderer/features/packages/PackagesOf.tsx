import { type RefObject, useDeferredValue, useMemo } from 'react';
import type { PackageList, PackageRow } from '../../../shared/catalog.ts';
import type { AppError } from '../../../shared/errors.ts';
import type { Registry } from '../../../shared/registry.ts';
import { errorOf, useCall } from '../../bridge/queries.ts';
import { Button } from '../../components/Button.tsx';
import { Callout } from '../../components/Callout.tsx';
import { EmptyState } from '../../components/EmptyState.tsx';
import { ErrorDetails, ErrorNote } from '../../components/ErrorNote.tsx';
import { RelativeTime } from '../../components/RelativeTime.tsx';
import { Skeleton } from '../../components/Skeleton.tsx';
import { navigate } from '../shell/router.ts';
import { IndexProblems } from './IndexProblems.tsx';
import { NoMatch } from './NoMatch.tsx';
import { PackageListBox } from './PackageListBox.tsx';
import { PackagePane } from './PackagePane.tsx';
import { indexPackages, packageKey } from './search.ts';
import { useIsOff } from './useIsOff.ts';
import { type PackagesRead, useShownPackage } from './usePackagesRead.ts';
import { type Summaries, useSummaries } from './useSummaries.ts';

interface PackagesProps {
  readonly registry: Registry;
  readonly read: PackagesRead;
  readonly query: string;
  readonly listRef: RefObject<HTMLDivElement | null>;
}

function StartLocal() {
  const start = useCall('localRegistry.start');
  return (
    <>
      <Button size="sm" isBusy={start.isPending} onPress={() => start.mutate(undefined)}>
        Start local registry
      </Button>
      {start.error !== null && <ErrorNote error={errorOf(start.error)} />}
    </>
  );
}

function Stopped({ registry }: { readonly registry: Registry }) {
  return (
    <EmptyState title={`${registry.name} is stopped`} action={<StartLocal />}>
      It runs on this computer, inside this program. Its packages are kept; start it to see and change them.
    </EmptyState>
  );
}

function StoppedBanner({ registry }: { readonly registry: Registry }) {
  if (!useIsOff(registry)) return null;
  return (
    <div className="pkbanner">
      <Callout title={`${registry.name} is stopped`} actions={<StartLocal />}>
        <p className="t2">What you see is read from its folder. Start it to yank, unyank and publish.</p>
      </Callout>
    </div>
  );
}

function ReadFailure(props: { readonly registry: Registry; readonly error: AppError; readonly onTry: () => void }) {
  const isOff = useIsOff(props.registry);
  if (isOff) return <Stopped registry={props.registry} />;
  return (
    <div className="body">
      <ErrorNote
        error={props.error}
        registryName={props.registry.name}
        actions={
          <Button size="sm" onPress={props.onTry}>
            Try again
          </Button>
        }
      />
    </div>
  );
}

/** A list that was read before is still shown when it cannot be read again, with its age. */
function OldList({ list, read, registry }: { list: PackageList; read: PackagesRead; registry: Registry }) {
  if (read.error === null) return null;
  return (
    <div className="pkbanner">
      <Callout
        tone="warn"
        role="alert"
        actions={
          <Button size="sm" isBusy={read.isReading} onPress={read.readAgain}>
            Try again
          </Button>
        }
      >
        <p>{read.error.message}</p>
        <p className="t2">
          What you see was read <RelativeTime instant={list.readAt} />.
        </p>
        <ErrorDetails error={read.error} registryName={registry.name} />
      </Callout>
    </div>
  );
}

function useFound(list: PackageList, summaries: Summaries, query: string): readonly PackageRow[] {
  const index = useMemo(() => indexPackages(list.packages), [list]);
  const { known } = summaries;
  return useMemo(() => index.search(query, (key, row) => (known.get(key) ?? row).description), [index, query, known]);
}

function ListAndPane({ registry, read, query, listRef, list }: PackagesProps & { readonly list: PackageList }) {
  const summaries = useSummaries(registry.id, list.readAt);
  const deferred = useDeferredValue(query);
  const rows = useFound(list, summaries, deferred);
  const shown = useShownPackage();
  return (
    <>
      <StoppedBanner registry={registry} />
      <OldList list={list} read={read} registry={registry} />
      <IndexProblems registry={registry} problems={list.problems} />
      <div className="split pkgsplit">
        {rows.length === 0 ? (
          <div className="pane plist">
            <NoMatch registry={registry} query={deferred} count={list.packages.length} />
          </div>
        ) : (
          <PackageListBox
            rows={rows}
            summaries={summaries.known}
            loader={summaries.loader}
            selected={shown === undefined ? null : packageKey(shown)}
            onSelect={({ group, name }) => navigate({ page: 'packages', registryId: registry.id, group, name })}
            listRef={listRef}
          />
        )}
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
  const { registry, read } = props;
  const { list } = read;
  const isOff = useIsOff(registry);
  if (list !== undefined && (list.packages.length > 0 || list.problems.length > 0))
    return <ListAndPane {...props} list={list} />;
  if (list !== undefined && read.error === null)
    return isOff ? (
      <Stopped registry={registry} />
    ) : (
      <EmptyState title={`${registry.name} holds no packages`}>
        Drop a project’s folder on the window to publish the first one.
      </EmptyState>
    );
  if (read.error !== null) return <ReadFailure registry={registry} error={read.error} onTry={read.readAgain} />;
  return <Skeleton label={`Reading what ${registry.name} holds…`} rows={5} />;
}
