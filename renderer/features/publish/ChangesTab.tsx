import type { UseQueryResult } from '@tanstack/react-query';
import type { PublishChanges } from '../../../shared/changes.ts';
import type { RegistryId } from '../../../shared/ids.ts';
import type { ProjectReport } from '../../../shared/project.ts';
import { useClient } from '../../bridge/BridgeProvider.tsx';
import { keys } from '../../bridge/keys.ts';
import { errorOf } from '../../bridge/queries.ts';
import { Button } from '../../components/Button.tsx';
import { EmptyState } from '../../components/EmptyState.tsx';
import { ErrorNote } from '../../components/ErrorNote.tsx';
import { formatNoun } from '../../components/format.ts';
import { RegistryName } from '../../components/RegistryName.tsx';
import { Select } from '../../components/Select.tsx';
import { Skeleton } from '../../components/Skeleton.tsx';
import { ArchiveFaults } from '../files/ArchiveFaults.tsx';
import { ChangedFiles } from '../files/ChangedFiles.tsx';
import { rowsOf } from '../files/changedRows.ts';
import type { ChangeSource } from '../files/FileChangePane.tsx';
import { ManifestChanges } from '../files/ManifestChanges.tsx';
import type { ChangesBase } from './useChanges.ts';

/** What is compared with what, and how the lines of one file are asked for. */
function useChangeSource({ projectId, revision }: ProjectReport, registryId: RegistryId | undefined): ChangeSource {
  const client = useClient();
  return {
    key: [...keys.project(projectId), 'fileChange', registryId, revision],
    read: async (path) => {
      if (registryId === undefined) throw new Error('There is no registry to compare with.');
      return client.invoke('publish.fileChange', { projectId, registryId, path });
    },
  };
}

/** What is compared with; a picker where there are several. */
function Since(props: {
  readonly base: ChangesBase;
  readonly bases: readonly ChangesBase[];
  readonly onBase: (registryId: RegistryId) => void;
}) {
  const { base, bases } = props;
  if (bases.length < 2)
    return (
      <>
        Since {base.version} on <RegistryName registry={base.registry} />
      </>
    );
  return (
    <span className="row since">
      <span className="nw">Since {base.version} on</span>
      <Select<RegistryId>
        label="Compare with"
        hideLabel
        className="grow"
        options={bases.map(({ registry, version }) => ({
          id: registry.id,
          label: registry.name,
          colour: registry.colour,
          note: version,
        }))}
        value={base.registry.id}
        onChange={props.onBase}
      />
    </span>
  );
}

/** What differs from the version that was published last. */
export function ChangesTab(props: {
  readonly report: ProjectReport;
  readonly base: ChangesBase | null;
  readonly bases: readonly ChangesBase[];
  readonly onBase: (registryId: RegistryId) => void;
  readonly changes: UseQueryResult<PublishChanges>;
}) {
  const { base, bases, changes } = props;
  const source = useChangeSource(props.report, base?.registry.id);
  if (base === null)
    return (
      <EmptyState title="Nothing to compare with">
        No registry that could be asked has a version of this package yet.
      </EmptyState>
    );
  const since = <Since base={base} bases={bases} onBase={props.onBase} />;
  if (changes.isError)
    return (
      <div className="pad">
        {bases.length > 1 ? <p className="row small t2">{since}</p> : null}
        <ErrorNote
          error={errorOf(changes.error)}
          actions={
            <Button size="sm" onPress={() => void changes.refetch()}>
              Try again
            </Button>
          }
        />
      </div>
    );
  if (changes.data === undefined) return <Skeleton label={`Comparing with ${base.version} on ${base.registry.name}`} />;
  if (changes.data.kind === 'first')
    return <EmptyState title={`${base.registry.name} has no version of this package`} />;
  const rows = rowsOf(changes.data);
  return (
    <>
      <ArchiveFaults faults={changes.data} title="The published archive is not as it should be" />
      <ManifestChanges changes={changes.data.manifest ?? []} />
      {rows.length === 0 ? (
        <EmptyState title={`Nothing differs from ${base.version}`}>
          All {formatNoun(changes.data.same, 'file')} are the same as on {base.registry.name}.
        </EmptyState>
      ) : (
        <ChangedFiles rows={rows} source={source} from={since} />
      )}
    </>
  );
}
