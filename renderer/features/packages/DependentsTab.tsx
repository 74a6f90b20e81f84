import { useInfiniteQuery } from '@tanstack/react-query';
import { Ban } from 'lucide-react';
import type { Dependent, DependentsPage } from '../../../shared/catalog.ts';
import type { PackageRef } from '../../../shared/ids.ts';
import type { Registry } from '../../../shared/registry.ts';
import { useClient } from '../../bridge/BridgeProvider.tsx';
import { keys } from '../../bridge/keys.ts';
import { errorOf } from '../../bridge/queries.ts';
import { Button } from '../../components/Button.tsx';
import { EmptyState } from '../../components/EmptyState.tsx';
import { ErrorNote } from '../../components/ErrorNote.tsx';
import { formatCount, formatNoun } from '../../components/format.ts';
import { RelativeTime } from '../../components/RelativeTime.tsx';
import { Skeleton } from '../../components/Skeleton.tsx';
import { PackageLink } from './PackageLink.tsx';

const PART = 100;

/** Who needs a package, read part by part. */
function useDependents(registry: Registry, ref: PackageRef) {
  const client = useClient();
  return useInfiniteQuery({
    queryKey: [...keys.package(registry.id, ref), 'dependents'],
    queryFn: ({ pageParam }) =>
      client.invoke('packages.dependents', { registryId: registry.id, package: ref, offset: pageParam, limit: PART }),
    initialPageParam: 0,
    getNextPageParam: (last: DependentsPage, parts: readonly DependentsPage[]) =>
      last.kind === 'known' && parts.length * PART < last.total ? parts.length * PART : undefined,
  });
}

function Row({ registry, row }: { readonly registry: Registry; readonly row: Dependent }) {
  return (
    <tr>
      <td>
        <PackageLink registryId={registry.id} name={`${row.group}/${row.name}`} />
      </td>
      <td>
        <span className="row">
          <span className={row.yanked ? 'mono struck' : 'mono'}>{row.version}</span>
          {row.yanked && (
            <span className="badge">
              <Ban className="i xs" aria-hidden="true" />
              Yanked
            </span>
          )}
        </span>
      </td>
      <td className="mono" title={row.requirement}>
        {row.requirement}
      </td>
      <td className="num">{formatCount(row.versions)}</td>
    </tr>
  );
}

/** The packages of the same registry that need this one. What lies outside of it can't be seen from here, and it says so. */
export function DependentsTab({ registry, shown }: { readonly registry: Registry; readonly shown: PackageRef }) {
  const read = useDependents(registry, shown);
  if (read.isError)
    return (
      <div className="pad">
        <ErrorNote error={errorOf(read.error)} isQuiet />
      </div>
    );
  const first = read.data?.pages[0];
  if (first === undefined) return <Skeleton label={`Looking for what needs ${shown.name}`} />;
  if (first.kind === 'unknown') return <EmptyState title="Not known">{first.reason}</EmptyState>;
  if (first.total === 0)
    return (
      <EmptyState title={`No package on ${registry.name} requires ${shown.name}`}>
        Projects outside {registry.name} can’t be seen from here.
      </EmptyState>
    );
  const rows = read.data?.pages.flatMap((part) => (part.kind === 'known' ? part.rows : [])) ?? [];
  return (
    <>
      <table className="tbl deptbl">
        <caption className="small t3">
          {formatNoun(first.total, 'package')} of {registry.name} {first.total === 1 ? 'needs' : 'need'} {shown.name},
          as the index said <RelativeTime instant={first.readAt} />. Projects outside {registry.name} can’t be seen from
          here.
        </caption>
        <thead>
          <tr>
            <th scope="col">Package</th>
            <th scope="col">Newest version that does</th>
            <th scope="col">Constraint</th>
            <th scope="col" className="num">
              Versions
            </th>
          </tr>
        </thead>
        <tbody>
          {rows.map((row) => (
            <Row key={`${row.group}/${row.name}`} registry={registry} row={row} />
          ))}
        </tbody>
      </table>
      {read.hasNextPage && (
        <div className="pad">
          <Button size="sm" isBusy={read.isFetchingNextPage} onPress={() => void read.fetchNextPage()}>
            Show {formatCount(Math.min(PART, first.total - rows.length))} more
          </Button>
        </div>
      )}
    </>
  );
}
