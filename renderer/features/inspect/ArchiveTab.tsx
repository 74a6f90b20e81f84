import { useQuery } from '@tanstack/react-query';
import { X } from 'lucide-react';
import { useState } from 'react';
import type { InspectedArchive } from '../../../shared/inspect.ts';
import { useClient } from '../../bridge/BridgeProvider.tsx';
import { errorOf, useCall } from '../../bridge/queries.ts';
import { Button } from '../../components/Button.tsx';
import { ComboBox } from '../../components/ComboBox.tsx';
import { ErrorNote } from '../../components/ErrorNote.tsx';
import { formatBytes, formatNoun } from '../../components/format.ts';
import { IconButton } from '../../components/IconButton.tsx';
import { Skeleton } from '../../components/Skeleton.tsx';
import { ArchiveFaults } from '../files/ArchiveFaults.tsx';
import { DragArchive } from '../files/DragArchive.tsx';
import { ArchiveHash, WrongHash } from './ArchiveFacts.tsx';
import { ArchiveFiles } from './ArchiveFiles.tsx';
import { ComparedVersions } from './ComparedVersions.tsx';
import { inspectKeys, type PublishedVersion } from './inspectKeys.ts';

function Opened({ of, archive }: { readonly of: PublishedVersion; readonly archive: InspectedArchive }) {
  const drag = useCall('inspect.drag');
  return (
    <>
      <div className="row wrap arfacts">
        <span className="nw">
          <span className="med">{formatNoun(archive.fileCount, 'file')}</span>{' '}
          <span className="t2">
            {formatBytes(archive.unpackedBytes)}, {formatBytes(archive.bytes)} compressed
          </span>
        </span>
        <ArchiveHash archive={archive} />
        <DragArchive what={`the archive of ${archive.version}`} onDrag={() => drag.mutate(of)} />
      </div>
      {drag.error === null ? null : <ErrorNote error={errorOf(drag.error)} />}
      <WrongHash archive={archive} />
      <ArchiveFaults faults={archive} title="The archive is not as it should be" />
      <ArchiveFiles of={of} archive={archive} />
    </>
  );
}

function Inspected({ of }: { readonly of: PublishedVersion }) {
  const client = useClient();
  const opened = useQuery({ queryKey: inspectKeys.archive(of), queryFn: () => client.invoke('inspect.open', of) });
  if (opened.isError)
    return (
      <div className="pad">
        <ErrorNote
          error={errorOf(opened.error)}
          actions={
            <Button size="sm" isBusy={opened.isFetching} onPress={() => void opened.refetch()}>
              Try again
            </Button>
          }
        />
      </div>
    );
  if (opened.data === undefined) return <Skeleton label={`Downloading the archive of ${of.version}`} rows={5} />;
  return <Opened of={of} archive={opened.data} />;
}

/** What the archive of a version holds, and what differs in it from another version. Nothing of it is unpacked. */
export function ArchiveTab(props: {
  readonly of: PublishedVersion;
  /** Newest first. */
  readonly versions: readonly string[];
  readonly onVersion: (version: string) => void;
}) {
  const { of, versions } = props;
  const [before, setBefore] = useState<string | null>(null);
  const others = versions.filter((version) => version !== of.version);
  const base = before === of.version ? null : before;
  return (
    <>
      <div className="row wrap arbar">
        <ComboBox label="Version" options={versions} value={of.version} onChange={props.onVersion} />
        {others.length === 0 ? null : (
          <ComboBox label="Compare with" options={others} value={base} onChange={setBefore} placeholder="nothing" />
        )}
        {base === null ? null : (
          <IconButton label="Show the files again" icon={<X className="i s" />} onPress={() => setBefore(null)} />
        )}
      </div>
      {base === null ? (
        <Inspected key={of.version} of={of} />
      ) : (
        <ComparedVersions key={`${of.version} ${base}`} of={of} before={base} />
      )}
    </>
  );
}
