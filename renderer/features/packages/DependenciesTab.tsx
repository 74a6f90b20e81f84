import { useQuery } from '@tanstack/react-query';
import type { VersionRow } from '../../../shared/catalog.ts';
import { useClient } from '../../bridge/BridgeProvider.tsx';
import { keys } from '../../bridge/keys.ts';
import { errorOf } from '../../bridge/queries.ts';
import { EmptyState } from '../../components/EmptyState.tsx';
import { ErrorNote } from '../../components/ErrorNote.tsx';
import { Skeleton } from '../../components/Skeleton.tsx';
import type { PublishedVersion } from '../inspect/inspectKeys.ts';
import { PackageLink } from './PackageLink.tsx';

const FROM = { index: 'As the index says; elba resolves by this.', api: 'As the registry says.' } as const;

function Table({ of, row }: { readonly of: PublishedVersion; readonly row: VersionRow }) {
  const { dependencies, from } = row;
  if (dependencies === null)
    return (
      <EmptyState title="Not known">Neither the registry nor an index says what {of.version} depends on.</EmptyState>
    );
  if (dependencies.length === 0) return <EmptyState title={`${of.version} depends on nothing`} />;
  const source = from?.dependencies ?? null;
  return (
    <table className="tbl deptbl">
      <caption className="small t3">
        What {of.version} depends on. {source === null ? '' : FROM[source]}
      </caption>
      <thead>
        <tr>
          <th scope="col">Package</th>
          <th scope="col">Constraint</th>
        </tr>
      </thead>
      <tbody>
        {dependencies.map(({ name, requirement }) => (
          <tr key={`${name} ${requirement}`}>
            <td>
              <PackageLink registryId={of.registryId} name={name} />
            </td>
            <td className="mono" title={requirement}>
              {requirement}
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}

/** What a version depends on, each with the way to its package. `row` is what the list of versions knows. */
export function DependenciesTab({ of, row }: { readonly of: PublishedVersion; readonly row: VersionRow }) {
  const client = useClient();
  const { registryId, package: ref, version } = of;
  const isKnown = row.dependencies !== null;
  const read = useQuery({
    queryKey: keys.versions(registryId, ref, [version]),
    queryFn: () => client.invoke('versions.details', { registryId, package: ref, versions: [version] }),
    enabled: !isKnown,
  });
  if (isKnown) return <Table of={of} row={row} />;
  if (read.isError)
    return (
      <div className="pad">
        <ErrorNote error={errorOf(read.error)} isQuiet />
      </div>
    );
  const [found] = read.data ?? [];
  if (read.data === undefined) return <Skeleton label={`Reading what ${version} depends on`} />;
  return <Table of={of} row={found ?? row} />;
}
