import { useQuery } from '@tanstack/react-query';
import { useClient } from '../../bridge/BridgeProvider.tsx';
import { errorOf } from '../../bridge/queries.ts';
import { Button } from '../../components/Button.tsx';
import { EmptyState } from '../../components/EmptyState.tsx';
import { ErrorNote } from '../../components/ErrorNote.tsx';
import { formatNoun } from '../../components/format.ts';
import { Skeleton } from '../../components/Skeleton.tsx';
import { ArchiveFaults } from '../files/ArchiveFaults.tsx';
import { ChangedFiles } from '../files/ChangedFiles.tsx';
import { rowsOf } from '../files/changedRows.ts';
import type { ChangeSource } from '../files/FileChangePane.tsx';
import { ManifestChanges } from '../files/ManifestChanges.tsx';
import { WrongHash } from './ArchiveFacts.tsx';
import { inspectKeys, type PublishedVersion } from './inspectKeys.ts';

/** What differs between two versions of a package, from `before` to the version of `of`. */
export function ComparedVersions({ of, before }: { readonly of: PublishedVersion; readonly before: string }) {
  const client = useClient();
  const { registryId, package: ref, version: after } = of;
  const about = { registryId, package: ref, before, after };
  const key = inspectKeys.compared(of, before);
  const compared = useQuery({ queryKey: key, queryFn: () => client.invoke('inspect.compare', about) });
  const source: ChangeSource = {
    key: [...key, 'file'],
    read: (path) => client.invoke('inspect.fileChange', { ...about, path }),
  };
  if (compared.isError)
    return (
      <div className="pad">
        <ErrorNote
          error={errorOf(compared.error)}
          actions={
            <Button size="sm" onPress={() => void compared.refetch()}>
              Try again
            </Button>
          }
        />
      </div>
    );
  if (compared.data === undefined) return <Skeleton label={`Comparing ${after} with ${before}`} />;
  const rows = rowsOf(compared.data);
  return (
    <>
      {[compared.data.before, compared.data.after].map((side) => (
        <div key={side.version}>
          <WrongHash archive={side} />
          <ArchiveFaults faults={side} title={`The archive of ${side.version} is not as it should be`} />
        </div>
      ))}
      <ManifestChanges changes={compared.data.manifest ?? []} />
      {rows.length === 0 ? (
        <EmptyState title={`${after} has the same files as ${before}`}>
          All {formatNoun(compared.data.same, 'file')} are the same.
        </EmptyState>
      ) : (
        <ChangedFiles rows={rows} source={source} from={`From ${before} to ${after}`} />
      )}
    </>
  );
}
